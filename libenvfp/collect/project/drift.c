/* SPDX-License-Identifier: MIT */
/*
 * What is installed of a lock's packages, by its ecosystem. A drift is a package that is installed in another version,
 * or that is missing though the lock wants it here. Installed packages that the lock does not name are ignored. Where
 * nothing of a lock is installed, and nothing is the project's own, no fact is added.
 */
#include "base/json.h"
#include "base/version_compare.h"
#include "collect/program.h"
#include "collect/project/judge.h"
#include "source/keep_parts.h"

#define NAMESAKES_MOST 16U

/* The installed packages cannot be read, so agreement is unknown: a gap. */
static void untold(struct lock *lock, enum envfp_reason reason)
{
    fact_gap(lock->c, "project.drift", reason);
    if (reason != ENVFP_REASON_NONE && reason != ENVFP_REASON_ABSENT)
        lock->project->untold = reason;
}

/* Copies what a recording would keep of the text, and uses only that, so that live and recorded facts agree. */
static struct view told(struct lock *lock, struct view kept)
{
    return envfp__arena_copy(lock->c->scratch, kept);
}

typedef bool agrees(struct view locked, struct view installed);

static bool is_equal(struct view locked, struct view installed)
{
    return view_equal(locked, installed);
}

/* Looks a pin up among the packages of its name. */
static enum found look_up(const struct pin *pin, const struct installation *all, agrees *agree,
                          struct view *other)
{
    size_t first = envfp__installed_find(all, pin->name);
    enum tri range = TRI_TRUE;
    *other = VIEW("");
    if (first == all->count || !view_equal(all->list[first].name, pin->name))
        return FOUND_NOT;
    for (size_t at = first; at < all->count && at - first < NAMESAKES_MOST; at++) {
        if (!view_equal(all->list[at].name, pin->name))
            break;
        if (pin->version.length == 0)
            range = envfp__range_holds(pin->range, all->list[at].version);
        else if (!agree(pin->version, all->list[at].version))
            continue;
        if (range == TRI_TRUE)
            return FOUND_SAME;
    }
    *other = all->list[first].version;
    return range == TRI_UNKNOWN ? FOUND_UNSURE : FOUND_OTHER;
}

/* Of several pins of a name one that is there is enough to say that the others are not in its place. */
static void mark_namesakes(struct lock *lock, struct judging *judging)
{
    struct installation same = {NULL, 0, 0};
    for (size_t i = 0; i < lock->count; i++)
        if (judging->found[i] == FOUND_SAME)
            envfp__installed_add(lock->c, &same, lock->pins[i].name, VIEW(""));
    envfp__installed_sort(lock->c, &same);
    for (size_t i = 0; i < lock->count; i++) {
        size_t at = envfp__installed_find(&same, lock->pins[i].name);
        if (judging->found[i] == FOUND_OTHER && lock->pins[i].path.length == 0 && at < same.count &&
            view_equal(same.list[at].name, lock->pins[i].name))
            judging->found[i] = FOUND_ELSE;
    }
}

