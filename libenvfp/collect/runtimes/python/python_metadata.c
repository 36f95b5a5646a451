/* SPDX-License-Identifier: MIT */
/* One Python distribution: name and version by its metadata, and what direct_url.json (PEP 610) says of its origin. */
#include "base/sort.h"
#include "collect/runtimes/python/python_parts.h"
#include "source/keep_parts.h"

#define METADATA_START ((size_t)1024)
#define METADATA_MOST ((size_t)64 << 10)
#define ORIGIN_MOST ((size_t)4096)

struct view envfp__python_normalise(struct arena *arena, struct view name)
{
    char *bytes = envfp__arena_alloc(arena, name.length + 1);
    size_t length = 0;
    for (size_t i = 0; bytes && i < name.length; i++) {
        char byte = name.text[i];
        if (byte == '_' || byte == '.')
            byte = '-';
        if (byte == '-' && length && bytes[length - 1] == '-')
            continue;
        bytes[length++] = (char)(byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte);
    }
    return (struct view){bytes ? bytes : "", length};
}

/* The headers' Name and Version; what follows the first blank line is text, which may say anything. True
 * once nothing more is to be learnt from a longer start of the file. */
static bool read_headers(struct view text, struct view *name, struct view *version)
{
    struct view line, key, value;
    *name = *version = VIEW("");
    while (view_find_byte(text, '\n') != SIZE_MAX && view_cut(&text, '\n', &line)) {
        if (view_trim(line).length == 0)
            return true;
        if (byte_is_blank(line.text[0]) || !view_split(line, ':', &key, &value))
            continue;
        if (view_is(key, "Name") && name->length == 0)
            *name = value;
        else if (view_is(key, "Version") && version->length == 0)
            *version = value;
        if (name->length && version->length)
            return true;
    }
    if (view_split(text, ':', &key, &value) && view_is(key, "Version"))
        *version = value;
    return false;
}

/* ---- Where it came from ----------------------------------------------------------------------------------- */

/* The value behind a key, at any depth: machines write this file, and a quote inside a string is escaped. */
static struct view value_of(struct view text, struct view quoted)
{
    size_t at = envfp__view_find(text, quoted);
    struct view rest = view_trim(view_skip(text, at == SIZE_MAX ? text.length : at + quoted.length));
    return view_starts(rest, VIEW(":")) ? view_trim(view_skip(rest, 1)) : VIEW("");
}

static struct view string_of(struct view text, struct view quoted)
{
    struct view value = value_of(text, quoted);
    return view_starts(value, VIEW("\""))
               ? view_take(view_skip(value, 1), view_find_byte(view_skip(value, 1), '"'))
               : VIEW("");
}

static bool is_hash(struct view text)
{
    size_t digits = 0;
    while (digits < text.length &&
           (byte_is_digit(text.text[digits]) || (text.text[digits] >= 'a' && text.text[digits] <= 'f')))
        digits++;
    return digits >= 7 && digits <= 128 && digits == text.length;
}

static bool is_word(struct view text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.text[i] < 'a' || text.text[i] > 'z')
            return false;
    return text.length > 0 && text.length < 16;
}

static void read_origin(struct scan *scan, const char *path, struct distribution *found)
{
    struct arena *arena = scan->c->scratch;
    struct view text;
    if (source_read_start(scan->c->source, path, ORIGIN_MOST, &text) != ENVFP_REASON_NONE)
        return;
    struct view address = string_of(text, VIEW("\"url\"")), vcs = string_of(text, VIEW("\"vcs\""));
    struct view commit = string_of(text, VIEW("\"commit_id\""));
    struct view sum = string_of(text, VIEW("\"sha256\"")), older = string_of(text, VIEW("\"hash\""));
    if (sum.length == 0 && view_starts(older, VIEW("sha256=")))
        sum = view_skip(older, 7);
    struct text more = {.arena = arena};
    if (view_starts(value_of(text, VIEW("\"editable\"")), VIEW("true")))
        envfp__text_add(&more, VIEW(" editable"));
    if (is_word(vcs) && is_hash(commit)) {
        envfp__text_add_byte(&more, ' ');
        envfp__text_add(&more, vcs);
        envfp__text_add_byte(&more, ':');
        envfp__text_add(&more, commit);
    } else if (is_hash(sum) && !view_starts(address, VIEW("file:"))) {
        envfp__text_add(&more, VIEW(" sha256:"));
        envfp__text_add(&more, sum);
    }
    found->more = envfp__text_view(&more);
    found->origin = envfp__keep_origin(arena, address);
}

