/* SPDX-License-Identifier: MIT */
/*
 * Berkeley DB's hash tables, in either byte order: buckets of pages, with keys and values by turns; what does not
 * fit on a page lies on a chain of its own. The key is a package's number; number 0 holds the highest one given.
 */
#include "collect/packages/rpm/rpm.h"

#define META 512
#define PAGE_HEAD 26
#define SPARES 32

enum { PAGE_UNSORTED = 2, PAGE_OVERFLOW = 7, PAGE_HASH = 13 };
enum { ITEM_HERE = 1, ITEM_CHAIN = 3 };

struct bdb {
    struct rpm_scan *scan;
    struct rpm_file file;
    char meta[META];
    bool big;
    uint32_t page_size, last_page, last_bucket;
    uint64_t visited; /* pages; each belongs to one bucket or value */
    char *page;       /* of the bucket at hand */
    uint64_t start;   /* where it stands */
};

static uint32_t meta_u32(const struct bdb *bdb, size_t at)
{
    return rpm_u32(bdb->meta + at, bdb->big);
}

/* A page by its number, which must also be in the page's header; NULL and a reason otherwise. */
static const char *get_page(struct bdb *bdb, uint64_t number, enum envfp_reason *reason)
{
    *reason = ENVFP_REASON_MALFORMED;
    if (++bdb->visited > bdb->last_page || number == 0 || number > bdb->last_page)
        return NULL;
    const char *page = envfp__rpm_file_at(&bdb->file, number * bdb->page_size, bdb->page_size);
    if (!page)
        *reason = bdb->file.reason;
    if (!page || rpm_u32(page + 8, bdb->big) != number)
        return NULL;
    /* Number and chain of the page are taken; the log's position before them is not. */
    envfp__rpm_file_took(&bdb->file, number * bdb->page_size + 8, PAGE_HEAD - 8);
    return page;
}

static enum envfp_reason next_piece(struct rpm_stream *stream)
{
    struct bdb *bdb = stream->database;
    enum envfp_reason reason;
    const char *page = get_page(bdb, stream->place, &reason);
    if (!page)
        return reason;
    size_t length = rpm_u16(page + 22, bdb->big);
    if (page[25] != PAGE_OVERFLOW || length == 0 || length > bdb->page_size - PAGE_HEAD ||
        length > stream->left)
        return ENVFP_REASON_MALFORMED;
    stream->piece = (struct view){page + PAGE_HEAD, length};
    stream->file = &bdb->file;
    stream->offset = stream->place * bdb->page_size + PAGE_HEAD;
    stream->left -= length;
    stream->place = rpm_u32(page + 16, bdb->big);
    return ENVFP_REASON_NONE;
}

static bool is_counter(const struct bdb *bdb, struct view key)
{
    return key.length == 5 && key.text[0] == ITEM_HERE && rpm_u32(key.text + 1, bdb->big) == 0;
}

static bool take_item(struct bdb *bdb, struct view item)
{
    uint64_t length = 0, start = bdb->start + (uint64_t)(item.text - bdb->page);
    struct rpm_stream stream = {.next = next_piece, .database = bdb, .file = &bdb->file, .offset = start + 1};
    bool chain = item.length == 12 && item.text[0] == ITEM_CHAIN;
    envfp__rpm_file_took(&bdb->file, start, chain ? 12 : 1);
    if (item.length > 1 && item.text[0] == ITEM_HERE) {
        stream.piece = view_skip(item, 1);
        length = stream.piece.length;
    } else if (chain) {
        stream.place = rpm_u32(item.text + 4, bdb->big);
        stream.left = length = rpm_u32(item.text + 8, bdb->big);
    }
    return envfp__rpm_scan_take(bdb->scan, &stream, length);
}

/* Items grow down from the page's end, each as long as the way to the one before it. */
static bool take_items(struct bdb *bdb)
{
    uint32_t count = rpm_u16(bdb->page + 20, bdb->big), end = bdb->page_size;
    bool well = count % 2 == 0 && count <= (bdb->page_size - PAGE_HEAD) / 2;
    struct view key = VIEW("");
    if (well)
        envfp__rpm_file_took(&bdb->file, bdb->start + PAGE_HEAD, 2 * (uint64_t)count);
    for (uint32_t i = 0; well && i < count; i++) {
        uint32_t start = rpm_u16(bdb->page + PAGE_HEAD + 2 * (size_t)i, bdb->big);
        well = start < end && start >= PAGE_HEAD + 2 * count;
        if (!well)
            break;
        struct view item = {bdb->page + start, end - start};
        end = start;
        if (i % 2 == 0) {
            key = item;
            envfp__rpm_file_took(&bdb->file, bdb->start + start, item.length < 5 ? item.length : 5);
            continue;
        }
        if (!is_counter(bdb, key) && !take_item(bdb, item))
            return false;
    }
    if (!well)
        rpm_scan_note(bdb->scan, ENVFP_REASON_MALFORMED);
    return true;
}

