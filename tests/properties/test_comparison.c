/* SPDX-License-Identifier: MIT */
/* What holds for any two fingerprints. */
#include "diff/support.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#define ROUNDS 400

static uint32_t state;

static uint32_t draw(uint32_t below)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state % below;
}

static const struct {
    enum envfp_layer layer;
    const char *key;
} keys[] = {
    {ENVFP_LAYER_HARDWARE, "arch.machine"},   {ENVFP_LAYER_KERNEL, "uname.sysname"},
    {ENVFP_LAYER_KERNEL, "uname.release"},    {ENVFP_LAYER_KERNEL, "uname.version"},
    {ENVFP_LAYER_LIBC, "libc.kind"},          {ENVFP_LAYER_LIBC, "libc.version"},
    {ENVFP_LAYER_PACKAGES, "os.id"},          {ENVFP_LAYER_PACKAGES, "os.version_id"},
    {ENVFP_LAYER_PACKAGES, "dpkg/a"},         {ENVFP_LAYER_PACKAGES, "dpkg/b"},
    {ENVFP_LAYER_PACKAGES, "dpkg/c"},         {ENVFP_LAYER_PACKAGES, "dpkg/d"},
    {ENVFP_LAYER_RUNTIMES, "python.version"}, {ENVFP_LAYER_RUNTIMES, "python/x"},
    {ENVFP_LAYER_HYPERVISOR, "verdict.kind"}, {ENVFP_LAYER_CONTAINER, "verdict.runtime"},
};

static const char *const gaps[] = {"libc.*", "dpkg/*", "os.id", "python/*", "uname.release", "verdict.*"};

static struct envfp_fingerprint *any(void)
{
    static const char *const values[] = {"1", "2.3", "2.3.4"};
    struct envfp_fingerprint *f = begin();
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (draw(4))
            string(f, keys[i].layer, keys[i].key, values[draw(3)]);
    for (size_t i = 0; i < sizeof gaps / sizeof *gaps; i++)
        for (unsigned layer = 0; layer < ENVFP_LAYER_COUNT; layer++)
            if (draw(16) == 0)
                gap(f, (enum envfp_layer)layer, gaps[i]);
    end(f);
    for (unsigned i = 0; i < ENVFP_LAYER_COUNT; i++) {
        if (draw(12) == 0)
            f->facts.sections[i].status = (enum envfp_layer_status)draw(7);
        if (draw(12) == 0)
            f->facts.sections[i].schema = 2;
    }
    again(f);
    return f;
}

static enum envfp_change_kind mirrored(enum envfp_change_kind kind)
{
    return kind == ENVFP_ADDED ? ENVFP_REMOVED : kind == ENVFP_REMOVED ? ENVFP_ADDED : kind;
}

static void expect_mirror(const struct envfp_diff *there, const struct envfp_diff *back)
{
    cr_assert_eq(there->verdict, back->verdict);
    cr_assert_eq(there->pin, back->pin);
    cr_assert_eq(there->count, back->count);
    for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++)
        cr_assert_eq(there->layers[i].verdict, back->layers[i].verdict);
    for (size_t i = 0; i < there->count; i++) {
        const struct envfp_change *x = &there->changes[i], *y = &back->changes[i];
        cr_assert(view_equal(x->key, y->key));
        cr_assert_eq(x->kind, mirrored(y->kind));
        cr_assert_eq(x->impact, y->impact);
        cr_assert_eq(x->class, y->class);
        cr_assert_eq(x->before, y->after);
        cr_assert_eq(x->after, y->before);
    }
}

Test(comparison, a_comparison_and_its_mirror)
{
    state = 20261121;
    for (int round = 0; round < ROUNDS; round++) {
        struct envfp_fingerprint *a = any(), *b = any();
        struct envfp_diff *there = compare(a, b), *back = compare(b, a);
        cr_assert(there && back);
        expect_mirror(there, back);
        envfp_diff_free(there);
        envfp_diff_free(back);
        envfp_fingerprint_free(a);
        envfp_fingerprint_free(b);
    }
}

/* Of an unknown layer without hashed facts an equal digest says nothing. */
static bool tells(const struct section *section)
{
    return digest_has(section->status) &&
           (section->status != ENVFP_LAYER_UNKNOWN || section->collector_count > 0);
}

