/* SPDX-License-Identifier: MIT */
#include "order.h"
#include "collect/app/process.h"
#include "collect/project/project.h"

#include "same.h"

#include <stdlib.h>

#define MOST 128
#define DIRT ((size_t)64 << 10)

struct order {
    size_t count, at[MOST]; /* indexes in the table of collectors, without the app section's */
};

size_t order_after(size_t collector, size_t n)
{
    const struct declaration *declaration = envfp__registry_declaration(collector);
    return n < declaration->after_count ? declared_afters(declaration)[n] : SIZE_MAX;
}

/* ---- Orders ---------------------------------------------------------------------------------------------------- */

/* One AFTER row turned round: `behind` must run behind `before`, instead of before it. */
struct turned {
    size_t before, behind;
};

static const struct turned none = {SIZE_MAX, SIZE_MAX};

static bool may_run(size_t collector, const bool *done, const struct turned *turned)
{
    size_t after;
    if (collector == turned->behind && !done[turned->before])
        return false;
    for (size_t n = 0; (after = order_after(collector, n)) != SIZE_MAX; n++)
        if (!done[after] && !(collector == turned->before && after == turned->behind))
            return false;
    return true;
}

/* Orders the collectors as `wished` has them, each as early as the AFTER rows allow. False where each waits for another. */
static bool arrange(struct order *order, const size_t *wished, const struct turned *turned)
{
    bool done[MOST] = {false};
    size_t count = order->count;
    for (order->count = 0; order->count < count;) {
        size_t i = 0;
        while (i < count && (done[wished[i]] || !may_run(wished[i], done, turned)))
            i++;
        if (i == count)
            return false;
        done[wished[i]] = true;
        order->at[order->count++] = wished[i];
    }
    return true;
}

static void as_they_stand(struct order *order)
{
    order->count = 0;
    if (envfp__collector_count > MOST)
        abort();
    for (size_t i = 0; i < envfp__collector_count; i++)
        if (envfp__collectors[i].layer != ENVFP_LAYER_APP)
            order->at[order->count++] = i;
}

/* The table's order reversed, layers too, as far as the AFTER rows allow. */
static void reversed(struct order *order)
{
    size_t wished[MOST] = {0};
    as_they_stand(order);
    for (size_t i = 0; i < order->count; i++)
        wished[i] = order->at[order->count - 1 - i];
    if (!arrange(order, wished, &none))
        abort();
}

/* Marks a collector and all that must run before it, directly or not. */
static void mark(bool *wanted, size_t collector)
{
    wanted[collector] = true;
    for (bool more = true; more;) {
        size_t after;
        more = false;
        for (size_t i = 0; i < envfp__collector_count; i++)
            for (size_t n = 0; wanted[i] && (after = order_after(i, n)) != SIZE_MAX; n++) {
                more = more || !wanted[after];
                wanted[after] = true;
            }
    }
}

/* One collector as early as the AFTER rows allow, the others in the table's order. */
static void early(struct order *order, size_t collector)
{
    bool wanted[MOST] = {false};
    size_t wished[MOST] = {0}, count = 0;
    as_they_stand(order);
    mark(wanted, collector);
    for (unsigned round = 0; round < 2; round++)
        for (size_t i = 0; i < order->count; i++)
            if (wanted[order->at[i]] == (round == 0))
                wished[count++] = order->at[i];
    if (!arrange(order, wished, &none))
        abort();
}

/* As they stand, but for one row. False where other rows, taken together, ask for the same. */
static bool broken(struct order *order, size_t collector, size_t after)
{
    struct order standing;
    as_they_stand(&standing);
    *order = standing;
    return arrange(order, standing.at, &(struct turned){.before = collector, .behind = after});
}

/* ---- Running --------------------------------------------------------------------------------------------------- */

/* Overwrites scratch memory, so that a collector that relies on its previous content fails. */
static void soil(struct arena *scratch)
{
    void *room = envfp__arena_room(scratch, DIRT);
    if (room)
        memset(room, 0xa5, DIRT);
    envfp__arena_reset(scratch);
}

static void run(const struct order *order, const struct source *source, const char *project,
                struct arena *arena, struct facts *facts)
{
    struct arena scratch;
    struct shared shared = {
        .project = project, .read_project = envfp__project_collect, .read_process = envfp__process_collect};
    struct collect collect = {.source = source, .shared = &shared, .facts = facts, .scratch = &scratch};
    envfp__arena_init(&scratch, NULL, SIZE_MAX);
    envfp__arena_reserve(&scratch, 2 * DIRT);
    envfp__facts_init(facts, arena);
    for (size_t i = 0; i < order->count; i++) {
        soil(&scratch);
        envfp__collector_run(&envfp__collectors[order->at[i]], &collect);
    }
    envfp__facts_seal(facts);
    envfp__arena_release(&scratch);
}

static const char *difference_in(const struct order *order, const struct source *source, const char *project,
                                 const struct facts *standing)
{
    struct facts facts;
    struct arena arena;
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    run(order, source, project, &arena, &facts);
    const char *key = same_difference(standing, &facts);
    key = key ? envfp__arena_copy(standing->arena, view_of(key)).text : NULL;
    envfp__arena_release(&arena);
    return key;
}

const char *order_difference(const struct source *source, const char *project, struct arena *arena)
{
    struct facts standing;
    struct order order;
    as_they_stand(&order);
    run(&order, source, project, arena, &standing);
    reversed(&order);
    const char *key = standing.undeclared ? "what a collector does not declare"
                                          : difference_in(&order, source, project, &standing);
    for (size_t i = 0; !key && i < envfp__collector_count; i++) {
        if (order_after(i, 0) == SIZE_MAX)
            continue; /* reversed, it has run as early as it could */
        early(&order, i);
        key = difference_in(&order, source, project, &standing);
    }
    return key;
}

const char *order_difference_without(size_t collector, size_t after, const struct source *source,
                                     const char *project, struct arena *arena)
{
    struct facts standing;
    struct order order;
    as_they_stand(&order);
    run(&order, source, project, arena, &standing);
    if (!broken(&order, collector, after))
        return "the order of the rows";
    return difference_in(&order, source, project, &standing);
}
