/* SPDX-License-Identifier: MIT */
#include "form/digest.h"
#include "base/sort.h"

#include "form/jcs.h"

/* Neighbouring facts of one collector. */
struct run {
    struct view collector;
    size_t first, end, hashed;
};

struct hashing {
    struct sha256 hash;
    struct jcs jcs;
};

/* Asks the processor for SHA instructions once for all digests of a fingerprint. */
static void start(struct hashing *hashing)
{
    envfp__sha256_restart(&hashing->hash);
    envfp__jcs_to_hash(&hashing->jcs, &hashing->hash);
}

static void finish(struct hashing *hashing, char digest[65])
{
    envfp__jcs_flush(&hashing->jcs);
    envfp__sha256_final_hex(&hashing->hash, digest);
}

/* Finds the runs of adjacent facts of one collector. A key without a dot may sort between another collector's keys
 * ("cpu", "cpu-x.y", "cpu.z"), so one collector may have two runs, and runs may be out of order. Indexes of facts that
 * are not hashed are collected in the same pass. */
static struct run *find_runs(struct arena *arena, struct section *section, size_t *count)
{
    struct run *runs = NULL;
    size_t capacity = 0;
    *count = 0;
    for (size_t i = 0; i < section->count; i++) {
        const struct envfp_fact *fact = &section->facts[i];
        if (fact->class != ENVFP_HASHED) {
            if (section->unhashed)
                section->unhashed[section->unhashed_count++] = (uint32_t)i;
            continue;
        }
        struct view collector = fact_collector(fact);
        if (*count && view_equal(runs[*count - 1].collector, collector)) {
            runs[*count - 1].end = i + 1;
            runs[*count - 1].hashed++;
            continue;
        }
        struct run *room = envfp__arena_grow(arena, runs, *count, &capacity, sizeof *runs);
        if (!room)
            break;
        runs = room;
        runs[(*count)++] = (struct run){collector, i, i + 1, 1};
    }
    envfp__sort(arena, runs, *count, sizeof *runs);
    return runs;
}

static void add_run(struct jcs *jcs, const struct section *section, const struct run *run)
{
    for (size_t i = run->first; i < run->end; i++) {
        if (section->facts[i].class != ENVFP_HASHED)
            continue;
        envfp__jcs_key(jcs, section->facts[i].key);
        envfp__jcs_value(jcs, &section->facts[i]);
    }
}

static void digest_collector(struct hashing *hashing, const struct section *section, const struct run *runs,
                             size_t count, char digest[65])
{
    start(hashing);
    envfp__jcs_open(&hashing->jcs, '{');
    envfp__jcs_key(&hashing->jcs, VIEW("collector"));
    envfp__jcs_string(&hashing->jcs, runs->collector);
    envfp__jcs_key(&hashing->jcs, VIEW("facts"));
    envfp__jcs_open(&hashing->jcs, '{');
    for (size_t i = 0; i < count; i++)
        add_run(&hashing->jcs, section, &runs[i]);
    envfp__jcs_close(&hashing->jcs, '}');
    envfp__jcs_close(&hashing->jcs, '}');
    finish(hashing, digest);
}

static void digest_collectors(struct hashing *hashing, struct arena *arena, struct section *section,
                              const struct digest_known *known)
{
    size_t count, at = 0;
    section->unhashed = envfp__arena_array(arena, section->count, sizeof *section->unhashed);
    const struct run *runs = find_runs(arena, section, &count);
    section->collectors = envfp__arena_array(arena, count, sizeof *section->collectors);
    section->indexed = section->unhashed && section->collectors;
    if (!section->indexed || !runs)
        return;
    for (size_t i = 0; i < count;) {
        size_t end = i, facts = 0;
        for (; end < count && view_equal(runs[end].collector, runs[i].collector); end++)
            facts += runs[end].hashed;
        struct collector_digest *made = &section->collectors[section->collector_count++];
        made->name = runs[i].collector;
        made->first = runs[i].first;
        made->end = end == i + 1 && runs[i].end - runs[i].first == facts ? runs[i].end : 0;
        while (known && at < known->count && view_compare(known->collectors[at].name, made->name) < 0)
            at++;
        if (known && at < known->count && known->collectors[at].end == facts &&
            view_equal(known->collectors[at].name, made->name))
            memcpy(made->digest, known->collectors[at].digest, sizeof made->digest);
        else
            digest_collector(hashing, section, runs + i, end - i, made->digest);
        i = end;
    }
}

/* What of a section is digested: all of it, or what its own runtime says. */
struct part {
    const struct section *section;
    enum envfp_layer layer;
    bool languages; /* only collectors that are named as a language is */
};

static bool is_language(struct view collector)
{
    return envfp__registry_language_of(collector, "") != NULL;
}

/* Whether a gap stands for hashed facts of the part. */
static bool is_missing(const struct part *part, struct view gap)
{
    size_t end = 0;
    while (end < gap.length && gap.text[end] != '.' && gap.text[end] != '/')
        end++;
    return envfp__registry_gap_is_hashed(part->layer, gap) &&
           (!part->languages || is_language(view_take(gap, end)));
}

