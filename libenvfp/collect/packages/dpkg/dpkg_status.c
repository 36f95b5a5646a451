/* SPDX-License-Identifier: MIT */
#include "collect/packages/dpkg/dpkg_status.h"

#include "collect/packages/packages.h"

#if defined(__SSE2__) && defined(__GNUC__)
#include "base/processor.h"

#include <immintrin.h>
#define WITH_AVX2 1
#endif

enum { TOLD_NAME = 1, TOLD_STATUS = 2, TOLD_ARCHITECTURE = 4, TOLD_VERSION = 8, TOLD_ALL = 15 };

void envfp__dpkg_scan_init(struct dpkg_scan *scan, dpkg_found *found, void *state, enum dpkg_told which)
{
    memset(scan, 0, sizeof *scan);
    scan->found = found;
    scan->state = state;
    scan->which = which;
    scan->after_break = true;
}

/* A bit for each of 64 bytes that is a line feed, the first byte's lowest. */
static uint64_t feeds_of(const char *bytes)
{
    uint64_t feeds = 0;
#if defined(WITH_AVX2)
    const __m128i feed = _mm_set1_epi8('\n');
    for (unsigned i = 0; i < 4; i++) {
        __m128i block = _mm_loadu_si128((const __m128i *)(const void *)(bytes + 16 * i));
        feeds |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(block, feed)) << 16 * i;
    }
#else
    for (unsigned i = 0; i < 64; i++)
        feeds |= (uint64_t)(bytes[i] == '\n') << i;
#endif
    return feeds;
}

/* Line feeds of a text in order, found 64 bytes at a time. */
struct feeds {
    struct view text;
    size_t chunk; /* where the mask's bytes begin; may go beyond the text's end */
    uint64_t mask;
};

static void load_feeds(struct feeds *feeds, size_t chunk)
{
    char last[64] = {0};
    const char *bytes = feeds->text.text + chunk;
    if (feeds->text.length - chunk < sizeof last)
        bytes = memcpy(last, bytes, feeds->text.length - chunk);
    feeds->chunk = chunk;
    feeds->mask = feeds_of(bytes);
}

/* The first line feed at `from` or behind it, not before an earlier answer; SIZE_MAX where there is none. */
static inline size_t next_feed(struct feeds *feeds, size_t from)
{
    if (from - feeds->chunk >= 64)
        load_feeds(feeds, from);
    uint64_t mask = feeds->mask >> (from - feeds->chunk) << (from - feeds->chunk);
    while (mask == 0) {
        if (feeds->text.length - feeds->chunk <= 64)
            return SIZE_MAX;
        load_feeds(feeds, feeds->chunk + 64);
        mask = feeds->mask;
    }
    return feeds->chunk + (size_t)__builtin_ctzll(mask);
}

/* The second of the first two line feeds in a row at `at` or behind it. */
static size_t find_break(struct view text, size_t at)
{
    for (; text.length - at > 64; at += 64) {
        uint64_t feeds = feeds_of(text.text + at), pairs = feeds & feeds >> 1;
        if (pairs)
            return at + (size_t)__builtin_ctzll(pairs) + 1;
        if (feeds >> 63 && text.text[at + 64] == '\n')
            return at + 64;
    }
    for (; at + 1 < text.length; at++)
        if (text.text[at] == '\n' && text.text[at + 1] == '\n')
            return at + 1;
    return SIZE_MAX;
}

