/* SPDX-License-Identifier: MIT */
/* What differs in a layer, in a few words. */
#include "diff/diff.h"

#define PHRASES_MAX 2
#define ITEMS_MAX 3
#define VALUE_WIDTH 48
#define NAME_WIDTH 96

/* Facts with a wording of their own, the most telling first. The subject is a fixed word, or the fact `name_key` of
 * each side: "glibc 2.36 in A, musl 1.2.4 in B". Versions of languages follow these. */
static const struct phrase {
    enum envfp_layer layer;
    const char *key, *name_key, *subject;
} phrases[] = {
    {ENVFP_LAYER_HARDWARE, "arch.machine", NULL, NULL},
    {ENVFP_LAYER_HARDWARE, "cpu.isa_level", NULL, NULL},
    {ENVFP_LAYER_HARDWARE, "cpu.isa", NULL, "processor extensions"},
    {ENVFP_LAYER_HARDWARE, "cpu.model_name", NULL, NULL},
    {ENVFP_LAYER_HARDWARE, "topology.cores", NULL, "processor cores"},
    {ENVFP_LAYER_HYPERVISOR, "verdict.kind", NULL, NULL},
    {ENVFP_LAYER_HYPERVISOR, "verdict.vmm", NULL, NULL},
    {ENVFP_LAYER_HYPERVISOR, "verdict.cloud", NULL, "cloud"},
    {ENVFP_LAYER_KERNEL, "uname.release", "uname.sysname", NULL},
    {ENVFP_LAYER_KERNEL, "config.digest", NULL, "kernel configuration"},
    {ENVFP_LAYER_CONTAINER, "verdict.runtime", NULL, NULL},
    {ENVFP_LAYER_CONTAINER, "verdict.orchestrator", NULL, NULL},
    {ENVFP_LAYER_SANDBOX, "verdict.mechanisms", NULL, "confinement"},
    /* Faults that are certain come before what may or may not matter. */
    {ENVFP_LAYER_LIBC, "loader.missing", NULL, "missing preloads"},
    {ENVFP_LAYER_LIBC, "loader.cache_lacks", NULL, "libraries that ldconfig has not seen"},
    {ENVFP_LAYER_LIBC, "loader.cache_stale", NULL, "cached libraries that are gone"},
    {ENVFP_LAYER_LIBC, "locale.missing", NULL, "locales without data"},
    {ENVFP_LAYER_LIBC, "timezone.missing", NULL, "time zone without data"},
    {ENVFP_LAYER_LIBC, "libc.version", "libc.kind", NULL},
    {ENVFP_LAYER_LIBC, "libc.kind", NULL, NULL},
    {ENVFP_LAYER_PACKAGES, "os.version_id", "os.id", NULL},
    {ENVFP_LAYER_PACKAGES, "os.id", NULL, NULL},
};

static const struct {
    const char *inventory, *one, *many;
} nouns[] = {
    {"apk", "package", "packages"},
    {"cargo", "crate", "crates"},
    {"conda", "conda package", "conda packages"},
    {"dpkg", "package", "packages"},
    {"flatpak", "Flatpak", "Flatpaks"},
    {"gem", "gem", "gems"},
    {"nix", "Nix package", "Nix packages"},
    {"node", "Node package", "Node packages"},
    {"opkg", "package", "packages"},
    {"pacman", "package", "packages"},
    {"portage", "package", "packages"},
    {"project.pins", "locked package", "locked packages"},
    {"python", "Python distribution", "Python distributions"},
    {"rpm", "package", "packages"},
    {"snap", "snap", "snaps"},
};

const char *envfp__diff_noun(struct view inventory, bool one)
{
    for (size_t i = 0; i < sizeof nouns / sizeof *nouns; i++)
        if (view_is(inventory, nouns[i].inventory))
            return one ? nouns[i].one : nouns[i].many;
    return NULL;
}

static struct view inventory_of(const struct envfp_change *change)
{
    size_t slash = view_find_byte(change->key, '/');
    return slash == SIZE_MAX ? VIEW("") : view_take(change->key, slash);
}

static bool is_told(const struct envfp_change *change, enum envfp_impact impact)
{
    return change->class == ENVFP_HASHED && change->kind != ENVFP_UNTOLD && change->impact == impact;
}

static const struct envfp_fact *fact_of(const struct envfp_fingerprint *side, enum envfp_layer layer,
                                        const char *key)
{
    return key ? envfp__facts_find(&side->facts, layer, key) : NULL;
}

static void say_value(struct text *out, const struct envfp_fact *fact)
{
    envfp__diff_show_value(out, fact, VALUE_WIDTH);
}

/* A key, or a name that is another fact's value. */
static void say_name(struct text *out, struct view name)
{
    envfp__diff_show_text(out, name, NAME_WIDTH);
}

