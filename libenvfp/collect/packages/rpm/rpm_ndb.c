/* SPDX-License-Identifier: MIT */
/*
 * ndb (SUSE): pages of slots, each with the place of one blob in blocks of 16 bytes; little-endian. A blob begins
 * with its package's number, a time stamp and its length, and ends with a check sum that only reading it whole
 * could prove.
 */
#include "collect/packages/rpm/rpm.h"

#define HEADER 32
#define BLOCK 16
#define SLOT_PAGE 4096
#define BLOB_HEAD 16
#define BLOB_TAIL 12
#define PIECE 2048

static enum envfp_reason next_piece(struct rpm_stream *stream)
{
    struct rpm_file *file = stream->database;
    size_t length = stream->left < PIECE ? (size_t)stream->left : PIECE;
    const char *bytes = envfp__rpm_file_at(file, stream->place, length);
    if (!bytes)
        return file->reason;
    stream->piece = (struct view){bytes, length};
    stream->file = file;
    stream->offset = stream->place;
    stream->place += length;
    stream->left -= length;
    return ENVFP_REASON_NONE;
}

static bool take_slot(struct rpm_scan *scan, struct rpm_file *file, const char *slot, uint64_t first_block)
{
    uint32_t package = rpm_u32(slot + 4, false), block = rpm_u32(slot + 8, false),
             blocks = rpm_u32(slot + 12, false);
    if (block == 0)
        return true; /* free */
    const char *head = NULL;
    bool well = package != 0 && block >= first_block && (uint64_t)blocks * BLOCK >= BLOB_HEAD + BLOB_TAIL;
    if (well) {
        head = envfp__rpm_file_at(file, (uint64_t)block * BLOCK, BLOB_HEAD);
        if (!head && file->reason != ENVFP_REASON_MALFORMED) {
            rpm_scan_note(scan, file->reason);
            return false;
        }
    }
    if (!head || memcmp(head, "BlbS", 4) != 0 || rpm_u32(head + 4, false) != package ||
        rpm_u32(head + 12, false) > (uint64_t)blocks * BLOCK - BLOB_HEAD - BLOB_TAIL) {
        rpm_scan_note(scan, ENVFP_REASON_MALFORMED);
        return true;
    }
    /* the time of installation follows the number */
    envfp__rpm_file_took(file, (uint64_t)block * BLOCK, 8);
    envfp__rpm_file_took(file, (uint64_t)block * BLOCK + 12, 4);
    struct rpm_stream stream = {.next = next_piece,
                                .database = file,
                                .left = rpm_u32(head + 12, false),
                                .place = (uint64_t)block * BLOCK + BLOB_HEAD};
    return envfp__rpm_scan_take(scan, &stream, stream.left);
}

/* The slots one after the other. */
struct slots {
    struct rpm_file *file;
    char *page;
    uint32_t pages, number; /* of the page at hand */
    size_t at;
};

static const char *next_slot(struct rpm_scan *scan, struct slots *slots)
{
    if (slots->at == SLOT_PAGE) {
        if (slots->number == slots->pages)
            return NULL;
        const char *bytes = envfp__rpm_file_at(slots->file, (uint64_t)slots->number * SLOT_PAGE, SLOT_PAGE);
        if (!bytes) {
            rpm_scan_note(scan, slots->file->reason);
            return NULL;
        }
        memcpy(slots->page, bytes, SLOT_PAGE);
        slots->at = slots->number++ ? 0 : HEADER;
    }
    const char *slot = slots->page + slots->at;
    envfp__rpm_file_took(slots->file, (uint64_t)(slots->number - 1) * SLOT_PAGE + slots->at, BLOCK);
    slots->at += BLOCK;
    if (memcmp(slot, "Slot", 4) == 0)
        return slot;
    rpm_scan_note(scan, ENVFP_REASON_MALFORMED);
    return NULL;
}

/* Blobs do not overlap within the file, so a small file cannot claim to hold many packages. */
static bool is_room(struct rpm_scan *scan, struct slots slots)
{
    uint64_t end = 0, taken = (uint64_t)slots.pages * (SLOT_PAGE / BLOCK);
    for (const char *slot; (slot = next_slot(scan, &slots)) != NULL;) {
        uint64_t block = rpm_u32(slot + 8, false), blocks = rpm_u32(slot + 12, false);
        if (block == 0)
            continue;
        taken += blocks;
        end = block + blocks > end ? block + blocks : end;
    }
    slots.file->short_of = slots.file->short_of || end > slots.file->size / BLOCK;
    if (end && (taken > end || slots.file->short_of))
        rpm_scan_note(scan, ENVFP_REASON_MALFORMED);
    return scan->reason == ENVFP_REASON_NONE;
}

static void scan_slots(struct rpm_scan *scan, struct slots slots)
{
    uint64_t first_block = (uint64_t)slots.pages * (SLOT_PAGE / BLOCK);
    if (!is_room(scan, slots))
        return;
    for (const char *slot; (slot = next_slot(scan, &slots)) != NULL;)
        if (!take_slot(scan, slots.file, slot, first_block))
            return;
}

static void scan_file(struct rpm_scan *scan, struct rpm_file *file)
{
    const char *bytes = envfp__rpm_file_at(file, 0, HEADER);
    char header[HEADER], *page = envfp__arena_room(scan->c->scratch, SLOT_PAGE);
    if (!bytes || !page) {
        rpm_scan_note(scan, bytes ? ENVFP_REASON_TRUNCATED : file->reason);
        return;
    }
    memcpy(header, bytes, HEADER);
    envfp__rpm_file_took(file, 0, 8);
    envfp__rpm_file_took(file, 12, 4);
    if (memcmp(header, "RpmP", 4) != 0 || rpm_u32(header + 12, false) == 0) {
        rpm_scan_note(scan, ENVFP_REASON_MALFORMED);
        return;
    }
    if (rpm_u32(header + 4, false) != 0) {
        rpm_scan_note(scan, ENVFP_REASON_UNSUPPORTED);
        return;
    }
    scan_slots(scan, (struct slots){file, page, rpm_u32(header + 12, false), 0, SLOT_PAGE});
    /* Every write increments the generation in the header. */
    if (!envfp__rpm_file_has(file, 0, header, HEADER))
        rpm_scan_note(scan, ENVFP_REASON_BUSY);
}

void envfp__rpm_ndb_scan(struct rpm_scan *scan, const char *path)
{
    struct rpm_file file;
    enum envfp_reason reason = envfp__rpm_file_open(scan->c, path, &file);
    if (reason == ENVFP_REASON_NONE) {
        scan_file(scan, &file);
        envfp__rpm_scan_end(scan, &file);
        envfp__rpm_file_close(&file);
    }
    rpm_scan_note(scan, reason);
}
