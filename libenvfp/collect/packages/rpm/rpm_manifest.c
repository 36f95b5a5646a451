/* SPDX-License-Identifier: MIT */
/*
 * What rpm listed when an image was made: container-manifest-1 names a package on each line
 * (NAME-VERSION-RELEASE.ARCH), container-manifest-2 has ten columns.
 */
#include "collect/packages/rpm/rpm.h"
#include "source/keep_parts.h"

#define PIECE ((size_t)64 << 10)
#define COLUMNS 10

static bool put(struct rpm_word *word, struct view text)
{
    word->length = text.length < RPM_WORD_MAX ? text.length : 0;
    if (word->length)
        memcpy(word->bytes, text.text, word->length);
    return text.length < RPM_WORD_MAX;
}

/* The text behind the last `byte`, cut off; false where there is none. */
static bool cut_last(struct view *text, char byte, struct view *last)
{
    for (size_t at = text->length; at > 0; at--)
        if (text->text[at - 1] == byte) {
            *last = view_skip(*text, at);
            *text = view_take(*text, at - 1);
            return true;
        }
    return false;
}

static bool fill(struct rpm_package *package, struct view name, struct view version, struct view release,
                 struct view arch)
{
    if (view_is(arch, "(none)"))
        arch = VIEW("");
    return name.length && version.length && put(&package->name, name) && put(&package->version, version) &&
           put(&package->release, release) && put(&package->arch, arch);
}

static bool read_name(struct view line, struct rpm_package *package)
{
    struct view arch, release, version;
    package->epoch = 0;
    return envfp__keep_package_word(line) && cut_last(&line, '.', &arch) && cut_last(&line, '-', &release) &&
           cut_last(&line, '-', &version) && fill(package, line, version, release, arch);
}

/* Name, version-release, installed, built, vendor, epoch, size, architecture, epoch's number, source. */
static bool read_columns(struct view line, struct rpm_package *package)
{
    struct view columns[COLUMNS], release;
    size_t count = 0;
    uint64_t epoch = 0;
    while (count < COLUMNS && view_cut(&line, '\t', &columns[count]))
        count++;
    for (size_t i = 0; i < count; i++)
        if ((i < 2 || i == 5 || i == 7 || i == 8) && columns[i].length &&
            !envfp__keep_package_word(columns[i]))
            return false;
    if (count < COLUMNS || !cut_last(&columns[1], '-', &release))
        return false;
    if (!envfp__view_number(columns[8], 10, &epoch) && !envfp__view_number(columns[5], 10, &epoch))
        epoch = 0;
    package->epoch = (uint32_t)epoch;
    return epoch <= UINT32_MAX && fill(package, columns[0], columns[1], release, columns[7]);
}

/* Take whole lines; how many bytes. */
static size_t take_lines(struct rpm_scan *scan, struct view text, bool columns)
{
    size_t taken = 0;
    for (size_t feed; (feed = view_find_byte(view_skip(text, taken), '\n')) != SIZE_MAX; taken += feed + 1) {
        struct view line = view_trim(view_take(view_skip(text, taken), feed));
        if (line.length == 0)
            continue;
        if (columns ? read_columns(line, &scan->package) : read_name(line, &scan->package))
            scan->found(scan, &scan->package);
        else
            rpm_scan_note(scan, ENVFP_REASON_MALFORMED);
    }
    return taken;
}

static enum envfp_reason scan_lines(struct rpm_scan *scan, struct source_file *file, bool columns)
{
    char *buffer = envfp__arena_room(scan->c->scratch, PIECE);
    uint64_t offset = 0;
    size_t kept = 0, got;
    do {
        /* A line without end, or none at all where the file ends. */
        if (!buffer || kept == PIECE)
            return buffer ? ENVFP_REASON_MALFORMED : ENVFP_REASON_TRUNCATED;
        enum envfp_reason reason =
            source_pull(scan->c->source, file, offset, buffer + kept, PIECE - kept, &got);
        if (reason != ENVFP_REASON_NONE)
            return reason;
        offset += got;
        kept += got;
        size_t taken = take_lines(scan, (struct view){buffer, kept}, columns);
        kept -= taken;
        memmove(buffer, buffer + taken, kept);
    } while (got);
    return kept || offset == 0 ? ENVFP_REASON_TRUNCATED : ENVFP_REASON_NONE;
}

void envfp__rpm_manifest_scan(struct rpm_scan *scan, const char *path, bool columns)
{
    struct source_file file;
    enum envfp_reason reason = source_open(scan->c->source, path, &file);
    if (reason == ENVFP_REASON_NONE) {
        reason = scan_lines(scan, &file, columns);
        source_close(scan->c->source, &file);
    }
    rpm_scan_note(scan, reason);
}