static void digest_part(struct hashing *hashing, const struct part *part, enum envfp_layer_status status,
                        char digest[65])
{
    const struct section *section = part->section;
    struct jcs *jcs = &hashing->jcs;
    start(hashing);
    envfp__jcs_open(jcs, '{');
    envfp__jcs_key(jcs, VIEW("collectors"));
    envfp__jcs_open(jcs, '{');
    for (size_t i = 0; i < section->collector_count; i++) {
        if (part->languages && !is_language(section->collectors[i].name))
            continue;
        envfp__jcs_key(jcs, section->collectors[i].name);
        envfp__jcs_string(jcs, view_of(section->collectors[i].digest));
    }
    envfp__jcs_close(jcs, '}');
    envfp__jcs_key(jcs, VIEW("layer"));
    envfp__jcs_string(jcs, view_of(envfp_layer_name(part->layer)));
    envfp__jcs_key(jcs, VIEW("missing"));
    envfp__jcs_open(jcs, '[');
    for (size_t i = 0; i < section->gap_count; i++) {
        if (!is_missing(part, section->gaps[i].key))
            continue;
        envfp__jcs_item(jcs);
        envfp__jcs_string(jcs, section->gaps[i].key);
    }
    envfp__jcs_close(jcs, ']');
    envfp__jcs_key(jcs, VIEW("schema"));
    envfp__jcs_integer(jcs, section->schema);
    envfp__jcs_key(jcs, VIEW("status"));
    envfp__jcs_string(jcs, view_of(envfp_layer_status_name(status)));
    envfp__jcs_close(jcs, '}');
    finish(hashing, digest);
}

/* As the app section would be with everything left out that is no language's. */
static void digest_runtime(struct hashing *hashing, struct facts *facts)
{
    const struct part part = {&facts->sections[ENVFP_LAYER_APP], ENVFP_LAYER_APP, true};
    bool there = false, missing = false;
    facts->runtime = (struct own_runtime){.status = ENVFP_LAYER_SKIPPED};
    for (size_t i = 0; i < part.section->collector_count; i++)
        there = there || is_language(part.section->collectors[i].name);
    if (!there)
        return;
    for (size_t i = 0; i < part.section->gap_count; i++)
        missing = missing || is_missing(&part, part.section->gaps[i].key);
    facts->runtime.status = missing ? ENVFP_LAYER_PARTIAL : ENVFP_LAYER_OBSERVED;
    digest_part(hashing, &part, facts->runtime.status, facts->runtime.digest);
}

/* The layers sorted by name, as members of a JSON object are, and not from the bottom up. */
const unsigned char envfp__digest_layer_order[ENVFP_LAYER_COUNT] = {
    ENVFP_LAYER_CONTAINER, ENVFP_LAYER_HARDWARE, ENVFP_LAYER_HYPERVISOR, ENVFP_LAYER_KERNEL,
    ENVFP_LAYER_LIBC,      ENVFP_LAYER_PACKAGES, ENVFP_LAYER_RUNTIMES,   ENVFP_LAYER_SANDBOX};

static void digest_root(struct hashing *hashing, const struct facts *facts, char root[65])
{
    struct jcs *jcs = &hashing->jcs;
    start(hashing);
    envfp__jcs_open(jcs, '{');
    envfp__jcs_key(jcs, VIEW("layers"));
    envfp__jcs_open(jcs, '{');
    for (unsigned i = 0; i < ENVFP_LAYER_COUNT; i++) {
        enum envfp_layer layer = (enum envfp_layer)envfp__digest_layer_order[i];
        const struct section *section = &facts->sections[layer];
        envfp__jcs_key(jcs, view_of(envfp_layer_name(layer)));
        envfp__jcs_string(
            jcs, view_of(section->digest[0] ? section->digest : envfp_layer_status_name(section->status)));
    }
    envfp__jcs_close(jcs, '}');
    envfp__jcs_close(jcs, '}');
    finish(hashing, root);
}

void envfp__digest_facts_known(struct facts *facts, const struct digest_known *known, char root[65])
{
    struct hashing hashing;
    envfp__sha256_init(&hashing.hash);
    for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++) {
        struct section *section = &facts->sections[i];
        section->collectors = NULL;
        section->collector_count = section->unhashed_count = 0;
        section->indexed = false;
        section->digest[0] = '\0';
        if (!digest_has(section->status) || (i == ENVFP_LAYER_APP && section->count == 0))
            continue;
        digest_collectors(&hashing, facts->arena, section, known ? &known[i] : NULL);
        digest_part(&hashing, &(struct part){section, (enum envfp_layer)i, false}, section->status,
                    section->digest);
    }
    digest_runtime(&hashing, facts);
    digest_root(&hashing, facts, root);
}

void envfp__digest_facts(struct facts *facts, char root[65])
{
    envfp__digest_facts_known(facts, NULL, root);
}
