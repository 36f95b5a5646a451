/* SPDX-License-Identifier: MIT */
/* A source closes what it holds open when it is released, and at once where it could not be made. */
#ifndef ENVFP_TESTS_RELEASED_H
#define ENVFP_TESTS_RELEASED_H

#include "registry/registry.h"
#include "source/system.h"

#include <criterion/criterion.h>
#include <dirent.h>

#define MEMORY ((size_t)64 << 20)

static inline size_t open_files(void)
{
    size_t count = 0;
    DIR *directory = opendir("/proc/self/fd");
    cr_assert_not_null(directory);
    while (readdir(directory))
        count++;
    closedir(directory);
    return count;
}

static inline enum envfp_status
make_within(enum envfp_status (*make)(struct source_common *, struct source *), size_t memory)
{
    struct arena arena;
    struct source_common common;
    struct source source;
    envfp__arena_init(&arena, NULL, memory);
    envfp__source_common_init(&common, &envfp__declarers, &arena);
    enum envfp_status status = make(&common, &source);
    cr_expect_eq(status == ENVFP_OK, source.ops != NULL, "empty where it could not be made");
    envfp__source_release(&source);
    envfp__arena_release(&arena);
    return status;
}

static inline void check_release(enum envfp_status (*make)(struct source_common *, struct source *))
{
    size_t before = open_files();
    cr_expect_neq(make_within(make, 0), ENVFP_OK);
    for (size_t memory = 1; memory < MEMORY; memory += memory / 4 + 1)
        (void)make_within(make, memory);
    cr_expect_eq(make_within(make, MEMORY), ENVFP_OK);
    cr_expect_eq(open_files(), before);
}

#endif
