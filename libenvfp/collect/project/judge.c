/* SPDX-License-Identifier: MIT */
/*
 * A package is wanted where the project leads to it in a group that was installed and its condition holds here; a group
 * was installed where a package is there that only this group wants. What is wanted and not there is missing. What
 * cannot be decided (a condition that is unknown, a group that somebody left out) is counted as not checked: the lock
 * agrees only as far as it was looked at.
 */
#include "collect/project/judge.h"

#include "base/version.h"

#define SHOWN_MOST 64U
#define SIBLINGS_MOST 256U

bool envfp__judge_start(struct lock *lock, struct judging *judging)
{
    judging->found = envfp__arena_array(lock->c->scratch, lock->count, sizeof *judging->found);
    judging->versions = envfp__arena_array(lock->c->scratch, lock->count, sizeof *judging->versions);
    return lock->count && judging->found && judging->versions;
}

static enum tri holds(const struct judging *judging, struct view when)
{
    return when.length ? judging->met_by(when, &judging->here) : TRI_TRUE;
}

static bool is_there(enum found found)
{
    return found == FOUND_SAME || found == FOUND_OTHER;
}

/* ---- Naming --------------------------------------------------------------------------------------------------------- */

static void show(struct lock *lock, struct bag *bag, const struct pin *pin, struct view end)
{
    struct view pieces[] = {view_of(lock->file),
                            VIEW(": "),
                            pin->name,
                            VIEW(" "),
                            pin->version.length ? pin->version : pin->range,
                            end};
    bool bare = pin->version.length == 0 && pin->range.length == 0;
    if (bare)
        pieces[3] = VIEW("");
    if (bag->count < SHOWN_MOST)
        envfp__bag_add(lock->c, bag, envfp__arena_join(lock->c->scratch, pieces, 6));
}

static void untell(struct lock *lock, enum envfp_reason reason)
{
    fact_gap(lock->c, "project.drift", reason);
    lock->project->untold = reason;
}

/* What one lock's judgement finds. */
struct finding {
    struct bag missing, other, unchecked;
    size_t checked, missing_count, other_count, unchecked_count, there;
};

static void miss(struct lock *lock, struct finding *finding, const struct pin *pin)
{
    finding->checked++;
    finding->missing_count++;
    show(lock, &finding->missing, pin, VIEW(" -> (none)"));
}

static void differ(struct lock *lock, struct finding *finding, const struct pin *pin, struct view version)
{
    struct arena *scratch = lock->c->scratch;
    finding->checked++;
    finding->other_count++;
    show(lock, &finding->other, pin, envfp__arena_join(scratch, (struct view[]){VIEW(" -> "), version}, 2));
}

static void leave(struct lock *lock, struct finding *finding, const struct pin *pin)
{
    finding->unchecked_count++;
    show(lock, &finding->unchecked, pin, VIEW(""));
}

/* ---- Groups --------------------------------------------------------------------------------------------------------- */

/* A package that only one group wants, and that is there, says that the group was installed. */
static uint32_t chosen_groups(const struct lock *lock, const struct judging *judging)
{
    uint32_t chosen = GROUP_MAIN;
    for (size_t i = 0; i < lock->count; i++) {
        uint32_t groups = (lock->pins[i].groups | lock->pins[i].optional) & ~GROUP_REACHED;
        if (is_there(judging->found[i]) && groups && (groups & (groups - 1)) == 0)
            chosen |= groups;
    }
    return chosen;
}

/* Where a lock does not say what the project itself wants: what is there wants what it needs, and what nobody needs may
 * be wanted. */
static void plant_roots(struct lock *lock, const struct judging *judging)
{
    struct arena *scratch = lock->c->scratch;
    struct installation needed = {NULL, 0, 0};
    for (size_t i = 0; i < lock->link_count; i++)
        envfp__installed_add(lock->c, &needed, lock->links[i].name, VIEW(""));
    envfp__installed_sort(lock->c, &needed);
    for (size_t i = 0; i < lock->count && !scratch->failed; i++) {
        struct pin *pin = &lock->pins[i];
        size_t at = envfp__installed_find(&needed, pin->name);
        bool alone = at == needed.count || !view_equal(needed.list[at].name, pin->name);
        if (is_there(judging->found[i]))
            pin->groups |= pin->groups ? 0 : GROUP_MAIN;
        else if (alone && !pin->helper && pin->groups == 0)
            pin->maybe = true;
    }
}

/* ---- Platforms ------------------------------------------------------------------------------------------------------ */

/* Old locks do not say for which C library a package is: of the packages for one platform that differ in nothing else,
 * one that is there will do. */
struct siblings {
    const struct pin *there[SIBLINGS_MOST];
    size_t count;
};