static bool scan_bucket(struct bdb *bdb, uint32_t bucket)
{
    unsigned bits = 0;
    while (bits < SPARES && bucket >> bits)
        bits++;
    uint64_t number = (uint64_t)bucket + (bits < SPARES ? meta_u32(bdb, 96 + 4 * (size_t)bits) : 0);
    do {
        enum envfp_reason reason;
        const char *page = get_page(bdb, number, &reason);
        if (page && page[25] != PAGE_HASH && page[25] != PAGE_UNSORTED)
            page = NULL;
        if (!page) {
            rpm_scan_note(bdb->scan, reason);
            return reason == ENVFP_REASON_MALFORMED;
        }
        memcpy(bdb->page, page, bdb->page_size);
        bdb->start = number * bdb->page_size;
        if (!take_items(bdb))
            return false;
        number = rpm_u32(bdb->page + 16, bdb->big);
    } while (number);
    return true;
}

/* Reads the header of the file, and checks that it is of a kind that rpm writes. */
static enum envfp_reason read_meta(struct bdb *bdb)
{
    static const uint32_t hash = 0x061561, tree = 0x053162;
    const char *bytes = envfp__rpm_file_at(&bdb->file, 0, META);
    if (!bytes)
        return bdb->file.reason;
    memcpy(bdb->meta, bytes, META);
    /* The fields read below and the table of buckets are taken; the file's identifier is not. */
    envfp__rpm_file_took(&bdb->file, 12, 24);
    envfp__rpm_file_took(&bdb->file, 72, 4);
    envfp__rpm_file_took(&bdb->file, 96, (uint64_t)4 * SPARES);
    for (bdb->big = false; meta_u32(bdb, 12) != hash; bdb->big = true) {
        if (meta_u32(bdb, 12) == tree)
            return ENVFP_REASON_UNSUPPORTED;
        if (bdb->big)
            return ENVFP_REASON_MALFORMED;
    }
    uint32_t version = meta_u32(bdb, 16), size = meta_u32(bdb, 20);
    /* Encrypted, with check sums on its pages, or in parts. */
    if (version < 8 || version > 10 || bdb->meta[24] || bdb->meta[26])
        return ENVFP_REASON_UNSUPPORTED;
    bdb->page_size = size;
    bdb->last_page = meta_u32(bdb, 32);
    bdb->last_bucket = meta_u32(bdb, 72);
    if (size < 512 || size > RPM_PAGE_MAX || (size & (size - 1)) || bdb->last_bucket >= bdb->last_page)
        return ENVFP_REASON_MALFORMED;
    if (bdb->file.size / size <= bdb->last_page) {
        bdb->file.short_of = true;
        rpm_scan_note(bdb->scan, ENVFP_REASON_MALFORMED);
        bdb->last_page = bdb->file.size / size ? (uint32_t)(bdb->file.size / size - 1) : 0;
    }
    bdb->page = envfp__arena_room(bdb->scan->c->scratch, size);
    return bdb->page ? ENVFP_REASON_NONE : ENVFP_REASON_TRUNCATED;
}

static void scan_file(struct bdb *bdb)
{
    enum envfp_reason reason = read_meta(bdb);
    rpm_scan_note(bdb->scan, reason);
    if (reason != ENVFP_REASON_NONE)
        return;
    for (uint32_t bucket = 0; bucket <= bdb->last_bucket && bdb->visited <= bdb->last_page; bucket++)
        if (!scan_bucket(bdb, bucket))
            return;
    /* The counts of keys and pages in the header change with every write. */
    if (!envfp__rpm_file_has(&bdb->file, 0, bdb->meta, META))
        rpm_scan_note(bdb->scan, ENVFP_REASON_BUSY);
}

void envfp__rpm_bdb_scan(struct rpm_scan *scan, const char *path)
{
    struct bdb *bdb = envfp__arena_alloc(scan->c->scratch, sizeof *bdb);
    if (!bdb)
        return;
    bdb->scan = scan;
    enum envfp_reason reason = envfp__rpm_file_open(scan->c, path, &bdb->file);
    if (reason == ENVFP_REASON_NONE) {
        scan_file(bdb);
        envfp__rpm_scan_end(scan, &bdb->file);
        envfp__rpm_file_close(&bdb->file);
    }
    rpm_scan_note(scan, reason);
}
