/* SPDX-License-Identifier: MIT */
/*
 * SQLite's file format (www.sqlite.org/fileformat2.html), read page by page without the SQLite library, which might
 * write beside the database. One table is read: Packages, with a header in each row.
 */
#include "collect/packages/rpm/rpm_sqlite.h"

#define DATABASE_HEAD 100
/* SQLite's own limit. */
#define DEPTH_MOST 20
/* The beginning of a row: serial types, and what stands before the columns wanted. */
#define ROW_MOST 256

enum { PAGE_INTERIOR = 0x05, PAGE_LEAF = 0x0d };
enum { UTF_8 = 1, UTF_16_BIG = 3 };

struct place {
    struct rpm_file *file;
    uint64_t start;
};

struct sqlite {
    struct rpm_scan *scan;
    struct rpm_file file;
    struct wal wal;
    char head[DATABASE_HEAD]; /* of the file, as it was at first */
    uint32_t page_size, usable, pages, encoding;
    uint64_t visited, most; /* pages; each belongs to one place */
    char *leaf, *parent;
    struct place page, leaf_at, parent_at; /* where they stand: the last page, and those two */
    uint32_t parent_page;                  /* the interior page at hand: 0 for none */
    uint32_t root;                         /* of the table */
};

/* Handles a row; false: stop. */
typedef bool take_row(struct sqlite *sqlite, struct rpm_stream *row);

struct level {
    uint32_t page, cell;
};

static void took(const struct place *place, size_t at, uint64_t length)
{
    envfp__rpm_file_took(place->file, place->start + at, length);
}

/* ---- Pages ----------------------------------------------------------------------------------------- */

static const char *get_page(struct sqlite *sqlite, uint32_t number, enum envfp_reason *reason)
{
    *reason = ENVFP_REASON_MALFORMED;
    if (number == 0 || number > sqlite->pages)
        return NULL;
    uint32_t frame = envfp__wal_find(&sqlite->wal, number);
    struct rpm_file *file = frame ? &sqlite->wal.file : &sqlite->file;
    uint64_t start =
        frame ? envfp__wal_place(&sqlite->wal, frame) : (number - 1) * (uint64_t)sqlite->page_size;
    const char *page = envfp__rpm_file_at(file, start, sqlite->page_size);
    sqlite->page = (struct place){file, start};
    if (!page)
        *reason = file->reason;
    return page;
}

/* Gets a page for the first time; a sound file has no more visits than pages, which bounds the walk. */
static const char *visit_page(struct sqlite *sqlite, uint32_t number, enum envfp_reason *reason)
{
    *reason = ENVFP_REASON_MALFORMED;
    return sqlite->visited++ < sqlite->most ? get_page(sqlite, number, reason) : NULL;
}

/* Overflow pages: the number of the next one, then bytes. */
static enum envfp_reason next_piece(struct rpm_stream *stream)
{
    struct sqlite *sqlite = stream->database;
    enum envfp_reason reason;
    const char *page = visit_page(sqlite, (uint32_t)stream->place, &reason);
    if (!page)
        return reason;
    size_t length = sqlite->usable - 4;
    if (length > stream->left)
        length = (size_t)stream->left;
    took(&sqlite->page, 0, 4);
    stream->piece = (struct view){page + 4, length};
    stream->file = sqlite->page.file;
    stream->offset = sqlite->page.start + 4;
    stream->left -= length;
    stream->place = rpm_u32(page, true);
    return ENVFP_REASON_NONE;
}

/* ---- Rows --------------------------------------------------------------------------------------------- */

/* A number of one to nine bytes; how many, 0 where it does not end. */
static size_t read_number(struct view bytes, uint64_t *number)
{
    *number = 0;
    for (size_t i = 0; i < bytes.length && i < 9; i++) {
        unsigned char byte = (unsigned char)bytes.text[i];
        if (i == 8) {
            *number = *number << 8 | byte;
            return 9;
        }
        *number = *number << 7 | (byte & 0x7f);
        if (byte < 0x80)
            return i + 1;
    }
    return 0;
}

