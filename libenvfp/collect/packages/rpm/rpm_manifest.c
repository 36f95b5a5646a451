/* SPDX-License-Identifier: MIT */
/*
 * What rpm listed when an image was made: container-manifest-1 names a package on each line
 * (NAME-VERSION-RELEASE.ARCH), container-manifest-2 has ten columns.
 */
#include "collect/packages/packages.h"
#include "collect/packages/rpm/rpm.h"
#include "source/keep.h"

#define PIECE ((size_t)64 << 10)

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
    return envfp__packages_is_word(line) && cut_last(&line, '.', &arch) && cut_last(&line, '-', &release) &&
           cut_last(&line, '-', &version) && fill(package, line, version, release, arch);
}

enum column {
    NAME,
    VERSION_RELEASE,
    INSTALLED,
    BUILT,
    VENDOR,
    EPOCH,
    SIZE,
    ARCHITECTURE,
    EPOCH_NUMBER,
    SOURCE,
    COLUMNS
};

static bool is_told(size_t column)
{
    return column == NAME || column == VERSION_RELEASE || column == EPOCH || column == ARCHITECTURE ||
           column == EPOCH_NUMBER;
}

static bool read_columns(struct view line, struct rpm_package *package)
{
    struct view columns[COLUMNS], release;
    size_t count = 0;
    uint64_t epoch = 0;
    while (count < COLUMNS && view_cut(&line, '\t', &columns[count]))
        count++;
    for (size_t i = 0; i < count; i++)
        if (is_told(i) && columns[i].length && !envfp__packages_is_word(columns[i]))
            return false;
    if (count < COLUMNS || !cut_last(&columns[VERSION_RELEASE], '-', &release))
        return false;
    if (!envfp__view_number(columns[EPOCH_NUMBER], 10, &epoch) &&
        !envfp__view_number(columns[EPOCH], 10, &epoch))
        epoch = 0;
    package->epoch = (uint32_t)epoch;
    return epoch <= UINT32_MAX &&
           fill(package, columns[NAME], columns[VERSION_RELEASE], release, columns[ARCHITECTURE]);
}

bool envfp__keep_manifest_names(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = view_trim(envfp__keep_body(line, &end));
    (void)source;
    if (body.length)
        envfp__text_add(out, envfp__packages_is_word(body) ? body : VIEW("?"));
    envfp__text_add(out, end);
    return true;
}

/* A line with too few columns is malformed, whatever they hold. */
bool envfp__keep_manifest_columns(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = view_trim(envfp__keep_body(line, &end)), column;
    struct text kept = {.arena = out->arena};
    bool good = true;
    (void)source;
    for (size_t i = 0; view_cut(&body, '\t', &column); i++) {
        if (i)
            envfp__text_add_byte(&kept, '\t');
        envfp__text_add(&kept, is_told(i) ? column : VIEW("_"));
        good = good && (!is_told(i) || column.length == 0 || envfp__packages_is_word(column));
    }
    if (kept.length)
        envfp__text_add(out, good ? envfp__text_view(&kept) : VIEW("?"));
    envfp__text_add(out, end);
    return true;
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