/* Compares each pin with the packages installed under its name, of any version. */
static void compare(struct lock *lock, const struct installation *all, agrees *agree, struct judging *judging)
{
    if (!envfp__judge_start(lock, judging))
        return;
    for (size_t i = 0; i < lock->count; i++)
        if (!lock->pins[i].helper)
            judging->found[i] = look_up(&lock->pins[i], all, agree, &judging->versions[i]);
    mark_namesakes(lock, judging);
    envfp__judge_lock(lock, judging);
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

/* A string that an earlier collector told. */
static struct view fact_of(struct collect *c, struct view key)
{
    const struct envfp_fact *fact;
    for (size_t at = 0; (fact = envfp__collect_told(c, key, &at));)
        if (fact->type == ENVFP_STRING && fact->key.length == key.length)
            return fact->value.string;
    return VIEW("");
}

/* Whether the Python that PATH starts is that of an environment. */
static bool is_active(struct collect *c)
{
    const struct envfp_fact *fact;
    for (size_t at = 0; (fact = envfp__collect_told(c, VIEW("python.virtualenv"), &at));)
        if (fact->type == ENVFP_BOOLEAN && view_is(fact->key, "python.virtualenv"))
            return fact->value.boolean;
    return false;
}

/* Whether a lock has conditions at all: looking at the machine costs. */
static bool has_conditions(const struct lock *lock)
{
    for (size_t i = 0; i < lock->count; i++)
        if (lock->pins[i].when.length)
            return true;
    for (size_t i = 0; i < lock->link_count; i++)
        if (lock->links[i].when.length)
            return true;
    return false;
}

static void judge_python(struct lock *lock, const struct installation *all, struct judging *judging)
{
    enum tri asked = lock->asked ? TRI_TRUE : TRI_UNKNOWN;
    judging->met_by = envfp__marker_holds;
    judging->single = true;
    judging->here.extras = judging->here.groups = asked;
    if (has_conditions(lock))
        envfp__installed_machine(lock->project, &judging->here);
    compare(lock, all, python_agrees, judging);
}

void envfp__drift_python(struct lock *lock)
{
    struct collect *c = lock->c;
    struct installation all = {NULL, 0, 0};
    struct judging judging = {.found = NULL};
    const struct installed_python *own = envfp__installed_python(lock->project);
    untold(lock, own->reason);
    if (own->reason == ENVFP_REASON_NONE) {
        judging.own = true;
        judging.open = own->open;
        judging.here.python = own->series;
        judging.here.implementation = own->pypy ? VIEW("pypy") : VIEW("cpython");
        judge_python(lock, &own->all, &judging);
    } else if (own->reason == ENVFP_REASON_ABSENT) {
        /* The system's packages say nothing about an own environment that cannot be read. */
        envfp__installed_told(c, &all, VIEW("python/"));
        envfp__installed_sort(c, &all);
        judging.active = is_active(c);
        judging.here.python = fact_of(c, VIEW("python.version"));
        judging.here.implementation = fact_of(c, VIEW("python.implementation"));
        judge_python(lock, &all, &judging);
    }
}

static enum tri undecided(struct view when, const struct surroundings *here)
{
    (void)when;
    (void)here;
    return TRI_UNKNOWN;
}

void envfp__drift_conda(struct lock *lock)
{
    struct installation all = {NULL, 0, 0};
    struct judging judging = {.met_by = undecided};
    envfp__installed_told(lock->c, &all, VIEW("conda/"));
    envfp__installed_sort(lock->c, &all);
    compare(lock, &all, python_agrees, &judging);
}

/* ---- Node --------------------------------------------------------------------------------------------------------- */

/* Where the package is installed. Yarn's locks do not say; the top folder of node_modules has one of the locked
 * versions. */
static struct view path_of(struct lock *lock, const struct pin *pin)
{
    if (pin->path.length)
        return pin->path;
    return envfp__arena_join(lock->c->scratch, (struct view[]){VIEW("node_modules/"), pin->name}, 2);
}

/* A version that is an address says nothing that package.json repeats. */
static bool node_agrees(struct view locked, struct view installed)
{
    return view_equal(locked, installed) || installed.length == 0 || !byte_is_digit(locked.text[0]);
}

/* What comes from an address may lie under another name than the lock has for it. */
static enum found at_its_name(const struct pin *pin, enum found found)
{
    return found == FOUND_NOT && pin->path.length == 0 && !byte_is_digit(pin->version.text[0]) ? FOUND_UNSURE
                                                                                               : found;
}

static enum found look_into(struct lock *lock, const struct pin *pin, struct view *version)
{
    enum envfp_reason reason = envfp__installed_version(lock->project, path_of(lock, pin), version);
    untold(lock, reason);
    if (reason != ENVFP_REASON_NONE)
        return reason == ENVFP_REASON_ABSENT ? at_its_name(pin, FOUND_NOT) : FOUND_UNSURE;
    return node_agrees(pin->version, *version) ? FOUND_SAME : FOUND_OTHER;
}

static void start_node(struct lock *lock, struct judging *judging)
{
    judging->own = true;
    judging->met_by = envfp__platform_holds;
    if (has_conditions(lock))
        envfp__installed_machine(lock->project, &judging->here);
}

/* Packages that lie in a store, by their names and versions. */
static void judge_store(struct lock *lock, const struct installed_node *node)
{
    struct judging judging = {.open = node->unclear};
    start_node(lock, &judging);
    if (!envfp__judge_start(lock, &judging))
        return;
    for (size_t i = 0; i < lock->count; i++) {
        const struct pin *pin = &lock->pins[i];
        if (!pin->helper)
            judging.found[i] = at_its_name(pin, look_up(pin, &node->all, node_agrees, &judging.versions[i]));
    }
    mark_namesakes(lock, &judging);
    /* A store keeps all versions side by side: that another one is there says nothing of this one. */
    for (size_t i = 0; i < lock->count; i++)
        if (judging.found[i] == FOUND_ELSE)
            judging.found[i] = FOUND_NOT;
    envfp__judge_lock(lock, &judging);
}

void envfp__drift_node(struct lock *lock)
{
    const struct installed_node *node = envfp__installed_node(lock->project);
    struct judging judging = {.open = false};
    if (!node)
        return;
    untold(lock, node->reason);
    if (node->reason != ENVFP_REASON_NONE || lock->count == 0)
        return;
    if (node->store) {
        judge_store(lock, node);
        return;
    }
    start_node(lock, &judging);
    if (!envfp__judge_start(lock, &judging))
        return;
    for (size_t i = 0; i < lock->count; i++)
        if (!lock->pins[i].helper)
            judging.found[i] = look_into(lock, &lock->pins[i], &judging.versions[i]);
    mark_namesakes(lock, &judging);
    envfp__judge_lock(lock, &judging);
}

/* ---- Go, Ruby, PHP -------------------------------------------------------------------------------------------------- */

/* Lists a folder of the project, staying inside it whatever its links say; a failure is a gap. */
static enum envfp_reason list(struct lock *lock, const char *path, struct source_entry **entries,
                              size_t *count)
{
    enum envfp_reason reason = source_list_beneath(lock->c->source, lock->c->scratch,
                                                   view_of(lock->project->folder), path, entries, count);
    untold(lock, reason);
    return reason;
}

static void compare_vendored(struct lock *lock, struct installation *all, bool own)
{
    struct judging judging = {.met_by = undecided, .own = own};
    envfp__installed_sort(lock->c, all);
    compare(lock, all, is_equal, &judging);
}

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
            envfp__installed_add(lock->c, &all, told(lock, envfp__keep_name(lock->c->scratch, name)),
                                 told(lock, envfp__keep_name(lock->c->scratch, version)));
    }
    compare_vendored(lock, &all, reason == ENVFP_REASON_NONE);
}

/* "rails-7.0.4", "nokogiri-1.16.0-x86_64-linux": the version begins with a digit. */
static void add_gem(struct lock *lock, struct installation *all, struct view name)
{
    for (size_t at = 1; at + 1 < name.length; at++)
        if (name.text[at] == '-' && byte_is_digit(name.text[at + 1])) {
            envfp__installed_add(lock->c, all, view_take(name, at), view_skip(name, at + 1));
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
    compare_vendored(lock, &all, false);
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
            envfp__installed_add(
                lock->c, &all, told(lock, envfp__keep_string(lock->c->scratch, name)),
                told(lock, envfp__keep_string(lock->c->scratch, envfp__lock_version(version))));
            name = version = VIEW("");
        }
    }
    untold(lock, reason);
    if (reason == ENVFP_REASON_NONE)
        compare_vendored(lock, &all, true);
}