static uint64_t size_of(uint64_t type)
{
    static const unsigned char sizes[12] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0};
    return type < 12 ? sizes[type] : (type - 12) / 2;
}

struct row {
    uint64_t types[5], offsets[5];
    size_t columns;
};

/* The types of a row's first columns. `head` gets the row's first bytes, as many as the types take. */
static bool read_row(struct rpm_stream *stream, struct row *row)
{
    char head[ROW_MOST];
    uint64_t length, type;
    size_t used = 0, count;
    do {
        if (used == 9 || !envfp__rpm_stream_take(stream, head + used, 1))
            return false;
        used++;
        count = read_number((struct view){head, used}, &length);
    } while (count == 0);
    if (length < count || length > sizeof head ||
        !envfp__rpm_stream_take(stream, head + count, length - count))
        return false;
    struct view rest = view_skip((struct view){head, (size_t)length}, count);
    uint64_t offset = 0;
    for (row->columns = 0; rest.length && row->columns < 5; row->columns++) {
        count = read_number(rest, &type);
        if (count == 0 || size_of(type) > UINT32_MAX)
            return false;
        row->types[row->columns] = type;
        row->offsets[row->columns] = offset;
        offset += size_of(type);
        rest = view_skip(rest, count);
    }
    return true;
}

/* A malformed row is a gap and the walk goes on; any other failure ends it. */
static bool row_failed(struct sqlite *sqlite, const struct rpm_stream *row)
{
    enum envfp_reason reason = row->reason == ENVFP_REASON_NONE ? ENVFP_REASON_MALFORMED : row->reason;
    rpm_scan_note(sqlite->scan, reason);
    return reason == ENVFP_REASON_MALFORMED;
}

static bool take_package(struct sqlite *sqlite, struct rpm_stream *stream)
{
    struct row row;
    if (!read_row(stream, &row))
        return row_failed(sqlite, stream);
    for (size_t i = 0; i < row.columns; i++) {
        if (row.types[i] < 12 || row.types[i] % 2)
            continue;
        if (!envfp__rpm_stream_skip(stream, row.offsets[i]))
            break;
        return envfp__rpm_scan_take(sqlite->scan, stream, size_of(row.types[i]));
    }
    return row_failed(sqlite, stream);
}

/* Names know no case. */
static bool text_is(const struct sqlite *sqlite, struct view text, const char *word)
{
    size_t width = sqlite->encoding == UTF_8 ? 1 : 2, low = sqlite->encoding == UTF_16_BIG ? 1 : 0;
    size_t length = strlen(word);
    if (text.length != length * width)
        return false;
    for (size_t i = 0; i < length; i++) {
        const char *unit = text.text + i * width;
        if (byte_to_lower(unit[low]) != word[i] || (width == 2 && unit[1 - low] != '\0'))
            return false;
    }
    return true;
}

/* sqlite_schema: type, name, tbl_name, rootpage, sql. */
static bool take_schema(struct sqlite *sqlite, struct rpm_stream *stream)
{
    struct row row;
    char bytes[ROW_MOST];
    if (!read_row(stream, &row) || row.columns < 5)
        return row_failed(sqlite, stream);
    uint64_t length = row.offsets[4];
    if (length > sizeof bytes)
        return true; /* too long a name */
    if (!envfp__rpm_stream_take(stream, bytes, length))
        return row_failed(sqlite, stream);
    struct view type = {bytes, (size_t)row.offsets[1]},
                name = {bytes + row.offsets[1], (size_t)(row.offsets[2] - row.offsets[1])};
    if (!text_is(sqlite, type, "table") || !text_is(sqlite, name, "packages"))
        return true;
    for (uint64_t i = row.offsets[3]; i < length; i++)
        sqlite->root = sqlite->root << 8 | (unsigned char)bytes[i];
    if (row.types[3] == 9)
        sqlite->root = 1;
    return false;
}