/* ---- One distribution --------------------------------------------------------------------------------------- */

static void read_beside(struct scan *scan, const char *start, struct view name, struct distribution *found)
{
    read_origin(scan, source_path(scan->c->scratch, start, name, "/direct_url.json"), found);
    struct view text, line = VIEW("");
    if (scan->c->source->common->detail &&
        source_read_start(scan->c->source, source_path(scan->c->scratch, start, name, "/INSTALLER"), 64,
                          &text) == ENVFP_REASON_NONE)
        (void)view_cut(&text, '\n', &line);
    found->installer = envfp__arena_copy(scan->c->scratch, envfp__keep_installer_name(view_trim(line)));
}

enum envfp_reason envfp__python_distribution(struct scan *scan, const char *start, struct view name,
                                             const char *leaf, bool beside)
{
    struct collect *c = scan->c;
    const char *path = source_path(c->scratch, start, name, leaf);
    struct distribution found = {.place = scan->place, .more = VIEW(""), .origin = VIEW("")};
    struct view text, title, version;
    enum envfp_reason reason = source_read_start(c->source, path, METADATA_START, &text);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    if (!read_headers(text, &title, &version) && text.length == METADATA_START) {
        reason = source_read_start(c->source, path, METADATA_MOST, &text);
        if (reason != ENVFP_REASON_NONE)
            return reason;
        (void)read_headers(text, &title, &version);
    }
    if (title.length == 0 || version.length == 0)
        return ENVFP_REASON_NONE;
    found.name = envfp__python_normalise(c->scratch, envfp__keep_python_name(title));
    found.version = envfp__arena_copy(c->scratch, envfp__keep_one_version(c->scratch, version));
    found.installer = VIEW("");
    if (beside)
        read_beside(scan, start, name, &found);
    struct distribution *room =
        envfp__arena_grow(c->scratch, scan->found, scan->count, &scan->capacity, sizeof *room);
    if (room) {
        scan->found = room;
        scan->found[scan->count++] = found;
    }
    return ENVFP_REASON_NONE;
}

/* ---- Facts -------------------------------------------------------------------------------------------------- */

static bool is_linked(const struct scan *scan, struct view name)
{
    for (size_t i = 0; i < scan->linked.count; i++)
        if (view_equal(scan->linked.items[i], name))
            return true;
    return false;
}

static void tell(struct scan *scan, const struct distribution *found, bool shadowed)
{
    struct collect *c = scan->c;
    if (shadowed) {
        fact_member(c, "python_shadowed", found->name, found->version);
        return;
    }
    struct view more = found->more;
    if (scan->linked.count && more.length == 0 && is_linked(scan, found->name))
        more = VIEW(" editable");
    struct view value = more.length ? envfp__arena_join(c->scratch, (struct view[]){found->version, more}, 2)
                                    : found->version;
    fact_member(c, "python", found->name, value);
    if (found->origin.length)
        fact_member(c, "python_origin", found->name, found->origin);
    if (found->installer.length)
        fact_member(c, "python_installer", found->name, found->installer);
}

void envfp__python_tell(struct scan *scan)
{
    envfp__sort(scan->c->scratch, scan->found, scan->count, sizeof *scan->found);
    for (size_t i = 0, first = 0; i < scan->count; i++) {
        if (!view_equal(scan->found[first].name, scan->found[i].name))
            first = i;
        tell(scan, &scan->found[i], scan->found[i].place != scan->found[first].place);
    }
    if (scan->customised)
        fact_boolean(scan->c, "python.sitecustomize", true);
}