#if defined(WITH_AVX2)
/* Most of a status file is skipped here, comparing 32 bytes at a time with the bytes behind them. */
__attribute__((target("avx2"))) static size_t find_break_avx2(struct view text)
{
    const __m256i feed = _mm256_set1_epi8('\n');
    size_t at = 0;
    for (; text.length - at > 64; at += 64) {
        const __m256i *here = (const __m256i *)(const void *)(text.text + at),
                      *behind = (const __m256i *)(const void *)(text.text + at + 1);
        __m256i low = _mm256_and_si256(_mm256_cmpeq_epi8(_mm256_loadu_si256(here), feed),
                                       _mm256_cmpeq_epi8(_mm256_loadu_si256(behind), feed));
        __m256i high = _mm256_and_si256(_mm256_cmpeq_epi8(_mm256_loadu_si256(here + 1), feed),
                                        _mm256_cmpeq_epi8(_mm256_loadu_si256(behind + 1), feed));
        if (_mm256_testz_si256(_mm256_or_si256(low, high), _mm256_or_si256(low, high)))
            continue;
        uint64_t pairs =
            (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32 | (uint32_t)_mm256_movemask_epi8(low);
        return at + (size_t)__builtin_ctzll(pairs) + 1;
    }
    _mm256_zeroupper(); /* GCC 12 omits this before a tail call, and slows down what follows by a twentieth */
    return find_break(text, at);
}
#endif

size_t envfp__dpkg_find_break(struct view text)
{
#if defined(WITH_AVX2)
    if (processor_has_avx2())
        return find_break_avx2(text);
#endif
    return find_break(text, 0);
}

/* A word is a view of the window until the window moves. */
static void keep(struct dpkg_scan *scan, struct dpkg_word *word, struct view value, unsigned field)
{
    scan->told |= field;
    word->text = envfp__packages_is_word(value) ? value : VIEW("");
    scan->refused = scan->refused || (field == TOLD_ARCHITECTURE && value.length && !word->text.length);
    scan->strange = scan->strange || word->text.length == 0;
}

static void save(struct dpkg_word *word)
{
    if (word->text.length && word->text.text != word->bytes) {
        memcpy(word->bytes, word->text.text, word->text.length);
        word->text.text = word->bytes;
    }
}

/* Copies the words of an unfinished paragraph, since the window is about to move. */
static void save_words(struct dpkg_scan *scan)
{
    save(&scan->name);
    save(&scan->architecture);
    save(&scan->version);
}

/* An epoch of zero means the same as no epoch. */
static struct view without_zero_epoch(struct view version)
{
    return view_starts(version, VIEW("0:")) ? view_skip(version, 2) : version;
}

static void end_paragraph(struct dpkg_scan *scan)
{
    bool there = scan->told & TOLD_STATUS ? scan->installed : scan->which == DPKG_WITHOUT_STATUS;
    struct view version = without_zero_epoch(scan->version.text);
    scan->strange = scan->strange || (scan->lines && scan->told == 0);
    there = there && version.length;
    if (scan->name.text.length && !scan->refused && (there || scan->which == DPKG_EVERY)) {
        scan->packages++;
        scan->found(scan->state, scan->name.text, scan->architecture.text, there ? version : VIEW(""));
    }
    scan->told = 0;
    scan->skipping = scan->installed = scan->lines = scan->refused = false;
    scan->name.text = scan->architecture.text = scan->version.text = VIEW("");
}

/* "want flag state": only a state of `installed` is an installed package, with opkg `unpacked`, too. */
static bool state_is_installed(struct view status, enum dpkg_told which)
{
    struct view word, state = VIEW("");
    if (view_equal(status, VIEW("install ok installed")))
        return true;
    for (unsigned i = 0; i < 3; i++)
        state = view_cut_word(&status, &word) ? word : VIEW("");
    return view_is(state, "installed") || (which == DPKG_UNPACKED && view_is(state, "unpacked"));
}

/* Field names of deb822 know no case, but are nearly always written like this. */
static inline bool field_is(struct view line, struct view name, struct view *value)
{
    if (line.length <= name.length || line.text[name.length] != ':')
        return false;
    if (memcmp(line.text, name.text, name.length) != 0 &&
        !view_equal_any_case(view_take(line, name.length), name))
        return false;
    *value = view_trim(view_skip(line, name.length + 1));
    return true;
}

static void take_line(struct dpkg_scan *scan, struct view line)
{
    struct view value;
    scan->lines = true;
    switch (line.text[0] | 0x20) {
    case 'p':
        if (field_is(line, VIEW("Package"), &value))
            keep(scan, &scan->name, value, TOLD_NAME);
        break;
    case 's':
        if (field_is(line, VIEW("Status"), &value)) {
            scan->installed = state_is_installed(value, scan->which);
            scan->told |= TOLD_STATUS;
        }
        break;
    case 'a':
        if (field_is(line, VIEW("Architecture"), &value))
            keep(scan, &scan->architecture, value, TOLD_ARCHITECTURE);
        break;
    case 'v':
        if (field_is(line, VIEW("Version"), &value))
            keep(scan, &scan->version, value, TOLD_VERSION);
        break;
    default: break;
    }
    /* The rest of the paragraph (dependencies, files, descriptions) is most of the file. */
    scan->skipping = scan->told == TOLD_ALL;
}

static bool is_empty_line(struct view line)
{
    return line.length == 0 || (byte_is_blank(line.text[0]) && view_trim(line).length == 0);
}

/* Skips to the end of the paragraph. Returns the bytes skipped: all, where the end is not in the window. */
static size_t skip(struct dpkg_scan *scan, struct view text)
{
    if (scan->after_break && text.text[0] == '\n') {
        end_paragraph(scan);
        return 1;
    }
    size_t at = envfp__dpkg_find_break(text);
    if (at == SIZE_MAX) {
        scan->after_break = text.text[text.length - 1] == '\n';
        return text.length;
    }
    end_paragraph(scan);
    scan->after_break = true;
    return at + 1;
}

size_t envfp__dpkg_scan_take(struct dpkg_scan *scan, struct view text, bool full)
{
    struct feeds feeds = {.text = text, .chunk = SIZE_MAX - 63};
    size_t at = 0;
    while (at < text.length) {
        if (scan->skipping) {
            at += skip(scan, view_skip(text, at));
            continue;
        }
        size_t end = next_feed(&feeds, at);
        if (end == SIZE_MAX) {
            /* A line that fills the whole window is dropped; any other unfinished line comes again as a whole. */
            if (!(full && at == 0) && !scan->dropping)
                break;
            scan->dropping = true;
            at = text.length;
            break;
        }
        struct view line = {text.text + at, end - at};
        at = end + 1;
        scan->after_break = true;
        if (scan->dropping)
            scan->dropping = false;
        else if (is_empty_line(line))
            end_paragraph(scan);
        else
            take_line(scan, line);
    }
    save_words(scan);
    return at;
}

static const char *const fields[] = {"Package", "Status", "Architecture", "Version"};

const char *envfp__dpkg_field(struct view line, struct view *value)
{
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (field_is(line, view_of(fields[i]), value))
            return fields[i];
    return NULL;
}

bool envfp__dpkg_may_be_field(struct view line)
{
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (view_equal_any_case(line, view_take(view_of(fields[i]), line.length)))
            return true;
    return false;
}

bool envfp__dpkg_scan_end(struct dpkg_scan *scan, struct view rest)
{
    struct view value;
    bool cut = rest.length && !is_empty_line(rest);
    bool closed = !cut && !scan->lines && !scan->skipping;
    /* A value that the end of the file cut is not used: a version may lack its end. */
    bool counts = envfp__dpkg_field(rest, &value) || envfp__dpkg_may_be_field(rest);
    if (cut && !scan->skipping && !scan->dropping && counts)
        scan->name.text = VIEW("");
    end_paragraph(scan);
    return closed || (scan->which > DPKG_UNPACKED && !cut);
}