/* ---- The tree --------------------------------------------------------------------------------------------- */

/* How much of a row stands in its leaf. */
static uint64_t local_length(uint32_t usable, uint64_t payload)
{
    uint64_t most = usable - 35, least = (usable - 12) * 32 / 255 - 23;
    if (payload <= most)
        return payload;
    uint64_t fitting = least + (payload - least) % (usable - 4);
    return fitting <= most ? fitting : least;
}

/* The row in a leaf's cell; its length in the page, 0 where it does not fit there. */
static size_t open_cell(struct sqlite *sqlite, size_t at, struct rpm_stream *row)
{
    struct view cell = at < sqlite->usable ? (struct view){sqlite->leaf + at, sqlite->usable - at} : VIEW("");
    uint64_t payload, number;
    size_t first = read_number(cell, &payload),
           second = first ? read_number(view_skip(cell, first), &number) : 0;
    /* Takes the two numbers of the cell; where they are malformed, all bytes that they may have. */
    took(&sqlite->leaf_at, at, second ? first + second : cell.length < 18 ? cell.length : 18);
    if (second == 0 || payload > INT32_MAX)
        return 0;
    size_t head = first + second, local = (size_t)local_length(sqlite->usable, payload);
    size_t length = head + local + (local < payload ? 4 : 0);
    if (length > cell.length)
        return 0;
    *row = (struct rpm_stream){
        .next = next_piece, .database = sqlite, .piece = {cell.text + head, local}, .left = payload - local};
    row->file = sqlite->leaf_at.file;
    row->offset = sqlite->leaf_at.start + at + head;
    if (local < payload)
        took(&sqlite->leaf_at, at + head + local, 4);
    if (local < payload)
        row->place = rpm_u32(cell.text + head + local, true);
    return length;
}

/* Cells do not overlap: together they fit on their page. */
static bool take_leaf(struct sqlite *sqlite, size_t start, take_row *take)
{
    uint32_t cells = rpm_u16(sqlite->leaf + start + 3, true);
    size_t room = sqlite->usable;
    if (start + 8 + 2 * (size_t)cells > sqlite->usable)
        cells = UINT32_MAX;
    took(&sqlite->leaf_at, start, 8 + (cells == UINT32_MAX ? 0 : 2 * (uint64_t)cells));
    for (uint32_t i = 0; i < cells; i++) {
        struct rpm_stream row;
        size_t length =
            cells == UINT32_MAX
                ? 0
                : open_cell(sqlite, rpm_u16(sqlite->leaf + start + 8 + 2 * (size_t)i, true), &row);
        if (length == 0 || length > room) {
            rpm_scan_note(sqlite->scan, ENVFP_REASON_MALFORMED);
            return true;
        }
        room -= length;
        if (!take(sqlite, &row))
            return false;
    }
    return true;
}

/* The child of an interior page at a cell, 0 behind the last one or where the page is unsound. */
static uint32_t child_of(struct sqlite *sqlite, const char *page, size_t start, uint32_t cell)
{
    uint32_t cells = rpm_u16(page + start + 3, true);
    took(&sqlite->parent_at, start, 12);
    if (cell == cells)
        return rpm_u32(page + start + 8, true);
    size_t pointer = start + 12 + 2 * (size_t)cell;
    if (cell > cells || pointer + 2 > sqlite->usable)
        return 0;
    size_t at = rpm_u16(page + pointer, true);
    took(&sqlite->parent_at, pointer, 2);
    took(&sqlite->parent_at, at, 4);
    return at + 4 <= sqlite->usable ? rpm_u32(page + at, true) : 0;
}