/* Items that only one of two sets has: "avx512f, avx512vl and 7 more only in NAME". */
static bool say_items(struct text *out, const struct envfp_fact *has, const struct envfp_fact *lacks,
                      const char *where, bool more)
{
    size_t found = 0;
    for (size_t i = 0, j = 0; i < has->value.set.count; i++) {
        struct view item = has->value.set.items[i];
        while (lacks && j < lacks->value.set.count && view_compare(lacks->value.set.items[j], item) < 0)
            j++;
        if (lacks && j < lacks->value.set.count && view_equal(lacks->value.set.items[j], item))
            continue;
        if (found++ >= ITEMS_MAX)
            continue;
        envfp__text_add(out, found > 1 || more ? VIEW(", ") : VIEW(""));
        envfp__diff_show_text(out, item, VALUE_WIDTH);
    }
    if (found > ITEMS_MAX) {
        envfp__text_add(out, VIEW(" and "));
        envfp__text_add_number(out, (int64_t)(found - ITEMS_MAX));
        envfp__text_add(out, VIEW(" more"));
    }
    if (found)
        envfp__text_add_all(out, (const char *const[]){" only in ", where, NULL});
    return found > 0;
}

static void say_sets(const struct envfp_diff *diff, struct text *out, const struct envfp_change *change)
{
    bool first =
        change->before && say_items(out, change->before, change->after, envfp__diff_name(diff, 0), false);
    if (change->after)
        say_items(out, change->after, change->before, envfp__diff_name(diff, 1), first);
}

static bool is_set(const struct envfp_change *change)
{
    return (!change->before || change->before->type == ENVFP_SET) &&
           (!change->after || change->after->type == ENVFP_SET);
}

/* "WHAT VALUE in NAME, VALUE in NAME", what it is once where both sides share it. */
static void say_sides(const struct envfp_diff *diff, struct text *out, const struct envfp_change *change,
                      struct view here, struct view there)
{
    struct view space = VIEW(" ");
    if (change->before) {
        say_name(out, here);
        envfp__text_add(out, here.length ? space : VIEW(""));
        say_value(out, change->before);
        envfp__text_add_all(out, (const char *const[]){change->after ? " in " : " only in ",
                                                       envfp__diff_name(diff, 0), change->after ? ", " : "",
                                                       NULL});
    }
    if (change->after) {
        bool again = !change->before || !view_equal(here, there);
        say_name(out, again ? there : VIEW(""));
        envfp__text_add(out, again && there.length ? space : VIEW(""));
        say_value(out, change->after);
        envfp__text_add_all(out, (const char *const[]){change->before ? " in " : " only in ",
                                                       envfp__diff_name(diff, 1), NULL});
    }
}

static struct view name_of(const struct envfp_diff *diff, const struct envfp_fingerprint *side,
                           const struct phrase *phrase)
{
    (void)diff;
    const struct envfp_fact *fact = fact_of(side, phrase->layer, phrase->name_key);
    return fact && fact->type == ENVFP_STRING ? fact->value.string : view_of(phrase->subject);
}

static void say_change(const struct envfp_diff *diff, const struct envfp_change *change,
                       const struct phrase *phrase, struct text *out)
{
    struct view here = phrase ? name_of(diff, diff->a, phrase) : change->key;
    struct view there = phrase ? name_of(diff, diff->b, phrase) : change->key;
    if (is_set(change)) {
        say_name(out, here);
        envfp__text_add(out, here.length ? VIEW(" ") : VIEW(""));
        say_sets(diff, out, change);
    } else {
        say_sides(diff, out, change, here, there);
    }
}

/* A whole inventory's changes: "12 packages differ (3 only in A, 4 only in B, 5 in version: 4 newer, 1 older in B)". */
static void say_inventory(const struct envfp_diff *diff, const struct layer_diff *layer, size_t start,
                          enum envfp_impact impact, struct text *out)
{
    const struct envfp_change *first = &diff->changes[start];
    struct view inventory = inventory_of(first);
    size_t by_kind[4] = {0}, by_order[3] = {0}, total = 0;
    for (size_t i = start; i < layer->first + layer->count; i++) {
        const struct envfp_change *change = &diff->changes[i];
        if (is_told(change, impact) && view_equal(inventory_of(change), inventory)) {
            by_kind[change->kind]++;
            by_order[envfp__diff_order(change)]++;
            total++;
        }
    }
    const char *noun = envfp__diff_noun(inventory, total == 1);
    if (total == 1) {
        envfp__text_add_all(out, (const char *const[]){noun ? noun : "", noun ? " " : "", NULL});
        struct view name = noun ? view_skip(first->key, inventory.length + 1) : first->key;
        say_sides(diff, out, first, name, name);
        return;
    }
    envfp__text_add_number(out, (int64_t)total);
    envfp__text_add(out, VIEW(" "));
    envfp__text_add(out, noun ? view_of(noun) : inventory);
    envfp__text_add(out, noun ? VIEW(" differ (") : VIEW(" entries differ ("));
    static const struct {
        enum envfp_change_kind kind;
        const char *words;
    } parts[] = {{ENVFP_REMOVED, " only in "}, {ENVFP_ADDED, " only in "}, {ENVFP_CHANGED, " in version"}};
    bool more = false;
    for (size_t i = 0; i < 3; i++) {
        if (by_kind[parts[i].kind] == 0)
            continue;
        envfp__text_add(out, more ? VIEW(", ") : VIEW(""));
        envfp__text_add_number(out, (int64_t)by_kind[parts[i].kind]);
        envfp__text_add(out, view_of(parts[i].words));
        if (parts[i].kind != ENVFP_CHANGED)
            envfp__text_add(out, view_of(envfp__diff_name(diff, parts[i].kind == ENVFP_ADDED)));
        else
            envfp__diff_say_orders(out, view_of(envfp__diff_name(diff, 1)), ": ", by_order, "");
        more = true;
    }
    envfp__text_add(out, VIEW(")"));
}

