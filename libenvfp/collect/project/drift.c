/* SPDX-License-Identifier: MIT */
/*
 * Whether the installed packages agree with a lock file. A drift is a package installed in another version, or one not
 * installed although the lock requires it on every platform. Installed packages that the lock does not name are
 * ignored. Where nothing of a lock is installed, no fact is added.
 */
#include "base/json.h"
#include "base/sort.h"
#include "base/version.h"
#include "base/version_compare.h"
#include "collect/program.h"
#include "collect/project/lock.h"
#include "source/keep_parts.h"

#define DRIFT_SHOWN 64U
#define READS_MOST 10000U

/* What one lock's comparison finds. */
struct found {
    size_t agreeing, differing;
};

struct installed {
    struct view name, version;
};

struct installation {
    struct installed *list; /* sorted by name once it is complete */
    size_t count, capacity;
};

/* The installed packages cannot be read, so agreement is unknown: a gap. */
static void untold(struct lock *lock, enum envfp_reason reason)
{
    fact_gap(lock->c, "project.drift", reason);
    if (reason != ENVFP_REASON_NONE && reason != ENVFP_REASON_ABSENT)
        lock->project->untold = reason;
}

static void note(struct lock *lock, struct found *found, const struct pin *pin, struct view installed)
{
    struct project *project = lock->project;
    if (!envfp__version_is_pinned(installed)) {
        untold(lock, ENVFP_REASON_MALFORMED);
        return;
    }
    found->differing++;
    if (project->drift_count++ >= DRIFT_SHOWN)
        return;
    struct view pieces[] = {view_of(lock->file), VIEW(": "),   pin->name, VIEW(" "),
                            pin->version,        VIEW(" -> "), installed};
    envfp__bag_add(lock->c, &project->drift, envfp__arena_join(lock->c->scratch, pieces, 7));
}

/* `missing`: pins that are not installed, which count only if others are. */
static void conclude(struct lock *lock, const struct found *found, const struct bag *missing)
{
    struct project *project = lock->project;
    if (found->agreeing + found->differing == 0)
        return;
    for (size_t i = 0; missing && i < missing->count; i++)
        if (project->drift_count++ < DRIFT_SHOWN)
            envfp__bag_add(lock->c, &project->drift, missing->items[i]);
    if (found->differing || (missing && missing->count))
        project->drifted = true;
    else
        project->agreed = true;
}

static void miss(struct lock *lock, struct bag *missing, const struct pin *pin)
{
    if (!pin->required || !envfp__lock_room(lock, pin->name.length + pin->version.length))
        return;
    struct view pieces[] = {view_of(lock->file), VIEW(": "),   pin->name,
                            VIEW(" "),           pin->version, VIEW(" -> (none)")};
    envfp__bag_add(lock->c, missing, envfp__arena_join(lock->c->scratch, pieces, 6));
}

static void add(struct collect *c, struct installation *all, struct view name, struct view version)
{
    struct installed *room =
        envfp__arena_grow(c->scratch, all->list, all->count, &all->capacity, sizeof *room);
    if (!room)
        return;
    all->list = room;
    room[all->count++] = (struct installed){name, version};
}

/* Copies what a recording would keep of the text, and uses only that, so that live and recorded facts agree. */
static struct view told(struct lock *lock, struct view kept)
{
    return envfp__arena_copy(lock->c->scratch, kept);
}