/* Gets a page of the tree, again or for the first time; false: the walk ends here. */
static bool walk_page(struct sqlite *sqlite, struct level levels[DEPTH_MOST], size_t *depth, take_row *take)
{
    struct level *top = &levels[*depth - 1];
    enum envfp_reason reason = ENVFP_REASON_NONE;
    const char *page = sqlite->parent;
    if (top->cell == 0)
        page = visit_page(sqlite, top->page, &reason);
    else if (top->page != sqlite->parent_page)
        page = get_page(sqlite, top->page, &reason);
    size_t start = top->page == 1 ? DATABASE_HEAD : 0;
    if (!page) {
        rpm_scan_note(sqlite->scan, reason);
        --*depth;
        return reason == ENVFP_REASON_MALFORMED && sqlite->visited <= sqlite->most;
    }
    if (page[start] == PAGE_LEAF) {
        memcpy(sqlite->leaf, page, sqlite->page_size);
        sqlite->leaf_at = page == sqlite->parent ? sqlite->parent_at : sqlite->page;
        --*depth;
        return take_leaf(sqlite, start, take);
    }
    /* An interior page is visited again for each child, mostly leaves, so it is held. */
    if (page != sqlite->parent) {
        memcpy(sqlite->parent, page, sqlite->page_size);
        sqlite->parent_at = sqlite->page;
    }
    page = sqlite->parent;
    sqlite->parent_page = top->page;
    uint32_t cells = rpm_u16(page + start + 3, true);
    if (page[start] == PAGE_INTERIOR && top->cell == cells + 1) {
        --*depth;
        return true;
    }
    uint32_t child = page[start] == PAGE_INTERIOR ? child_of(sqlite, page, start, top->cell) : 0;
    if (child == 0 || *depth == DEPTH_MOST) {
        rpm_scan_note(sqlite->scan, ENVFP_REASON_MALFORMED);
        --*depth;
        return true;
    }
    top->cell++;
    levels[(*depth)++] = (struct level){child, 0};
    return true;
}

static void walk_tree(struct sqlite *sqlite, uint32_t root, take_row *take)
{
    struct level levels[DEPTH_MOST] = {{root, 0}};
    size_t depth = 1;
    sqlite->visited = 0;
    while (depth && walk_page(sqlite, levels, &depth, take))
        ;
}

/* ---- The database ------------------------------------------------------------------------------------------- */

/* What is read of the first page's head, below. */
static void took_head(struct rpm_file *file, uint64_t start)
{
    envfp__rpm_file_took(file, start, 32);
    envfp__rpm_file_took(file, start + 56, 4);
    envfp__rpm_file_took(file, start + 92, 4);
}

/* Page size, encoding and the number of pages stand on page 1. */
static enum envfp_reason read_head(struct sqlite *sqlite)
{
    const char *head = envfp__rpm_file_at(&sqlite->file, 0, DATABASE_HEAD);
    if (!head)
        return sqlite->file.reason;
    memcpy(sqlite->head, head, DATABASE_HEAD);
    took_head(&sqlite->file, 0);
    if (memcmp(head, "SQLite format 3", 16) != 0)
        return ENVFP_REASON_MALFORMED;
    uint32_t size = rpm_u16(head + 16, true);
    sqlite->page_size = size == 1 ? 65536 : size;
    if (sqlite->page_size < 512 || (sqlite->page_size & (sqlite->page_size - 1)))
        return ENVFP_REASON_MALFORMED;
    sqlite->pages = UINT32_MAX;
    sqlite->most = sqlite->file.size / sqlite->page_size + sqlite->wal.frames;
    if (sqlite->wal.frames) {
        if (sqlite->wal.page_size != sqlite->page_size)
            return ENVFP_REASON_MALFORMED;
        sqlite->pages = sqlite->wal.pages;
    }
    enum envfp_reason reason;
    head = get_page(sqlite, 1, &reason);
    if (!head)
        return reason;
    took_head(sqlite->page.file, sqlite->page.start);
    uint32_t pages = rpm_u32(head + 28, true);
    /* Old writers do not update the number of pages; the change counters beside it show that. */
    if (!sqlite->wal.frames && pages && memcmp(head + 24, head + 92, 4) == 0)
        sqlite->pages = pages;
    sqlite->usable = sqlite->page_size - (unsigned char)head[20];
    sqlite->encoding = rpm_u32(head + 56, true);
    if (sqlite->usable < 480 || (unsigned char)head[19] > 2)
        return sqlite->usable < 480 ? ENVFP_REASON_MALFORMED : ENVFP_REASON_UNSUPPORTED;
    if (sqlite->encoding == 0)
        sqlite->encoding = UTF_8; /* nothing was written yet */
    sqlite->leaf = envfp__arena_room(sqlite->scan->c->scratch, sqlite->page_size);
    sqlite->parent = envfp__arena_room(sqlite->scan->c->scratch, sqlite->page_size);
    return !sqlite->leaf || !sqlite->parent ? ENVFP_REASON_TRUNCATED
           : sqlite->encoding > UTF_16_BIG  ? ENVFP_REASON_MALFORMED
                                            : ENVFP_REASON_NONE;
}

