/* SPDX-License-Identifier: MIT */
/* A fingerprint made by hand: two facts of most kinds, gaps, a stack, an app section. */
#ifndef TESTS_FORM_SAMPLE_H
#define TESTS_FORM_SAMPLE_H

#include <criterion/criterion.h>
#include <stdlib.h>

#include "fingerprint.h"
#include "form/digest.h"

struct sample_fact {
    enum envfp_layer layer;
    enum envfp_class class;
    const char *key, *string; /* a NULL string stands for the integer */
    int64_t integer;
};

static const struct sample_fact sample_facts[] = {
    {ENVFP_LAYER_HARDWARE, ENVFP_HASHED, "arch.machine", "x86_64", 0},
    {ENVFP_LAYER_HARDWARE, ENVFP_HASHED, "cpu.isa_level", "x86-64-v4", 0},
    {ENVFP_LAYER_HARDWARE, ENVFP_HASHED, "cpu.family", NULL, 6},
    {ENVFP_LAYER_HARDWARE, ENVFP_HASHED, "cpu.model_name", "A \"quoted\" \\\\ name \xc3\xa9 \xf0\x9f\x90\xa7",
     0},
    {ENVFP_LAYER_HARDWARE, ENVFP_CONTEXT, "cpu.logical", NULL, 2},
    {ENVFP_LAYER_HARDWARE, ENVFP_DERIVED, "cpu.microarchitecture", "sapphirerapids", 0},
    {ENVFP_LAYER_HARDWARE, ENVFP_HASHED, "numbers.most", NULL, INT64_C(9007199254740991)},
    {ENVFP_LAYER_HARDWARE, ENVFP_HASHED, "numbers.least", NULL, -INT64_C(9007199254740991)},
    {ENVFP_LAYER_HARDWARE, ENVFP_HASHED, "numbers", "a key without a dot", 0},
    {ENVFP_LAYER_HARDWARE, ENVFP_HASHED, "numbers-two.x", "sorts between", 0},
    {ENVFP_LAYER_HYPERVISOR, ENVFP_HASHED, "cpuid.hypervisor", "set", 0},
    {ENVFP_LAYER_KERNEL, ENVFP_HASHED, "uname.release", "6.18.44", 0},
    {ENVFP_LAYER_CONTAINER, ENVFP_CONTEXT, "cgroup.container_id", "0123", 0},
    {ENVFP_LAYER_LIBC, ENVFP_HASHED, "libc.kind", "glibc", 0},
    {ENVFP_LAYER_LIBC, ENVFP_HASHED, "libc.version", "2.36", 0},
    {ENVFP_LAYER_PACKAGES, ENVFP_HASHED, "dpkg/libc6:amd64", "2.36-9+deb12u10", 0},
    {ENVFP_LAYER_PACKAGES, ENVFP_HASHED, "dpkg/libstdc++6:amd64", "12.2.0-14+deb12u1", 0},
    {ENVFP_LAYER_PACKAGES, ENVFP_HASHED, "dpkg/zlib1g:amd64", "", 0},
    {ENVFP_LAYER_PACKAGES, ENVFP_HASHED, "os.id", "debian", 0},
    {ENVFP_LAYER_PACKAGES, ENVFP_HASHED, "os.version_id", "12", 0},
    {ENVFP_LAYER_RUNTIMES, ENVFP_HASHED, "python.version", "3.11.7", 0},
    {ENVFP_LAYER_RUNTIMES, ENVFP_HASHED, "python/requests", "2.31.0", 0},
    {ENVFP_LAYER_APP, ENVFP_HASHED, "service.version", "1.2", 0},
};
#define SAMPLE_COUNT (sizeof sample_facts / sizeof *sample_facts)

static inline void sample_add(struct envfp_fingerprint *sample, const struct sample_fact *fact)
{
    struct envfp_fact added = {.key = view_of(fact->key), .class = fact->class, .type = ENVFP_STRING};
    added.value.string = view_of(fact->string);
    if (!fact->string) {
        added.type = ENVFP_INTEGER;
        added.value.integer = fact->integer;
    }
    envfp__facts_append(&sample->facts, fact->layer, &added);
}

