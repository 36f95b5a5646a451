/* SPDX-License-Identifier: MIT */
/*
 * A header: the number of entries and the length of their data, the entries (tag, type, offset, count), the
 * data; all big-endian. Entries of what was added at installation stand behind the others, their data too.
 */
#include "collect/packages/rpm/rpm.h"

enum { TAG_NAME = 1000, TAG_VERSION, TAG_RELEASE, TAG_EPOCH, TAG_ARCH = 1022 };
enum { TYPE_INT32 = 4, TYPE_STRING = 6, TYPE_STRING_ARRAY = 8, TYPE_I18N_STRING = 9 };

#define ENTRY 16
/* rpm's own limits. */
#define ENTRIES_MOST 0xffffU
#define DATA_MOST ((uint32_t)256 << 20)

struct wanted {
    uint32_t tag;
    struct rpm_word *word; /* NULL: a number */
    bool there, taken;
    uint32_t offset;
};

#define WANTED 5

static enum envfp_reason failed(const struct rpm_stream *stream)
{
    return stream->reason == ENVFP_REASON_NONE ? ENVFP_REASON_MALFORMED : stream->reason;
}

static bool is_type(const struct wanted *wanted, uint32_t type)
{
    return wanted->word ? type == TYPE_STRING || type == TYPE_STRING_ARRAY || type == TYPE_I18N_STRING
                        : type == TYPE_INT32;
}

static bool note_entry(const char entry[ENTRY], const struct rpm_spans *spans, uint32_t data,
                       struct wanted wanted[WANTED])
{
    uint32_t tag = rpm_u32(entry, true);
    for (size_t i = 0; i < WANTED; i++) {
        if (wanted[i].tag != tag || wanted[i].there)
            continue;
        envfp__rpm_spans_took(spans);
        wanted[i].there = true;
        wanted[i].offset = rpm_u32(entry + 8, true);
        return is_type(&wanted[i], rpm_u32(entry + 4, true)) && rpm_u32(entry + 12, true) > 0 &&
               wanted[i].offset < data;
    }
    return true;
}

/* Up to its NUL, which must stand within the data. */
static bool take_word(struct rpm_stream *stream, struct rpm_word *word, uint32_t data, uint64_t *at)
{
    for (word->length = 0; word->length < RPM_WORD_MAX && *at < data; word->length++) {
        if (!envfp__rpm_stream_take(stream, &word->bytes[word->length], 1))
            return false;
        ++*at;
        if (word->bytes[word->length] == '\0')
            return true;
    }
    return false;
}

static struct wanted *nearest(struct wanted wanted[WANTED])
{
    struct wanted *best = NULL;
    for (size_t i = 0; i < WANTED; i++)
        if (wanted[i].there && !wanted[i].taken && (!best || wanted[i].offset < best->offset))
            best = &wanted[i];
    return best;
}

static bool take_values(struct rpm_stream *stream, struct wanted wanted[WANTED], uint32_t data,
                        uint32_t *epoch)
{
    uint64_t at = 0;
    char number[4];
    for (struct wanted *value; (value = nearest(wanted)) != NULL;) {
        /* Data does not overlap. */
        if (value->offset < at || !envfp__rpm_stream_skip(stream, value->offset - at))
            return false;
        at = value->offset;
        value->taken = true;
        if (value->word) {
            if (!take_word(stream, value->word, data, &at))
                return false;
            continue;
        }
        if (data - at < sizeof number || !envfp__rpm_stream_take(stream, number, sizeof number))
            return false;
        at += sizeof number;
        *epoch = rpm_u32(number, true);
    }
    return true;
}

enum envfp_reason envfp__rpm_header_read(struct rpm_stream *stream, uint64_t length,
                                         struct rpm_package *package)
{
    struct wanted wanted[WANTED] = {{.tag = TAG_NAME, .word = &package->name},
                                    {.tag = TAG_VERSION, .word = &package->version},
                                    {.tag = TAG_RELEASE, .word = &package->release},
                                    {.tag = TAG_EPOCH},
                                    {.tag = TAG_ARCH, .word = &package->arch}};
    char intro[8], entry[ENTRY];
    package->name.length = package->version.length = package->release.length = package->arch.length = 0;
    package->epoch = 0;
    if (!envfp__rpm_stream_take(stream, intro, sizeof intro))
        return failed(stream);
    uint32_t entries = rpm_u32(intro, true), data = rpm_u32(intro + 4, true);
    if (entries > ENTRIES_MOST || data > DATA_MOST ||
        length != sizeof intro + (uint64_t)entries * ENTRY + data)
        return ENVFP_REASON_MALFORMED;
    bool well = true;
    struct rpm_spans spans;
    for (uint32_t i = 0; i < entries; i++) {
        if (!envfp__rpm_stream_look(stream, entry, sizeof entry, &spans))
            return failed(stream);
        well = note_entry(entry, &spans, data, wanted) && well;
    }
    if (!well || !take_values(stream, wanted, data, &package->epoch))
        return failed(stream);
    return package->name.length && package->version.length ? ENVFP_REASON_NONE : ENVFP_REASON_MALFORMED;
}

bool envfp__rpm_scan_take(struct rpm_scan *scan, struct rpm_stream *stream, uint64_t length)
{
    enum envfp_reason reason = envfp__rpm_header_read(stream, length, &scan->package);
    if (reason == ENVFP_REASON_NONE)
        scan->found(scan, &scan->package);
    rpm_scan_note(scan, reason);
    return reason == ENVFP_REASON_NONE || reason == ENVFP_REASON_MALFORMED;
}

void envfp__rpm_scan_end(struct rpm_scan *scan, const struct rpm_file *file)
{
    if (scan->reason == ENVFP_REASON_MALFORMED && file->short_of)
        scan->reason = ENVFP_REASON_TRUNCATED;
}
