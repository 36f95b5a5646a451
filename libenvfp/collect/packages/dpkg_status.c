/* SPDX-License-Identifier: MIT */
#include "collect/packages/dpkg_status.h"

enum { TOLD_NAME = 1, TOLD_STATUS = 2, TOLD_ARCHITECTURE = 4, TOLD_VERSION = 8, TOLD_ALL = 15 };

void envfp__dpkg_scan_init(struct dpkg_scan *scan, dpkg_found *found, void *state, bool any_state)
{
    memset(scan, 0, sizeof *scan);
    scan->found = found;
    scan->state = state;
    scan->any_state = any_state;
    scan->after_break = true;
}

/* Sixteen bytes at a time: the compiler turns this into its vector instructions, whichever they are. */
typedef unsigned char block16 __attribute__((vector_size(16)));

#define STRIDE ((size_t)64)

static block16 breaks_at(const char *at, block16 feeds)
{
    block16 here, next;
    memcpy(&here, at, sizeof here);
    memcpy(&next, at + 1, sizeof next);
    return (block16)(here == feeds) & (block16)(next == feeds);
}

/* Whether one of STRIDE bytes is a line feed before another; reads one byte more. */
static bool has_break(const char *at, block16 feeds)
{
    block16 any = breaks_at(at, feeds) | breaks_at(at + 16, feeds) | breaks_at(at + 32, feeds) |
                  breaks_at(at + 48, feeds);
    uint64_t halves[2];
    memcpy(halves, &any, sizeof halves);
    return (halves[0] | halves[1]) != 0;
}

size_t envfp__dpkg_find_break(struct view text)
{
    size_t at = 0;
    block16 feeds;
    memset(&feeds, '\n', sizeof feeds);
    while (text.length - at > STRIDE && !has_break(text.text + at, feeds))
        at += STRIDE;
    while (at + 1 < text.length) {
        const char *feed = memchr(text.text + at, '\n', text.length - at - 1);
        if (!feed)
            break;
        at = (size_t)(feed - text.text) + 1;
        if (text.text[at] == '\n')
            return at;
    }
    return SIZE_MAX;
}

static void keep(struct dpkg_scan *scan, struct dpkg_word *word, struct view value, unsigned field)
{
    scan->told |= field;
    word->length = value.length <= sizeof word->bytes ? value.length : 0;
    if (word->length)
        memcpy(word->bytes, value.text, word->length);
    else
        scan->strange = true;
}

static struct view word_view(const struct dpkg_word *word)
{
    return (struct view){word->bytes, word->length};
}

/* An epoch of zero says the same as none. */
static struct view without_zero_epoch(struct view version)
{
    return view_starts(version, VIEW("0:")) ? view_skip(version, 2) : version;
}

static void end_paragraph(struct dpkg_scan *scan)
{
    bool there = scan->told & TOLD_STATUS ? scan->installed : scan->any_state;
    struct view version = without_zero_epoch(word_view(&scan->version));
    scan->strange = scan->strange || (scan->lines && scan->told == 0);
    if (there && scan->name.length && version.length) {
        scan->packages++;
        scan->found(scan->state, word_view(&scan->name), word_view(&scan->architecture), version);
    }
    scan->told = 0;
    scan->skipping = scan->installed = scan->lines = false;
    scan->name.length = scan->architecture.length = scan->version.length = 0;
}

/* "want flag state": only a state of `installed` is an installed package. */
static bool state_is_installed(struct view status)
{
    struct view word, state = VIEW("");
    for (unsigned i = 0; i < 3; i++)
        state = view_cut_word(&status, &word) ? word : VIEW("");
    return view_is(state, "installed");
}

/* Field names of deb822 know no case. */
static bool field_is(struct view line, const char *name, size_t length, struct view *value)
{
    if (line.length <= length || line.text[length] != ':')
        return false;
    for (size_t i = 0; i < length; i++)
        if ((line.text[i] | 0x20) != name[i])
            return false;
    *value = view_trim(view_skip(line, length + 1));
    return true;
}

static void take_line(struct dpkg_scan *scan, struct view line)
{
    struct view value;
    scan->lines = true;
    switch (line.text[0] | 0x20) {
    case 'p':
        if (field_is(line, "package", 7, &value))
            keep(scan, &scan->name, value, TOLD_NAME);
        break;
    case 's':
        if (field_is(line, "status", 6, &value)) {
            scan->installed = state_is_installed(value);
            scan->told |= TOLD_STATUS;
        }
        break;
    case 'a':
        if (field_is(line, "architecture", 12, &value))
            keep(scan, &scan->architecture, value, TOLD_ARCHITECTURE);
        break;
    case 'v':
        if (field_is(line, "version", 7, &value))
            keep(scan, &scan->version, value, TOLD_VERSION);
        break;
    default: break;
    }
    /* What follows the four fields (dependencies, files, descriptions) is most of the file. */
    scan->skipping = scan->told == TOLD_ALL;
}

static bool is_empty_line(struct view line)
{
    return view_trim(line).length == 0;
}

/* Skip to the end of the paragraph: bytes taken, all of them where it is not in sight. */
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
    struct view rest = text;
    while (rest.length) {
        if (scan->skipping) {
            rest = view_skip(rest, skip(scan, rest));
            continue;
        }
        size_t end = view_find_byte(rest, '\n');
        if (end == SIZE_MAX) {
            /* Only a line that fills the whole window is dropped; any other is met whole next time. */
            if (!(full && rest.length == text.length) && !scan->dropping)
                break;
            scan->dropping = true;
            return text.length;
        }
        struct view line = view_take(rest, end);
        rest = view_skip(rest, end + 1);
        scan->after_break = true;
        if (scan->dropping)
            scan->dropping = false;
        else if (is_empty_line(line))
            end_paragraph(scan);
        else
            take_line(scan, line);
    }
    return text.length - rest.length;
}

void envfp__dpkg_scan_end(struct dpkg_scan *scan, struct view rest)
{
    if (rest.length && !scan->skipping && !scan->dropping && !is_empty_line(rest))
        take_line(scan, rest);
    end_paragraph(scan);
}