static size_t find(const struct installation *all, struct view name)
{
    size_t low = 0, high = all->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (view_compare(all->list[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

typedef bool agrees(struct view locked, struct view installed);

static bool is_equal(struct view locked, struct view installed)
{
    return view_equal(locked, installed);
}

/* Compares each pin with the packages installed under its name, of any version. */
static void compare(struct lock *lock, struct installation *all, agrees *agree)
{
    struct found found = {0, 0};
    struct bag missing = {NULL, 0, 0};
    envfp__sort(lock->c->scratch, all->list, all->count, sizeof *all->list);
    for (size_t i = 0; i < lock->count; i++) {
        const struct pin *pin = &lock->pins[i];
        size_t first = find(all, pin->name), at = first;
        bool any = false;
        for (; at < all->count && at - first < 16 && view_equal(all->list[at].name, pin->name); at++)
            any = any || agree(pin->version, all->list[at].version);
        if (any)
            found.agreeing++;
        else if (at > first)
            note(lock, &found, pin, all->list[first].version);
        else
            miss(lock, &missing, pin);
    }
    conclude(lock, &found, &missing);
}

/* ---- Python ------------------------------------------------------------------------------------------------------- */

/* Python versions may be written differently in the lock and in metadata: "1.0" is 1.0.0, "v1" is 1. A locked version
 * without a local part matches any local part. */
static bool python_agrees(struct view locked, struct view installed)
{
    if (view_find_byte(locked, '+') == SIZE_MAX)
        installed = view_take(installed, view_find_byte(installed, '+'));
    return envfp__version_compare(VERSION_PYTHON, locked, installed) == 0;
}

/* "Name-1.0.dist-info", "Name-1.0-py3.11.egg-info": their names say what METADATA says. */
static void add_distribution(struct lock *lock, struct installation *all, struct view name)
{
    if (view_ends(name, VIEW(".dist-info")))
        name.length -= 10;
    else if (view_ends(name, VIEW(".egg-info")))
        name = view_take(view_take(name, name.length - 9), envfp__view_find(name, VIEW("-py")));
    else
        return;
    size_t hyphen = name.length;
    while (hyphen && name.text[hyphen - 1] != '-')
        hyphen--;
    if (hyphen > 1)
        add(lock->c, all, envfp__lock_python_name(lock, view_take(name, hyphen - 1)),
            view_skip(name, hyphen));
}

/* Lists a folder of the project, staying inside it whatever its links say; a failure is a gap. */
static enum envfp_reason list(struct lock *lock, const char *path, struct source_entry **entries,
                              size_t *count)
{
    enum envfp_reason reason = source_list_beneath(lock->c->source, lock->c->scratch,
                                                   view_of(lock->project->folder), path, entries, count);
    untold(lock, reason);
    return reason;
}

/* The project's own environment beside its lock: ABSENT where there is none. */
static enum envfp_reason list_own(struct lock *lock, struct installation *all)
{
    static const char *const folders[] = {".venv/lib/", "venv/lib/"};
    struct arena *scratch = lock->c->scratch;
    bool found = false;
    for (size_t i = 0; i < 2 && !found; i++) {
        struct source_entry *series, *entries;
        size_t count, inner;
        enum envfp_reason reason = list(lock, folders[i], &series, &count);
        if (reason != ENVFP_REASON_NONE && reason != ENVFP_REASON_ABSENT)
            return reason;
        for (size_t j = 0; j < count && j < 16; j++) {
            if (!view_starts(series[j].name, VIEW("python")) && !view_starts(series[j].name, VIEW("pypy")))
                continue;
            const char *site = source_path(scratch, folders[i], series[j].name, "/site-packages");
            reason = list(lock, site, &entries, &inner);
            if (reason != ENVFP_REASON_NONE && reason != ENVFP_REASON_ABSENT)
                return reason;
            found = true;
            for (size_t k = 0; k < inner; k++)
                add_distribution(lock, all, entries[k].name);
        }
    }
    return found ? ENVFP_REASON_NONE : ENVFP_REASON_ABSENT;
}

/* Takes the members of an inventory that an earlier collector added, each value up to its first blank. */
static void list_facts(struct lock *lock, struct installation *all, struct view start)
{
    const struct envfp_fact *fact;
    for (size_t at = 0; (fact = envfp__collect_told(lock->c, start, &at));) {
        if (fact->type != ENVFP_STRING)
            continue;
        struct view version = fact->value.string;
        add(lock->c, all, view_skip(fact->key, start.length),
            view_take(version, view_find_byte(version, ' ')));
    }
}

void envfp__drift_python(struct lock *lock)
{
    struct installation all = {NULL, 0, 0};
    enum envfp_reason reason = list_own(lock, &all);
    if (reason == ENVFP_REASON_ABSENT)
        list_facts(lock, &all, VIEW("python/"));
    else if (
        reason !=
        ENVFP_REASON_NONE) /* the system's packages say nothing about an own environment that cannot be read */
        return;
    compare(lock, &all, python_agrees);
}

void envfp__drift_conda(struct lock *lock)
{
    struct installation all = {NULL, 0, 0};
    list_facts(lock, &all, VIEW("conda/"));
    compare(lock, &all, python_agrees);
}

/* ---- Node --------------------------------------------------------------------------------------------------------- */

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

static enum envfp_reason read_version(struct lock *lock, struct view path, struct view *version)
{
    struct view text;
    struct json_wanted wanted = {"version", JSON_STRING, VIEW("")};
    *version = VIEW("");
    if (!is_inside(path))
        return ENVFP_REASON_ABSENT;
    const char *file = source_path(lock->c->scratch, "", path, "/package.json");
    enum envfp_reason reason = envfp__project_read(lock->project, file, &text);
    if (reason == ENVFP_REASON_NONE) {
        if (!envfp__json_read(lock->c->scratch, text, &wanted, 1))
            reason = ENVFP_REASON_MALFORMED;
        *version =
            told(lock, envfp__keep_one_version(lock->c->scratch, view_take(wanted.value, LOCK_WORD_MOST)));
    }
    return reason;
}

/* Where the package is installed. Yarn's and bun's locks do not say; the top folder of node_modules has one of the
 * locked versions. */
static struct view path_of(struct lock *lock, const struct pin *pin)
{
    if (pin->path.length)
        return pin->path;
    return envfp__arena_join(lock->c->scratch, (struct view[]){VIEW("node_modules/"), pin->name}, 2);
}

void envfp__drift_node(struct lock *lock)
{
    struct found found = {0, 0};
    struct bag missing = {NULL, 0, 0};
    struct source_stat stat;
    enum envfp_reason reason = source_stat_beneath(lock->c->source, lock->c->scratch,
                                                   view_of(lock->project->folder), "node_modules", &stat);
    untold(lock, reason);
    if (reason != ENVFP_REASON_NONE || lock->count == 0)
        return;
    envfp__sort(lock->c->scratch, lock->pins, lock->count, sizeof *lock->pins);
    for (size_t i = 0, end; i < lock->count && i < READS_MOST; i = end) {
        const struct pin *pin = &lock->pins[i];
        struct view version;
        bool any = false;
        reason = read_version(lock, path_of(lock, pin), &version);
        for (end = i; end < lock->count && view_equal(lock->pins[end].name, pin->name) &&
                      (end == i || pin->path.length == 0);
             end++)
            any = any || view_equal(lock->pins[end].version, version);
        if (reason == ENVFP_REASON_ABSENT)
            miss(lock, &missing, pin);
        else if (reason != ENVFP_REASON_NONE)
            untold(lock, reason);
        else if (any || version.length == 0 || !byte_is_digit(pin->version.text[0]))
            found.agreeing++;
        else
            note(lock, &found, pin, version);
    }
    if (lock->count > READS_MOST)
        untold(lock, ENVFP_REASON_TRUNCATED);
    conclude(lock, &found, &missing);
}

/* pnpm keeps a copy of the lock that it last installed from, without packages that the platform does not need. */
void envfp__drift_pnpm(struct lock *lock)
{
    struct view text;
    struct lock current = {.project = lock->project, .c = lock->c, .file = lock->file};
    enum envfp_reason reason = envfp__project_read(lock->project, "node_modules/.pnpm/lock.yaml", &text);
    if (reason == ENVFP_REASON_NONE) {
        envfp__lock_read(&current, envfp__lock_pnpm, text);
        reason = current.reason;
    }
    untold(lock, reason);
    if (reason != ENVFP_REASON_NONE)
        return;
    struct installation all = {NULL, 0, 0};
    for (size_t i = 0; i < current.count; i++)
        add(lock->c, &all, current.pins[i].name, current.pins[i].version);
    compare(lock, &all, is_equal);
}

/* ---- Go, Ruby, PHP -------------------------------------------------------------------------------------------------- */

/* "# example.com/a v1.2.3" begins a module's packages. */
void envfp__drift_go(struct lock *lock)
{
    struct view text, line, name, version;
    struct installation all = {NULL, 0, 0};
    enum envfp_reason reason = envfp__project_read(lock->project, "vendor/modules.txt", &text);
    untold(lock, reason);
    while (reason == ENVFP_REASON_NONE && view_cut(&text, '\n', &line)) {
        if (!view_starts(line, VIEW("# ")))
            continue;
        line = view_skip(line, 2);
        if (view_cut_word(&line, &name) && view_cut_word(&line, &version) && !view_is(version, "=>") &&
            envfp__lock_room(lock, name.length + version.length))
            add(lock->c, &all, told(lock, envfp__keep_name(lock->c->scratch, name)),
                told(lock, envfp__keep_name(lock->c->scratch, version)));
    }
    compare(lock, &all, is_equal);
}

/* "rails-7.0.4", "nokogiri-1.16.0-x86_64-linux": the version begins with a digit. */
static void add_gem(struct lock *lock, struct installation *all, struct view name)
{
    for (size_t at = 1; at + 1 < name.length; at++)
        if (name.text[at] == '-' && byte_is_digit(name.text[at + 1])) {
            add(lock->c, all, view_take(name, at), view_skip(name, at + 1));
            return;
        }
}

/* Below vendor/bundle/ruby/3.2.0/gems, where `bundle install --path` or deployment mode puts them. */
void envfp__drift_ruby(struct lock *lock)
{
    struct collect *c = lock->c;
    struct source_entry *series, *gems;
    struct installation all = {NULL, 0, 0};
    size_t count, inner;
    static const char base[] = "vendor/bundle/ruby/";
    (void)list(lock, base, &series, &count);
    for (size_t i = 0; i < count && i < 16; i++) {
        (void)list(lock, source_path(c->scratch, base, series[i].name, "/gems"), &gems, &inner);
        for (size_t j = 0; j < inner; j++)
            add_gem(lock, &all, gems[j].name);
    }
    compare(lock, &all, is_equal);
}

/* Composer's own list: the packages themselves, since version 2 below "packages". */
void envfp__drift_composer(struct lock *lock)
{
    struct view text, name = VIEW(""), version = VIEW("");
    struct installation all = {NULL, 0, 0};
    struct json json;
    enum json_token token = JSON_DONE;
    enum envfp_reason reason = envfp__project_read(lock->project, "vendor/composer/installed.json", &text);
    if (reason == ENVFP_REASON_NONE)
        envfp__json_start(&json, lock->c->scratch, text, JSON_FILE);
    while (reason == ENVFP_REASON_NONE && (token = envfp__json_next(&json)) != JSON_DONE) {
        unsigned level = (json.depth || token == JSON_CLOSE) && json.levels[1].array ? 2 : 3;
        if (token == JSON_ERROR)
            reason = ENVFP_REASON_MALFORMED;
        else if (token == JSON_OPEN && json.depth == level)
            name = version = VIEW("");
        else if (token == JSON_STRING && json.depth == level && json_key_is(&json, level, "name"))
            name = envfp__json_string(&json, lock->c->scratch);
        else if (token == JSON_STRING && json.depth == level && json_key_is(&json, level, "version"))
            version = envfp__json_string(&json, lock->c->scratch);
        else if (token == JSON_CLOSE && json.depth == level - 1 && name.length && version.length &&
                 envfp__lock_room(lock, name.length + version.length)) {
            add(lock->c, &all, told(lock, envfp__keep_string(lock->c->scratch, name)),
                told(lock, envfp__keep_string(lock->c->scratch, envfp__lock_version(version))));
            name = version = VIEW("");
        }
    }
    untold(lock, reason);
    if (reason == ENVFP_REASON_NONE)
        compare(lock, &all, is_equal);
}
