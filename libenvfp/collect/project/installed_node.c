/* SPDX-License-Identifier: MIT */
/*
 * A project's node_modules: what lies there by its name, and in the stores of managers that keep each version of a
 * package once (pnpm, bun). What lies deeper is read where a lock names it.
 */
#include "base/json.h"
#include "base/version.h"
#include "collect/project/installed.h"
#include "source/keep_parts.h"

#define READS_MOST 10000U

/* The version that package.json says, in the form that a recording has of it; empty where it says none. */
static enum envfp_reason read_version(struct project *project, struct view folder, struct view *version)
{
    struct arena *scratch = project->c->scratch;
    struct view text;
    struct json_wanted wanted = {"version", JSON_STRING, VIEW("")};
    *version = VIEW("");
    enum envfp_reason reason =
        envfp__project_read(project, source_path(scratch, "", folder, "/package.json"), &text);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    if (!envfp__json_read(scratch, text, &wanted, 1))
        return ENVFP_REASON_MALFORMED;
    *version =
        envfp__arena_copy(scratch, envfp__keep_one_version(scratch, view_take(wanted.value, LOCK_WORD_MOST)));
    return ENVFP_REASON_NONE;
}

/* Notes what lies in a folder, and tells it under `name`. */
static enum envfp_reason note(struct project *project, struct view name, struct view folder,
                              struct view *version)
{
    struct collect *c = project->c;
    struct installed_node *node = project->node;
    if (node->reads >= READS_MOST) {
        fact_gap(c, "project.node/*", ENVFP_REASON_TRUNCATED);
        return ENVFP_REASON_TRUNCATED;
    }
    node->reads++;
    enum envfp_reason reason = read_version(project, folder, version);
    fact_gap(c, "project.node/*", reason);
    if (reason != ENVFP_REASON_NONE || version->length == 0)
        return reason;
    if (envfp__version_is_pinned(*version))
        fact_member(c, "project.node", envfp__keep_name(c->scratch, name), *version);
    else
        fact_gap(c, "project.node/*", ENVFP_REASON_MALFORMED);
    return reason;
}

static enum envfp_reason list(struct project *project, const char *path, struct source_entry **entries,
                              size_t *count)
{
    enum envfp_reason reason = source_list_beneath(project->c->source, project->c->scratch,
                                                   view_of(project->folder), path, entries, count);
    fact_gap(project->c, "project.node/*", reason);
    return reason;
}

/* A package that lies by its name. A link leads to a workspace, which is the project's own. */
static void add_named(struct project *project, const char *start, const struct source_entry *entry,
                      struct view name)
{
    struct view version;
    if (entry->type == SOURCE_FILE || entry->type == SOURCE_LINK || view_starts(entry->name, VIEW(".")))
        return;
    struct view folder = view_of(source_path(project->c->scratch, start, entry->name, ""));
    if (note(project, name, folder, &version) == ENVFP_REASON_NONE)
        envfp__installed_add(project->c, &project->node->all, folder, version);
}

static void add_scope(struct project *project, struct view scope)
{
    struct arena *scratch = project->c->scratch;
    struct source_entry *entries;
    size_t count;
    const char *start = source_path(scratch, "node_modules/", scope, "/");
    (void)list(project, start, &entries, &count);
    for (size_t i = 0; i < count; i++)
        add_named(project, start, &entries[i],
                  envfp__arena_join(scratch, (struct view[]){scope, VIEW("/"), entries[i].name}, 3));
}

static bool is_stored_byte(char byte)
{
    return byte_is_alnum(byte) || (byte && memchr("@+._()-", byte, 7));
}

bool envfp__installed_is_stored(struct view name)
{
    size_t at = view_find_byte(view_skip(name, 1), '@'), end = at == SIZE_MAX ? 0 : at + 2;
    if (end >= name.length || !byte_is_digit(name.text[end]))
        return false;
    while (end < name.length && name.text[end] != '_' && name.text[end] != '(')
        end++;
    return envfp__keep_is_short(view_take(name, end)) && view_all(name, is_stored_byte);
}

