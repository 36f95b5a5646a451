/* SPDX-License-Identifier: MIT */
/* One Python distribution: name and version by its metadata, and what direct_url.json (PEP 610) says of its origin. */
#include "base/json.h"
#include "base/sort.h"
#include "collect/runtimes/python/python_kept.h"
#include "collect/runtimes/python/python_parts.h"
#include "source/keep_rows.h"

#define METADATA_START ((size_t)1024)
#define METADATA_MOST ((size_t)64 << 10)
#define ORIGIN_MOST ((size_t)4096)

struct view envfp__keep_python_name(struct view text)
{
    text = view_trim(text);
    bool plain = text.length == 0 || keep_is_made_of(text, "._-", text.length);
    return plain && envfp__keep_is_short(text) ? text : VIEW("?");
}

struct view envfp__keep_installer_name(struct view line)
{
    bool plain = line.length <= 16;
    for (size_t i = 0; i < line.length; i++)
        plain = plain && (byte_is_lower(line.text[i]) || memchr("-_. ", line.text[i], 4));
    return plain ? line : VIEW("?");
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

static void read_origin(struct scan *scan, const char *path, struct distribution *found)
{
    enum { URL, VCS, COMMIT, SUM, OLDER, EDITABLE, COUNT };
    struct json_wanted wanted[COUNT] = {[URL] = {"url", JSON_STRING, VIEW("")},
                                        [VCS] = {"vcs_info/vcs", JSON_STRING, VIEW("")},
                                        [COMMIT] = {"vcs_info/commit_id", JSON_STRING, VIEW("")},
                                        [SUM] = {"archive_info/hashes/sha256", JSON_STRING, VIEW("")},
                                        [OLDER] = {"archive_info/hash", JSON_STRING, VIEW("")},
                                        [EDITABLE] = {"dir_info/editable", JSON_WORD, VIEW("")}};
    struct arena *arena = scan->c->scratch;
    struct view text;
    if (source_read_start(scan->c->source, path, ORIGIN_MOST, &text) != ENVFP_REASON_NONE)
        return;
    if (text.length == ORIGIN_MOST)
        envfp__source_note(scan->c->source, ENVFP_REASON_TRUNCATED);
    (void)envfp__json_read(arena, text, wanted, COUNT);
    struct view address = wanted[URL].value, vcs = wanted[VCS].value, commit = wanted[COMMIT].value,
                sum = wanted[SUM].value;
    if (sum.length == 0 && view_starts(wanted[OLDER].value, VIEW("sha256=")))
        sum = view_skip(wanted[OLDER].value, 7);
    struct text more = {.arena = arena};
    if (view_is(wanted[EDITABLE].value, "true"))
        envfp__text_add(&more, VIEW(" editable"));
    if (envfp__keep_is_control(vcs) && envfp__keep_is_commit(commit)) {
        envfp__text_add_byte(&more, ' ');
        envfp__text_add(&more, vcs);
        envfp__text_add_byte(&more, ':');
        envfp__text_add(&more, commit);
    } else if (envfp__keep_is_commit(sum) && !view_starts(address, VIEW("file:"))) {
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
        if (!read_headers(text, &title, &version) && text.length == METADATA_MOST)
            return ENVFP_REASON_TRUNCATED;
    }
    if (title.length == 0 || version.length == 0)
        return ENVFP_REASON_NONE;
    found.name = envfp__text_python_name(c->scratch, envfp__keep_python_name(title));
    found.version = envfp__arena_copy(c->scratch, envfp__keep_one_version(c->scratch, version));
    found.installer = VIEW("");
    if (beside) {
        struct troubles before = troubles_start(c);
        read_beside(scan, start, name, &found);
        reason = troubles_end(c, before);
        if (reason != ENVFP_REASON_NONE)
            return reason; /* what stands behind its version is not known */
    }
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
