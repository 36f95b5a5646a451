/* SPDX-License-Identifier: MIT */
/*
 * A write-ahead log: frames of a page each, under check sums that run through the whole log. Frames count up to
 * the last one that commits; behind it stand unfinished transactions and what an earlier round left.
 */
#include "collect/packages/rpm/rpm_sqlite.h"

#define FRAMES_MOST ((uint32_t)1 << 20)

struct sums {
    uint32_t a, b;
};

static void add_sums(struct sums *sums, const char *bytes, size_t length, bool big)
{
    for (size_t i = 0; i + 8 <= length; i += 8) {
        sums->a += rpm_u32(bytes + i, big) + sums->b;
        sums->b += rpm_u32(bytes + i + 4, big) + sums->a;
    }
}

/* Whether the log is a recording's: then the checksums are holes, since they cover bytes that are not kept. They were
 * checked when the recording was made, and frames that did not count are holes as well. */
static bool is_recorded(const struct wal *wal)
{
    static const char hole[8];
    return memcmp(wal->head + 24, hole, sizeof hole) == 0;
}

static bool sums_are(const struct sums *sums, const char *bytes)
{
    return sums->a == rpm_u32(bytes, true) && sums->b == rpm_u32(bytes + 4, true);
}

static bool read_head(struct wal *wal, struct sums *sums, bool *big)
{
    wal->head_length = envfp__rpm_file_look(&wal->file, 0, wal->head, WAL_HEAD);
    const char *head = wal->head;
    uint32_t magic = rpm_u32(head, true), size = rpm_u32(head + 8, true);
    if (wal->head_length < WAL_HEAD || (magic | 1) != 0x377f0683 || rpm_u32(head + 4, true) != 3007000 ||
        size < 512 || size > RPM_PAGE_MAX || (size & (size - 1)))
        return false;
    *big = magic & 1;
    wal->page_size = size;
    add_sums(sums, head, 24, *big);
    return is_recorded(wal) || sums_are(sums, head + 24);
}

/* One frame; NULL where it does not belong to this round, or is not whole. */
static const char *read_frame(struct wal *wal, uint64_t number, struct sums *sums, bool big)
{
    size_t length = WAL_FRAME + wal->page_size;
    const char *frame = envfp__rpm_file_at(&wal->file, WAL_HEAD + number * length, length);
    if (!frame || memcmp(frame + 8, wal->head + 16, 8) != 0 || rpm_u32(frame, true) == 0)
        return NULL;
    add_sums(sums, frame, 8, big);
    add_sums(sums, frame + WAL_FRAME, wal->page_size, big);
    return is_recorded(wal) || sums_are(sums, frame + 16) ? frame : NULL;
}

/* Notes the page of each frame up to the last one that commits. */
static enum envfp_reason list_frames(struct collect *c, struct wal *wal, struct sums sums, bool big)
{
    const char *frame;
    size_t capacity = 0;
    for (uint32_t i = 0; (frame = read_frame(wal, i, &sums, big)) != NULL; i++) {
        struct wal_slot *room = envfp__arena_grow(c->scratch, wal->slots, i, &capacity, sizeof *room);
        if (!room || i == FRAMES_MOST)
            return ENVFP_REASON_TRUNCATED;
        wal->slots = room;
        wal->slots[i] = (struct wal_slot){rpm_u32(frame, true), i + 1};
        if (rpm_u32(frame + 4, true)) {
            wal->frames = i + 1;
            wal->pages = rpm_u32(frame + 4, true);
        }
    }
    return ENVFP_REASON_NONE;
}

/* Sorts by one byte of the page's number, lowest first; equal ones keep their order. */
static void sort_by_byte(const struct wal_slot *from, struct wal_slot *to, size_t count, unsigned shift)
{
    size_t starts[257] = {0};
    for (size_t i = 0; i < count; i++)
        starts[(from[i].page >> shift & 255) + 1]++;
    for (size_t i = 1; i < 257; i++)
        starts[i] += starts[i - 1];
    for (size_t i = 0; i < count; i++)
        to[starts[from[i].page >> shift & 255]++] = from[i];
}

