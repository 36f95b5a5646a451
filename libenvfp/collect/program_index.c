/* SPDX-License-Identifier: MIT */
/*
 * Looking up thirty programs in ten directories takes three hundred calls. So a small directory is listed once for all
 * programs; a large one, or one that may be entered but not listed, is asked for each program. The index lives as long
 * as the collection.
 */
#ifdef DECLARING

VARIABLE("PATH", PATHS)
/* These patterns match any directory, so a file that USES this one should list it last. */
NAMES("$PATH/", program)

#else
#include "collect/program.h"
#include "registry/registry.h"

static bool keep_name_program(struct view name)
{
    const struct envfp_language *language = NULL;
    while ((language = envfp_registry_next_language(language)))
        if (view_is(name, language_program(language)))
            return true;
    for (size_t i = 0; i < PROGRAM_TOOLS; i++)
        if (view_is(name, envfp__program_tools[i]))
            return true;
    return false;
}

#define LAYER RUNTIMES
#define OWNER program
#define DECLARES "collect/program_index.c"
#include "collect/declare.h"

const char envfp__program_tools[PROGRAM_TOOLS][8] = {"awk", "c++",    "cc", "find",   "grep", "ld",
                                                     "ls",  "mpirun", "nc", "rename", "sed",  "tar"};

#define PLACES_MOST 256
/* Programs: there is a bit for each in `held`. */
#define NAMES_MOST 64
/* Bytes: directories of some two hundred names at most on ext4 and overlayfs. */
#define SMALL ((uint64_t)8192)

struct place {
    struct view path;
    enum envfp_reason reason; /* why it cannot be looked at */
    bool listed;
    uint64_t held; /* a bit for each name, where listed */
};

struct program_index {
    enum envfp_reason reason;      /* of PATH itself */
    bool cut;                      /* PATH has more directories than are looked at */
    struct view names[NAMES_MOST]; /* of all programs, sorted */
    size_t name_count;
    size_t count;
    struct place places[PLACES_MOST];
};