/* Languages whose versions are interfaces come before the others. */
static bool find_phrase(enum envfp_layer layer, struct view key, struct phrase *phrase, size_t *rank)
{
    const size_t count = sizeof phrases / sizeof *phrases;
    for (*rank = 0; *rank < count; ++*rank)
        if (phrases[*rank].layer == layer && view_is(key, phrases[*rank].key)) {
            *phrase = phrases[*rank];
            return true;
        }
    const struct envfp_language *language = layer == ENVFP_LAYER_RUNTIMES || layer == ENVFP_LAYER_APP
                                                ? envfp__registry_language_of(key, ".version")
                                                : NULL;
    *phrase = (struct phrase){.layer = layer, .subject = envfp_language_get_title(language)};
    *rank = !language ? SIZE_MAX - 1 : language->promise ? count : count + 1;
    return language != NULL;
}

/* Whether a phrase for an earlier change already covers this one: all members of an inventory share a phrase, and a
 * changed name is mentioned with its version. */
static bool is_spoken_for(const struct envfp_diff *diff, const struct layer_diff *layer, size_t index,
                          enum envfp_impact impact)
{
    const struct envfp_change *change = &diff->changes[index];
    struct view inventory = inventory_of(change);
    if (inventory.length) {
        if (index == layer->first)
            return false;
        /* Members of an inventory are adjacent: the change before this one is of the same inventory, or no earlier one
         * is. */
        for (size_t i = index; i-- > layer->first;) {
            if (!view_equal(inventory_of(&diff->changes[i]), inventory))
                return false;
            if (is_told(&diff->changes[i], impact))
                return true;
        }
        return false;
    }
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        if (phrases[i].layer != change->layer || !phrases[i].name_key ||
            !view_is(change->key, phrases[i].name_key))
            continue;
        for (size_t j = layer->first; j < layer->first + layer->count; j++)
            if (view_is(diff->changes[j].key, phrases[i].key))
                return true;
    }
    return false;
}

/* Whether the phrase fits an impact: a version stands for the name beside it even where only the name has that
 * impact. */
static bool may_speak(const struct envfp_change *change, enum envfp_impact impact,
                      const struct phrase *phrase)
{
    return is_told(change, impact) ||
           (phrase && change->kind != ENVFP_UNTOLD && (phrase->name_key || change->class == ENVFP_DERIVED));
}

struct speaker {
    const struct envfp_change *change;
    struct phrase phrase;
    bool worded; /* whether there is such a phrase */
    size_t index, rank;
};

/* Inserts a phrase into the best ones so far, best first; returns how many are kept. */
static size_t keep(struct speaker *best, size_t count, struct speaker speaker)
{
    size_t at = count;
    while (at > 0 && best[at - 1].rank > speaker.rank)
        at--;
    if (at == PHRASES_MAX)
        return count;
    if (count < PHRASES_MAX)
        count++;
    for (size_t i = count - 1; i > at; i--)
        best[i] = best[i - 1];
    best[at] = speaker;
    return count;
}

void envfp__diff_phrases(const struct envfp_diff *diff, enum envfp_layer layer, enum envfp_impact impact,
                         struct text *out)
{
    const struct layer_diff *found = &diff->layers[layer];
    struct speaker best[PHRASES_MAX];
    size_t kept = 0, speakers = 0;
    for (size_t i = found->first; i < found->first + found->count; i++) {
        const struct envfp_change *change = &diff->changes[i];
        struct speaker speaker = {.change = change, .index = i};
        if (layer == ENVFP_LAYER_APP && !envfp__diff_is_runtime(change))
            continue;
        speaker.worded = find_phrase(layer, change->key, &speaker.phrase, &speaker.rank);
        if (!may_speak(change, impact, speaker.worded ? &speaker.phrase : NULL) ||
            is_spoken_for(diff, found, i, impact))
            continue;
        speakers += change->class == ENVFP_HASHED;
        kept = keep(best, kept, speaker);
    }
    for (size_t i = 0; i < kept; i++) {
        envfp__text_add(out, i ? VIEW("; ") : VIEW(""));
        const struct phrase *phrase = best[i].worded ? &best[i].phrase : NULL;
        if (!phrase && inventory_of(best[i].change).length)
            say_inventory(diff, found, best[i].index, impact, out);
        else
            say_change(diff, best[i].change, phrase, out);
        speakers -= best[i].change->class == ENVFP_HASHED;
    }
    if (speakers) {
        envfp__text_add(out, VIEW("; and "));
        envfp__diff_show_count(out, speakers, "more fact", "more facts");
    }
}
