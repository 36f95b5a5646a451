/* SPDX-License-Identifier: MIT */
/* Who wants a locked package: the groups of the project's own links, passed on from package to package. */
#include "base/sort.h"
#include "collect/project/lock.h"

#define NAMESAKES_MOST 16U /* versions of one package that a link may mean */

struct named {
    struct view name;
    size_t pin;
};

struct reach {
    struct lock *lock;
    struct named *names; /* sorted */
    size_t *queue;       /* a ring of pins whose groups grew */
    bool *queued;
    size_t first, waiting;
};

static void enqueue(struct reach *reach, size_t pin)
{
    if (reach->queued[pin])
        return;
    reach->queued[pin] = true;
    reach->queue[(reach->first + reach->waiting++) % reach->lock->count] = pin;
}

static size_t find(const struct reach *reach, struct view name)
{
    size_t low = 0, high = reach->lock->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (view_compare(reach->names[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* What a link passes on. */
struct gift {
    uint32_t groups, optional;
    bool maybe;
};

static void give(struct reach *reach, size_t index, const struct gift *gift)
{
    struct pin *pin = &reach->lock->pins[index];
    uint32_t groups = pin->groups | gift->groups, optional = pin->optional | gift->optional;
    bool maybe = pin->maybe || gift->maybe;
    if (groups == pin->groups && optional == pin->optional && maybe == pin->maybe)
        return;
    pin->groups = groups;
    pin->optional = optional;
    pin->maybe = maybe;
    enqueue(reach, index);
}

/* To the version that the link names, or to each of that name where it names none that is locked. */
static void give_all(struct reach *reach, const struct link *link, const struct gift *gift)
{
    const struct pin *pins = reach->lock->pins;
    size_t start = find(reach, link->name), end = start;
    bool exact = false;
    for (; end < reach->lock->count && end - start < NAMESAKES_MOST &&
           view_equal(reach->names[end].name, link->name);
         end++)
        exact =
            exact || (link->version.length && view_equal(pins[reach->names[end].pin].version, link->version));
    for (size_t i = start; i < end; i++)
        if (!exact || view_equal(pins[reach->names[i].pin].version, link->version))
            give(reach, reach->names[i].pin, gift);
    if (end - start == NAMESAKES_MOST)
        reach->lock->loose = true;
}

static enum tri holds(condition *met_by, struct view when, const struct surroundings *here)
{
    return when.length ? met_by(when, here) : TRI_TRUE;
}

static void follow(struct reach *reach, size_t index, condition *met_by, const struct surroundings *here)
{
    const struct lock *lock = reach->lock;
    const struct pin pin = lock->pins[index];
    enum tri itself = holds(met_by, pin.when, here);
    for (size_t i = 0; itself != TRI_FALSE && i < pin.links; i++) {
        const struct link *link = &lock->links[pin.link + i];
        enum tri met = holds(met_by, link->when, here);
        if (met == TRI_FALSE)
            continue;
        struct gift gift = {pin.groups & link->groups, pin.optional & link->groups, pin.maybe};
        if (link->optional) {
            gift.optional |= gift.groups;
            gift.groups = 0;
        }
        if (met == TRI_UNKNOWN || itself == TRI_UNKNOWN)
            gift = (struct gift){0, 0, gift.maybe || gift.groups || gift.optional};
        give_all(reach, link, &gift);
    }
}

void envfp__lock_reach(struct lock *lock, condition *met_by, const struct surroundings *here)
{
    struct arena *scratch = lock->c->scratch;
    struct reach reach = {.lock = lock,
                          .names = envfp__arena_array(scratch, lock->count, sizeof *reach.names),
                          .queue = envfp__arena_array(scratch, lock->count, sizeof *reach.queue),
                          .queued = envfp__arena_array(scratch, lock->count, sizeof *reach.queued)};
    if (lock->count == 0 || !reach.names || !reach.queue || !reach.queued)
        return;
    for (size_t i = 0; i < lock->count; i++)
        reach.names[i] = (struct named){lock->pins[i].name, i};
    envfp__sort(scratch, reach.names, lock->count, sizeof *reach.names);
    for (size_t i = 0; i < lock->count; i++)
        if (lock->pins[i].groups || lock->pins[i].optional || lock->pins[i].maybe)
            enqueue(&reach, i);
    while (reach.waiting) {
        size_t index = reach.queue[reach.first];
        reach.first = (reach.first + 1) % lock->count;
        reach.waiting--;
        reach.queued[index] = false;
        follow(&reach, index, met_by, here);
    }
}