/* BUSY where a journal would have to be rolled back: the file may hold half of a transaction. */
static enum envfp_reason look_for_journal(struct rpm_scan *scan, const char *path)
{
    static const char magic[] = "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7";
    struct view bytes = VIEW("");
    path = source_path(scan->c->scratch, path, VIEW("-journal"), "");
    enum envfp_reason reason =
        path ? source_read_start(scan->c->source, path, 8, &bytes) : ENVFP_REASON_TRUNCATED;
    if (view_is(bytes, magic))
        source_took_of(scan->c->source, path, 0, bytes.length);
    return view_is(bytes, magic) ? ENVFP_REASON_BUSY : reason;
}

static void scan_tables(struct sqlite *sqlite)
{
    enum envfp_reason reason = read_head(sqlite);
    rpm_scan_note(sqlite->scan, reason);
    if (reason != ENVFP_REASON_NONE)
        return;
    walk_tree(sqlite, 1, take_schema);
    /* A database without the table is new and has no packages. */
    if (sqlite->root)
        walk_tree(sqlite, sqlite->root, take_package);
}

static void scan_file(struct sqlite *sqlite, const char *path)
{
    const char *log = source_path(sqlite->scan->c->scratch, path, VIEW("-wal"), "");
    enum envfp_reason reason =
        log ? envfp__wal_open(sqlite->scan->c, log, &sqlite->wal) : ENVFP_REASON_TRUNCATED;
    if (reason == ENVFP_REASON_NONE || reason == ENVFP_REASON_ABSENT)
        scan_tables(sqlite);
    else
        rpm_scan_note(sqlite->scan, reason);
    if (!envfp__rpm_file_has(&sqlite->file, 0, sqlite->head, DATABASE_HEAD) ||
        !envfp__wal_stands(&sqlite->wal))
        rpm_scan_note(sqlite->scan, ENVFP_REASON_BUSY);
    rpm_scan_note(sqlite->scan, look_for_journal(sqlite->scan, path));
    envfp__wal_close(&sqlite->wal);
}

void envfp__rpm_sqlite_scan(struct rpm_scan *scan, const char *path)
{
    struct sqlite *sqlite = envfp__arena_alloc(scan->c->scratch, sizeof *sqlite);
    if (!sqlite)
        return;
    sqlite->scan = scan;
    /* Opens the database first: where this process itself holds it open, its log is not touched either. */
    enum envfp_reason reason = envfp__rpm_file_open(scan->c, path, &sqlite->file);
    if (reason == ENVFP_REASON_NONE) {
        scan_file(sqlite, path);
        envfp__rpm_scan_end(scan, &sqlite->file);
        envfp__rpm_file_close(&sqlite->file);
    }
    rpm_scan_note(scan, reason);
}
