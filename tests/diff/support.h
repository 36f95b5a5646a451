/* SPDX-License-Identifier: MIT */
/* Fingerprints made by hand for the tests of diff. */
#ifndef TESTS_DIFF_SUPPORT_H
#define TESTS_DIFF_SUPPORT_H

#include "diff/diff.h"
#include "form/digest.h"

static inline struct envfp_fingerprint *begin(void)
{
    struct envfp_fingerprint *made = envfp__fingerprint_new(NULL, SIZE_MAX / 2);
    if (made)
        made->collector = "envfp test";
    return made;
}

static inline void string(struct envfp_fingerprint *f, enum envfp_layer layer, const char *key,
                          const char *value)
{
    envfp__facts_string(&f->facts, layer, key, view_of(value));
}

static inline void member(struct envfp_fingerprint *f, enum envfp_layer layer, const char *inventory,
                          const char *name, const char *version)
{
    envfp__facts_member(&f->facts, layer, inventory, view_of(name), view_of(version));
}

static inline void gap(struct envfp_fingerprint *f, enum envfp_layer layer, const char *key)
{
    envfp__facts_gap(&f->facts, layer, key, ENVFP_REASON_DENIED);
}

/* Seal and digest; every layer is observed, or partial where it has a gap of hashed facts. */
static inline struct envfp_fingerprint *end(struct envfp_fingerprint *f)
{
    envfp__facts_seal(&f->facts);
    for (unsigned i = 0; i < ENVFP_LAYER_COUNT; i++) {
        struct section *section = &f->facts.sections[i];
        section->status = ENVFP_LAYER_OBSERVED;
        for (size_t j = 0; j < section->gap_count; j++)
            if (envfp__registry_gap_is_hashed((enum envfp_layer)i, section->gaps[j].key))
                section->status = ENVFP_LAYER_PARTIAL;
    }
    envfp__digest_facts(&f->facts, f->digest);
    return f;
}

/* Digest again after a change of status or schema by the test. */
static inline void again(struct envfp_fingerprint *f)
{
    envfp__digest_facts(&f->facts, f->digest);
}

/* A small machine. */
static inline struct envfp_fingerprint *machine(const char *libc, const char *python)
{
    struct envfp_fingerprint *f = begin();
    string(f, ENVFP_LAYER_HARDWARE, "arch.machine", "x86_64");
    string(f, ENVFP_LAYER_KERNEL, "uname.sysname", "Linux");
    string(f, ENVFP_LAYER_KERNEL, "uname.release", "6.1.0");
    string(f, ENVFP_LAYER_KERNEL, "uname.version", "#1 SMP");
    string(f, ENVFP_LAYER_LIBC, "libc.kind", "glibc");
    string(f, ENVFP_LAYER_LIBC, "libc.version", libc);
    string(f, ENVFP_LAYER_PACKAGES, "os.id", "debian");
    string(f, ENVFP_LAYER_PACKAGES, "os.version_id", "12");
    member(f, ENVFP_LAYER_PACKAGES, "dpkg", "libc6:amd64", "2.36-9");
    member(f, ENVFP_LAYER_PACKAGES, "dpkg", "zlib1g:amd64", "1.2.13");
    string(f, ENVFP_LAYER_RUNTIMES, "python.version", python);
    return f;
}

static inline struct envfp_diff *compare(const struct envfp_fingerprint *a, const struct envfp_fingerprint *b)
{
    struct envfp_diff *diff = NULL;
    if (envfp_diff_new(a, b, &diff) != ENVFP_OK || envfp_diff_run(diff) != ENVFP_OK)
        return NULL;
    return diff;
}

static inline const struct envfp_change *find_change(const struct envfp_diff *diff, const char *key)
{
    for (size_t i = 0; i < envfp_diff_get_change_count(diff); i++)
        if (strcmp(envfp_change_get_key(envfp_diff_get_change(diff, i)), key) == 0)
            return envfp_diff_get_change(diff, i);
    return NULL;
}

#endif