/* "@scope+name@1.0.0(peers)", "name@1.0.0_peers": the folder below it is called after the package. */
static bool split_stored(struct arena *arena, struct view entry, struct view *name)
{
    size_t at = view_find_byte(view_skip(entry, 1), '@');
    if (at == SIZE_MAX)
        return false;
    *name = view_take(entry, at + 1);
    size_t plus = view_find_byte(*name, '+');
    if (plus != SIZE_MAX)
        *name = envfp__arena_join(
            arena, (struct view[]){view_take(*name, plus), VIEW("/"), view_skip(*name, plus + 1)}, 3);
    return view_find_byte(view_skip(*name, plus == SIZE_MAX ? name->length : plus + 1), '+') == SIZE_MAX;
}

static void add_store(struct project *project, const char *start)
{
    struct collect *c = project->c;
    struct installed_node *node = project->node;
    struct source_entry *entries;
    struct view name, version;
    size_t count;
    node->store = true;
    (void)list(project, start, &entries, &count);
    for (size_t i = 0; i < count; i++) {
        if (entries[i].type == SOURCE_FILE || !envfp__installed_is_stored(entries[i].name))
            continue;
        const char *folder = source_path(c->scratch, start, entries[i].name, "/node_modules/");
        bool known = split_stored(c->scratch, entries[i].name, &name) &&
                     note(project, name, view_of(source_path(c->scratch, folder, name, "")), &version) ==
                         ENVFP_REASON_NONE;
        if (known)
            envfp__installed_add(c, &node->all, name, version);
        node->unclear = node->unclear || !known;
    }
}

static void add_all(struct project *project)
{
    static const char *const stores[][2] = {{".pnpm", "node_modules/.pnpm/"}, {".bun", "node_modules/.bun/"}};
    struct source_entry *entries;
    size_t count;
    struct installed_node *node = project->node;
    node->reason = list(project, "node_modules/", &entries, &count);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < 2; j++)
            if (view_is(entries[i].name, stores[j][0]))
                add_store(project, stores[j][1]);
    for (size_t i = 0; i < count && !node->store; i++) {
        if (view_starts(entries[i].name, VIEW("@")))
            add_scope(project, entries[i].name);
        else
            add_named(project, "node_modules/", &entries[i], entries[i].name);
    }
    envfp__installed_sort(project->c, &node->all);
}

struct installed_node *envfp__installed_node(struct project *project)
{
    if (!project->node) {
        project->node = envfp__arena_alloc(project->c->scratch, sizeof *project->node);
        if (project->node)
            add_all(project);
    }
    return project->node;
}

/* Whether a path from a lock file, which may be hostile, stays below the folder and in node_modules. */
static bool is_inside(struct view path)
{
    struct view part;
    if (!view_starts(path, VIEW("node_modules/")) && !view_starts(path, VIEW("vendor/")))
        return view_has(path, VIEW("/node_modules/")) && !view_starts(path, VIEW("/")) &&
               !view_has(path, VIEW(".."));
    while (view_cut(&path, '/', &part))
        if (view_is(part, "..") || view_is(part, "."))
            return false;
    return true;
}

enum envfp_reason envfp__installed_version(struct project *project, struct view path, struct view *version)
{
    const struct installed_node *node = project->node;
    *version = VIEW("");
    if (!is_inside(path))
        return ENVFP_REASON_ABSENT;
    size_t at = envfp__installed_find(&node->all, path);
    if (at < node->all.count && view_equal(node->all.list[at].name, path)) {
        *version = node->all.list[at].version;
        return ENVFP_REASON_NONE;
    }
    struct view name = path, rest = path;
    for (size_t next; (next = envfp__view_find(rest, VIEW("node_modules/"))) != SIZE_MAX;)
        name = rest = view_skip(rest, next + 13);
    return note(project, name, path, version);
}