/* Sorts by page, so that whatever numbers somebody chose cost the same, and keeps the newest frame of each. */
static enum envfp_reason index_frames(struct collect *c, struct wal *wal)
{
    size_t count = wal->frames;
    struct wal_slot *other = envfp__arena_array(c->scratch, count, sizeof *other);
    if (!other)
        return ENVFP_REASON_TRUNCATED;
    envfp__rpm_file_took(&wal->file, 0, 24);
    for (uint64_t i = 0; i < count; i++)
        envfp__rpm_file_took(&wal->file, WAL_HEAD + i * (WAL_FRAME + (uint64_t)wal->page_size), 16);
    for (unsigned shift = 0; shift < 32; shift += 16) {
        sort_by_byte(wal->slots, other, count, shift);
        sort_by_byte(other, wal->slots, count, shift + 8);
    }
    for (size_t i = 0; i < count; i++)
        if (i + 1 == count || wal->slots[i].page != wal->slots[i + 1].page)
            wal->slots[wal->slot_count++] = wal->slots[i];
    return ENVFP_REASON_NONE;
}

static uint64_t end_of(const struct wal *wal)
{
    return WAL_HEAD + wal->frames * (WAL_FRAME + (uint64_t)wal->page_size);
}

static enum envfp_reason read_log(struct collect *c, struct wal *wal)
{
    struct sums sums = {0, 0};
    bool big;
    if (read_head(wal, &sums, &big)) {
        enum envfp_reason reason = list_frames(c, wal, sums, big);
        if (reason != ENVFP_REASON_NONE)
            return reason;
        wal->behind_length = envfp__rpm_file_look(&wal->file, end_of(wal), wal->behind, WAL_FRAME);
    } else {
        wal->page_size = 0;
    }
    if (wal->file.reason != ENVFP_REASON_NONE && wal->file.reason != ENVFP_REASON_MALFORMED)
        return wal->file.reason;
    return wal->frames ? index_frames(c, wal) : ENVFP_REASON_ABSENT;
}

enum envfp_reason envfp__wal_open(struct collect *c, const char *path, struct wal *wal)
{
    *wal = (struct wal){.open = false};
    enum envfp_reason reason = envfp__rpm_file_open(c, path, &wal->file);
    wal->open = reason == ENVFP_REASON_NONE;
    return wal->open ? read_log(c, wal) : reason;
}

void envfp__wal_close(struct wal *wal)
{
    if (wal->open)
        envfp__rpm_file_close(&wal->file);
    wal->open = false;
}

uint32_t envfp__wal_find(const struct wal *wal, uint32_t page)
{
    size_t low = 0, high = wal->slot_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (wal->slots[middle].page < page)
            low = middle + 1;
        else
            high = middle;
    }
    return low < wal->slot_count && wal->slots[low].page == page ? wal->slots[low].frame : 0;
}

uint64_t envfp__wal_place(const struct wal *wal, uint32_t frame)
{
    return WAL_HEAD + (frame - 1) * (WAL_FRAME + (uint64_t)wal->page_size) + WAL_FRAME;
}

/* Whether the file still has the same bytes there, and still ends where it did. */
static bool looks_the_same(struct wal *wal, uint64_t offset, const char *bytes, size_t length, size_t whole)
{
    char now[WAL_HEAD];
    wal->file.reason = ENVFP_REASON_NONE;
    size_t got = envfp__rpm_file_look(&wal->file, offset, now, whole);
    return wal->file.reason == ENVFP_REASON_NONE && got == length && memcmp(now, bytes, length) == 0;
}

bool envfp__wal_stands(struct wal *wal)
{
    return !wal->open || (looks_the_same(wal, 0, wal->head, wal->head_length, WAL_HEAD) &&
                          (wal->page_size == 0 ||
                           looks_the_same(wal, end_of(wal), wal->behind, wal->behind_length, WAL_FRAME)));
}