/* Where a name is, or belongs. */
static size_t find_name(const struct program_index *index, struct view name)
{
    size_t low = 0, high = index->name_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (view_compare(index->names[middle], name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static uint64_t bit_of(const struct program_index *index, struct view name)
{
    size_t at = find_name(index, name);
    return at < index->name_count && view_equal(index->names[at], name) ? UINT64_C(1) << at : 0;
}

static void add_name(struct program_index *index, struct view name)
{
    size_t at = find_name(index, name);
    if (name.length == 0 || index->name_count == NAMES_MOST)
        return;
    memmove(&index->names[at + 1], &index->names[at], (index->name_count - at) * sizeof name);
    index->names[at] = name;
    index->name_count++;
}

static void add_names(struct program_index *index)
{
    const struct envfp_language *language = NULL;
    while ((language = envfp_registry_next_language(language)))
        add_name(index, view_of(language_program(language)));
    for (size_t i = 0; i < PROGRAM_TOOLS; i++)
        add_name(index, view_of(envfp__program_tools[i]));
}

static bool is_listed_already(const struct program_index *index, struct view path)
{
    for (size_t i = 0; i < index->count; i++)
        if (view_equal(index->places[i].path, path))
            return true;
    return false;
}

/* Directories of administrators' tools hold no language runtimes; /bin is mostly a link to a directory that PATH has
 * anyway. */
static bool is_left_out(struct collect *c, const struct program_index *index, struct view path)
{
    struct view target;
    if (view_is(path, "/sbin") || view_is(path, "/usr/sbin") || is_listed_already(index, path))
        return true;
    return view_is(path, "/bin") && is_listed_already(index, VIEW("/usr/bin")) &&
           source_link(c->source, c->scratch, "/bin", &target) == ENVFP_REASON_NONE;
}

static void look_at(struct collect *c, const struct program_index *index, struct place *place)
{
    struct source_entry *entries;
    struct source_stat stat;
    size_t count;
    if (view_is(place->path, "/usr/bin") || view_is(place->path, "/bin"))
        return;
    /* A home is not listed: its other names are private, and a listing would be recorded. */
    if (envfp__source_home(c->source, place->path))
        return;
    place->reason = envfp__program_stat(c, c->source, place->path.text, &stat);
    if (place->reason == ENVFP_REASON_NONE && stat.type != SOURCE_DIRECTORY)
        place->reason = ENVFP_REASON_ABSENT;
    if (place->reason != ENVFP_REASON_NONE || stat.size > SMALL)
        return;
    if (source_list(c->source, c->scratch, place->path.text, &entries, &count) != ENVFP_REASON_NONE)
        return;
    place->listed = true;
    for (size_t i = 0; i < count; i++)
        place->held |= bit_of(index, entries[i].name);
}

static struct program_index *make_index(struct collect *c)
{
    struct source_common *common = c->source->common;
    struct arena *arena = common->arena;
    struct program_index *index = envfp__arena_alloc(arena, sizeof *index);
    if (!index)
        return NULL;
    add_names(index);
    common->for_all = true;
    struct troubles before = troubles_start(c); /* each place keeps its own */
    struct program_search search = envfp__program_search(c);
    struct view directory;
    index->reason = search.gap;
    while (view_cut(&search.rest, ':', &directory)) {
        if (directory.length == 0 || directory.text[0] != '/')
            continue;
        while (view_ends(directory, VIEW("/")))
            directory.length--;
        if (is_left_out(c, index, directory))
            continue;
        if (index->count == PLACES_MOST) {
            index->cut = true;
            break;
        }
        struct place *place = &index->places[index->count];
        *place = (struct place){.path = envfp__arena_copy(arena, directory)};
        look_at(c, index, place);
        if (place->reason != ENVFP_REASON_ABSENT &&
            !(place->reason != ENVFP_REASON_NONE && envfp__program_is_windows(directory)))
            index->count++;
    }
    common->for_all = false;
    (void)troubles_end(c, before);
    return c->shared->programs = index;
}

/* NULL where there is no memory for it. */
static struct program_index *get_index(struct collect *c, enum envfp_reason *unseen)
{
    struct program_index *index = c->shared->programs ? c->shared->programs : make_index(c);
    *unseen = index && index->reason != ENVFP_REASON_ABSENT ? index->reason : ENVFP_REASON_NONE;
    return index;
}

static const char *path_in(struct collect *c, const struct place *place, const char *name)
{
    return source_path(c->scratch, source_path(c->scratch, "", place->path, "/"), view_of(name), "");
}

static bool is_program(struct collect *c, const char *path, enum envfp_reason *unseen)
{
    struct source_stat stat;
    enum envfp_reason reason = envfp__program_stat(c, c->source, path, &stat);
    if (reason != ENVFP_REASON_NONE && reason != ENVFP_REASON_ABSENT)
        *unseen = reason;
    return reason == ENVFP_REASON_NONE && stat.type == SOURCE_FILE && (stat.mode & 0111);
}

bool envfp__program_find(struct collect *c, const char *name, const char **path, enum envfp_reason *unseen)
{
    struct program_index *index = get_index(c, unseen);
    if (!index)
        return false;
    uint64_t bit = bit_of(index, view_of(name));
    for (size_t i = 0; i < index->count; i++) {
        const struct place *place = &index->places[i];
        if (place->reason != ENVFP_REASON_NONE) {
            *unseen = place->reason;
            continue;
        }
        if (place->listed && !(place->held & bit))
            continue;
        *path = path_in(c, place, name);
        if (is_program(c, *path, unseen))
            return true;
    }
    if (index->cut)
        *unseen = ENVFP_REASON_TRUNCATED;
    return false;
}

/* Of a large directory the link is read at once, which saves a call for each tool: most are no links, and then nobody
 * has to know whether they are there unless a later directory has one, too. */
bool envfp__program_find_tool(struct collect *c, const char *name, const char **path, struct view *target,
                              enum envfp_reason *unseen)
{
    struct program_index *index = get_index(c, unseen);
    const char *unsure = NULL;
    *target = VIEW("");
    uint64_t bit = index ? bit_of(index, view_of(name)) : 0;
    for (size_t i = 0; index && i < index->count; i++) {
        const struct place *place = &index->places[i];
        if (place->reason != ENVFP_REASON_NONE)
            *unseen = place->reason;
        if (place->reason != ENVFP_REASON_NONE || (place->listed && !(place->held & bit)) ||
            envfp__source_home(c->source, place->path))
            continue;
        if (unsure && is_program(c, unsure, unseen))
            break;
        unsure = NULL;
        *path = path_in(c, place, name);
        enum envfp_reason reason = source_link(c->source, c->scratch, *path, target);
        if ((reason == ENVFP_REASON_NONE || place->listed) && is_program(c, *path, unseen))
            return true;
        if (reason == ENVFP_REASON_ABSENT && !place->listed)
            unsure = *path;
        else if (reason != ENVFP_REASON_ABSENT && reason != ENVFP_REASON_NONE)
            *unseen = reason;
        *target = VIEW("");
    }
    if (index && index->cut)
        *unseen = ENVFP_REASON_TRUNCATED;
    *path = unsure;
    return unsure != NULL;
}

#endif