static void find_siblings(const struct lock *lock, const struct judging *judging, struct siblings *siblings)
{
    for (size_t i = 0; i < lock->count && siblings->count < SIBLINGS_MOST; i++)
        if (lock->pins[i].optional && lock->pins[i].when.length && is_there(judging->found[i]))
            siblings->there[siblings->count++] = &lock->pins[i];
}

static bool has_sibling(const struct siblings *siblings, const struct pin *pin)
{
    size_t start = view_find_byte(pin->name, '/') == SIZE_MAX ? view_find_byte(pin->name, '-')
                                                              : view_find_byte(pin->name, '/');
    if (view_has(pin->when, VIEW("libc=")))
        return false;
    for (size_t i = 0; i < siblings->count; i++) {
        const struct pin *other = siblings->there[i];
        if (view_equal(other->when, pin->when) && view_equal(other->version, pin->version) &&
            view_equal(view_take(other->name, start), view_take(pin->name, start)))
            return true;
    }
    return false;
}

/* ---- Judging -------------------------------------------------------------------------------------------------------- */

/* Of a package that is not there. */
static void judge_absent(struct lock *lock, const struct judging *judging, const struct siblings *siblings,
                         uint32_t chosen, size_t index, struct finding *finding)
{
    const struct pin *pin = &lock->pins[index];
    uint32_t groups = pin->groups & ~GROUP_REACHED, optional = pin->optional & ~GROUP_REACHED;
    bool reached = ((pin->groups | pin->optional) & GROUP_REACHED) || pin->maybe || !lock->flagged;
    enum tri met = holds(judging, pin->when);
    bool wanted = groups & chosen, fits = (optional & chosen) && pin->when.length;
    if (met == TRI_FALSE || !reached || (judging->single && judging->found[index] == FOUND_ELSE)) {
        finding->checked++;
        return;
    }
    if (lock->loose || judging->open || (judging->found[index] != FOUND_NOT && (wanted || fits))) {
        leave(lock, finding, pin);
        return;
    }
    if (met == TRI_TRUE && (wanted || (fits && !has_sibling(siblings, pin))))
        miss(lock, finding, pin);
    else if (wanted || pin->maybe || (optional & chosen))
        leave(lock, finding, pin);
    else if ((groups | optional) & ~lock->extras & ~chosen)
        finding->unchecked_count++; /* a group that was left out */
    else
        finding->checked++; /* nobody wants it here */
}

static void judge_pin(struct lock *lock, const struct judging *judging, const struct siblings *siblings,
                      uint32_t chosen, size_t index, struct finding *finding)
{
    const struct pin *pin = &lock->pins[index];
    struct view version = judging->versions[index];
    if (judging->found[index] == FOUND_SAME) {
        finding->checked++;
        finding->there++;
    } else if (judging->found[index] == FOUND_OTHER && holds(judging, pin->when) != TRI_FALSE) {
        finding->there++;
        if (envfp__version_is_pinned(version))
            differ(lock, finding, pin, version);
        else
            untell(lock, ENVFP_REASON_MALFORMED);
    } else if (judging->found[index] == FOUND_OTHER) {
        finding->checked++;
    } else {
        judge_absent(lock, judging, siblings, chosen, index, finding);
    }
}

static void take_all(struct lock *lock, struct bag *to, const struct bag *from)
{
    for (size_t i = 0; i < from->count && to->count < SHOWN_MOST; i++)
        envfp__bag_add(lock->c, to, from->items[i]);
}

static void conclude(struct lock *lock, const struct finding *finding)
{
    struct project *project = lock->project;
    take_all(lock, &project->drift, &finding->other);
    take_all(lock, &project->drift, &finding->missing);
    take_all(lock, &project->unchecked, &finding->unchecked);
    project->checked += finding->checked;
    project->missing += finding->missing_count;
    project->other += finding->other_count;
    project->unchecked_count += finding->unchecked_count;
    if (finding->missing_count || finding->other_count)
        project->drifted = true;
    else if (finding->unchecked_count)
        project->partly = true;
    else
        project->agreed = true;
}

void envfp__judge_lock(struct lock *lock, struct judging *judging)
{
    struct finding finding = {.checked = 0};
    struct siblings siblings = {.count = 0};
    if (lock->linked && lock->rootless)
        plant_roots(lock, judging);
    if (lock->linked)
        envfp__lock_reach(lock, judging->met_by, &judging->here);
    uint32_t chosen = chosen_groups(lock, judging);
    find_siblings(lock, judging, &siblings);
    for (size_t i = 0; i < lock->count; i++)
        if (!lock->pins[i].helper)
            judge_pin(lock, judging, &siblings, chosen, i, &finding);
    /* Of what PATH starts, an environment that somebody activated is the project's; another one is where most of what
     * the lock wants is there. */
    if (judging->own || (finding.there && (judging->active || finding.there >= finding.missing_count)))
        conclude(lock, &finding);
}
