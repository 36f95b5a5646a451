/* SPDX-License-Identifier: MIT */
/* The merge walk over two sides' sorted facts. */
#include "diff/diff.h"

/* The most words in a key that are looked at. No registered key has more; a hostile document's may have thousands. */
#define WORDS_MAX 16

static bool has_gap(const struct section *section, struct view start, const char *rest)
{
    size_t low = 0, high = section->gap_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        struct view key = section->gaps[middle].key;
        int order = view_compare(view_take(key, start.length), start);
        if (order == 0)
            order = view_compare(view_skip(key, start.length), view_of(rest));
        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* A gap covers its own key, everything behind `name.*` and every member behind `name` and a slash. */
static bool is_gap(const struct section *section, struct view key)
{
    if (section->gap_count == 0)
        return false;
    if (has_gap(section, key, "") || has_gap(section, VIEW(""), "*"))
        return true;
    size_t slash = view_find_byte(key, '/');
    if (slash != SIZE_MAX && has_gap(section, view_take(key, slash + 1), "*"))
        return true;
    size_t words = 0;
    for (size_t i = 0; i < key.length && i < slash && words < WORDS_MAX; i++)
        if (key.text[i] == '.' && ++words && has_gap(section, view_take(key, i + 1), "*"))
            return true;
    return false;
}

/* Whether a section has any member of the inventory that `key` belongs to. */
static bool has_inventory(const struct section *section, struct view key)
{
    size_t slash = view_find_byte(key, '/');
    if (slash == SIZE_MAX || !section->facts)
        return false;
    struct view start = view_take(key, slash + 1);
    size_t low = 0, high = section->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (view_compare(section->facts[middle].key, start) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < section->count && view_starts(section->facts[low].key, start);
}

/* Whether it stays open if `missing`, the side without the fact, has it: a gap covers it, the layer could not be
 * observed, or that side's schema may not know the key. */
static bool cannot_tell(const struct section *missing, const struct section *other, struct view key)
{
    return missing->status == ENVFP_LAYER_UNKNOWN || is_gap(missing, key) ||
           (missing->schema != other->schema && !has_inventory(missing, key));
}

static void tally(struct layer_diff *layer, const struct envfp_change *change)
{
    layer->count++;
    if (change->class != ENVFP_HASHED)
        layer->beside++;
    else if (change->kind == ENVFP_UNTOLD)
        layer->untold++;
    else
        layer->differing[change->impact]++;
}

static void note(struct envfp_diff *diff, enum envfp_layer layer, const struct envfp_fact *before,
                 const struct envfp_fact *after)
{
    const struct section *a = &diff->a->facts.sections[layer], *b = &diff->b->facts.sections[layer];
    const struct envfp_fact *there = before ? before : after;
    if (diff->ignores && envfp__diff_is_ignored(diff, layer, there->key)) {
        diff->layers[layer].ignored = true;
        return;
    }
    struct envfp_change change = {.layer = layer,
                                  .kind = ENVFP_CHANGED,
                                  .class = there->class,
                                  .key = there->key,
                                  .collector_length = there->collector_length,
                                  .before = before,
                                  .after = after};
    /* Of two classes the one that says more of identity, whichever side has it. */
    if (before && after && after->class < change.class)
        change.class = after->class;
    if (!before)
        change.kind = cannot_tell(a, b, there->key) ? ENVFP_UNTOLD : ENVFP_ADDED;
    if (!after)
        change.kind = cannot_tell(b, a, there->key) ? ENVFP_UNTOLD : ENVFP_REMOVED;
    envfp__diff_weigh(&change);
    struct envfp_change *room =
        envfp__arena_grow(&diff->arena, diff->changes, diff->count, &diff->capacity, sizeof *room);
    if (!room)
        return;
    diff->changes = room;
    diff->changes[diff->count++] = change;
    tally(&diff->layers[layer], &change);
}

/* One side of a walk: all facts of a section, or those outside its digest only. */
struct side {
    const struct section *section;
    const uint32_t *index; /* NULL: all facts */
    size_t count, at;
    size_t collector; /* next of the section's collectors to look at */
};

static struct side side_of(const struct section *section, bool unhashed_only)
{
    if (unhashed_only)
        return (struct side){section, section->unhashed, section->unhashed_count, 0, 0};
    return (struct side){section, NULL, section->count, 0, 0};
}

static const struct envfp_fact *side_fact(const struct side *side)
{
    if (side->at >= side->count)
        return NULL;
    return &side->section->facts[side->index ? side->index[side->at] : side->at];
}

/* The collector whose facts begin here, and can be skipped as a whole; NULL where there is none. */
static const struct collector_digest *side_collector(struct side *side)
{
    const struct section *section = side->section;
    while (side->collector < section->collector_count &&
           (section->collectors[side->collector].end == 0 ||
            section->collectors[side->collector].first < side->at))
        side->collector++;
    if (side->collector == section->collector_count || section->collectors[side->collector].first != side->at)
        return NULL;
    return &section->collectors[side->collector];
}

static bool skip_collector(struct side *a, struct side *b)
{
    const struct collector_digest *left = side_collector(a), *right = left ? side_collector(b) : NULL;
    if (!right || !view_equal(left->name, right->name) || memcmp(left->digest, right->digest, 64) != 0)
        return false;
    a->at = left->end;
    b->at = right->end;
    return true;
}

static void walk(struct envfp_diff *diff, enum envfp_layer layer, struct side a, struct side b, bool skip)
{
    for (;;) {
        if (skip && skip_collector(&a, &b))
            continue;
        const struct envfp_fact *before = side_fact(&a), *after = side_fact(&b);
        if (!before && !after)
            return;
        int order = !before ? 1 : !after ? -1 : view_compare(before->key, after->key);
        a.at += order <= 0;
        b.at += order >= 0;
        if (order != 0 || !envfp__facts_value_equal(before, after))
            note(diff, layer, order <= 0 ? before : NULL, order >= 0 ? after : NULL);
    }
}

static bool tells(const struct section *section)
{
    return section->status <= ENVFP_LAYER_PARTIAL;
}

void envfp__diff_layer(struct envfp_diff *diff, enum envfp_layer layer)
{
    const struct section *a = &diff->a->facts.sections[layer], *b = &diff->b->facts.sections[layer];
    diff->layers[layer].first = diff->count;
    if (tells(a) && tells(b) && !envfp__diff_is_token(diff->a) && !envfp__diff_is_token(diff->b)) {
        /* Digests may replace facts only where they were checked against them. */
        bool trusted = diff->a->verified && diff->b->verified;
        bool equal = trusted && envfp__diff_digest_equal(a->digest, b->digest);
        bool unhashed_only = equal && a->indexed && b->indexed;
        walk(diff, layer, side_of(a, unhashed_only), side_of(b, unhashed_only),
             trusted && !unhashed_only && a->indexed && b->indexed);
    }
    envfp__diff_judge(diff, layer);
}