Test(comparison, nothing_differs_from_itself)
{
    state = 7;
    for (int round = 0; round < ROUNDS; round++) {
        struct envfp_fingerprint *a = any();
        struct envfp_diff *diff = compare(a, a);
        cr_assert(diff);
        cr_assert_eq(diff->count, 0);
        cr_assert_neq(diff->verdict, ENVFP_DIFFERS);
        for (unsigned i = 0; i < ENVFP_LAYER_COUNT; i++)
            cr_assert_eq(diff->layers[i].verdict,
                         tells(&a->facts.sections[i]) ? ENVFP_SAME : ENVFP_UNDECIDED);
        envfp_diff_free(diff);
        envfp_fingerprint_free(a);
    }
}

/* Skipping what equal digests cover loses nothing. */
Test(comparison, skipping_changes_nothing)
{
    state = 99;
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t seed = state;
        struct envfp_fingerprint *a = any();
        state = draw(2) ? seed : state;
        struct envfp_fingerprint *b = any();
        struct envfp_diff *fast = compare(a, b);
        for (unsigned i = 0; i < ENVFP_SECTION_COUNT; i++)
            a->facts.sections[i].indexed = false;
        struct envfp_diff *slow = compare(a, b);
        cr_assert(fast && slow);
        cr_assert_eq(fast->count, slow->count);
        for (size_t i = 0; i < fast->count; i++) {
            cr_assert(view_equal(fast->changes[i].key, slow->changes[i].key));
            cr_assert_eq(fast->changes[i].kind, slow->changes[i].kind);
        }
        cr_assert_str_eq(fast->headline, slow->headline);
        envfp_diff_free(fast);
        envfp_diff_free(slow);
        envfp_fingerprint_free(a);
        envfp_fingerprint_free(b);
    }
}

/* ---- Failing memory -------------------------------------------------------------------------------- */

struct meter {
    long left, held;
};

static void *measured_allocate(void *meter, size_t size)
{
    struct meter *m = meter;
    if (m->left-- == 0)
        return NULL;
    m->held++;
    return malloc(size);
}

static void measured_release(void *meter, void *block, size_t size)
{
    (void)size;
    ((struct meter *)meter)->held--;
    free(block);
}

static enum envfp_status everything(const struct envfp_fingerprint *a, const struct envfp_fingerprint *b)
{
    struct envfp_diff *diff;
    char *text = NULL, *json = NULL;
    enum envfp_status status = envfp_diff_new(a, b, &diff);
    if (status == ENVFP_OK)
        status = envfp_diff_ignore(diff, "nothing.at.all");
    if (status == ENVFP_OK)
        status = envfp_diff_run(diff);
    if (status == ENVFP_OK)
        status = envfp_diff_copy_text(diff, true, 0, &text, NULL);
    if (status == ENVFP_OK)
        status = envfp_diff_copy_json(diff, &json, NULL);
    envfp_text_free(text);
    envfp_text_free(json);
    envfp_diff_free(diff);
    return status;
}

Test(comparison, every_allocation_may_fail)
{
    struct envfp_fingerprint *a = machine("2.36", "3.11.2"), *b = machine("2.31", "3.12.0");
    char name[16] = "package-000";
    for (int i = 0; i < 400; i++) {
        name[8] = (char)('0' + i / 100);
        name[9] = (char)('0' + i / 10 % 10);
        name[10] = (char)('0' + i % 10);
        member(a, ENVFP_LAYER_PACKAGES, "dpkg", name, "1");
        member(b, ENVFP_LAYER_PACKAGES, "dpkg", name, "2");
    }
    end(a);
    end(b);
    struct envfp_allocator plain = a->arena.allocator;
    struct meter meter = {.left = 0};
    enum envfp_status status = ENVFP_NO_MEMORY;
    for (long n = 0; status != ENVFP_OK; n++) {
        meter = (struct meter){.left = n};
        a->arena.allocator = (struct envfp_allocator){measured_allocate, measured_release, &meter};
        status = everything(a, b);
        cr_assert(status == ENVFP_OK || status == ENVFP_NO_MEMORY);
        cr_assert_eq(meter.held, 0);
        cr_assert_lt(n, 1000);
    }
    a->arena.allocator = plain;
    envfp_fingerprint_free(a);
    envfp_fingerprint_free(b);
}