static inline void sample_add_set(struct envfp_fingerprint *sample)
{
    static const struct view items[] = {{"avx2", 4}, {"sha_ni", 6}, {"sse4_2", 6}};
    struct envfp_fact set = {.key = VIEW("cpu.isa"), .class = ENVFP_HASHED, .type = ENVFP_SET};
    set.value.set.items = items;
    set.value.set.count = 3;
    envfp__facts_append(&sample->facts, ENVFP_LAYER_HARDWARE, &set);
    set.key = VIEW("empty.set");
    set.value.set.count = 0;
    envfp__facts_append(&sample->facts, ENVFP_LAYER_SANDBOX, &set);
    struct envfp_fact flag = {.key = VIEW("flag.on"), .class = ENVFP_HASHED, .type = ENVFP_BOOLEAN};
    flag.value.boolean = true;
    envfp__facts_append(&sample->facts, ENVFP_LAYER_SANDBOX, &flag);
}

/* Facts in an order that `seed` shuffles (0: as they stand). */
static inline struct envfp_fingerprint *sample_shuffled(const struct envfp_allocator *allocator,
                                                        unsigned seed)
{
    struct envfp_fingerprint *sample = envfp__fingerprint_new(allocator, SIZE_MAX);
    if (!sample)
        return NULL;
    size_t order[SAMPLE_COUNT];
    for (size_t i = 0; i < SAMPLE_COUNT; i++)
        order[i] = i;
    for (size_t i = SAMPLE_COUNT; seed && i > 1; i--) {
        seed = seed * 1103515245 + 12345;
        size_t j = (seed >> 8) % i, swap = order[j];
        order[j] = order[i - 1];
        order[i - 1] = swap;
    }
    for (size_t i = 0; i < SAMPLE_COUNT; i++)
        sample_add(sample, &sample_facts[order[i]]);
    sample_add_set(sample);
    for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++)
        sample->facts.sections[i].status = ENVFP_LAYER_OBSERVED;
    sample->facts.sections[ENVFP_LAYER_CONTAINER].status = ENVFP_LAYER_NONE;
    envfp__facts_gap(&sample->facts, ENVFP_LAYER_HARDWARE, "arch.machine", ENVFP_REASON_DENIED);
    envfp__facts_gap(&sample->facts, ENVFP_LAYER_HARDWARE, "zz.*", ENVFP_REASON_TRUNCATED);
    sample->facts.sections[ENVFP_LAYER_HARDWARE].status = ENVFP_LAYER_PARTIAL;
    envfp__facts_seal(&sample->facts);
    static struct envfp_boundary stack[] = {{"machine", "physical", NULL, NULL},
                                            {"vm", "kvm", "firecracker", "strong"},
                                            {"container", "docker", NULL, NULL},
                                            {"virtualenv", "python", NULL, NULL}};
    sample->facts.stack = stack;
    sample->facts.stack_count = sizeof stack / sizeof *stack;
    envfp__digest_facts(&sample->facts, sample->digest);
    if (!sample->arena.failed)
        return sample;
    envfp_fingerprint_free(sample);
    return NULL;
}

static inline struct envfp_fingerprint *sample_new(void)
{
    return sample_shuffled(NULL, 0);
}

static inline char *form_of(const struct envfp_fingerprint *fingerprint, enum envfp_form form)
{
    char *text;
    size_t length;
    cr_assert_eq(envfp_fingerprint_copy_form(fingerprint, form, &text, &length), ENVFP_OK);
    cr_assert_eq(strlen(text), length);
    return text;
}

static inline struct envfp_fingerprint *parse(const char *text, size_t length)
{
    struct envfp_fingerprint *fingerprint;
    enum envfp_status status = envfp_fingerprint_parse(NULL, text, length, &fingerprint);
    cr_assert_eq(status == ENVFP_OK, fingerprint != NULL);
    return fingerprint;
}

static inline enum envfp_status parse_status(const char *text, size_t length)
{
    struct envfp_fingerprint *fingerprint;
    enum envfp_status status = envfp_fingerprint_parse(NULL, text, length, &fingerprint);
    envfp_fingerprint_free(fingerprint);
    return status;
}

/* An allocator that counts, and can fail the n-th request. */
struct counter {
    size_t held, most, requests, fail_at;
};

static inline void *counter_allocate(void *state, size_t size)
{
    struct counter *counter = state;
    if (++counter->requests == counter->fail_at)
        return NULL;
    counter->held += size;
    if (counter->held > counter->most)
        counter->most = counter->held;
    return malloc(size);
}

static inline void counter_release(void *state, void *block, size_t size)
{
    struct counter *counter = state;
    counter->held -= size;
    free(block);
}

#endif
