/* SPDX-License-Identifier: MIT */
/* A source closes what it holds open when it is released, and at once where it could not be made. */
#include "registry/registry.h"
#include "source/system.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#define MEMORY ((size_t)64 << 20)

static size_t open_files(void)
{
    size_t count = 0;
    DIR *directory = opendir("/proc/self/fd");
    cr_assert_not_null(directory);
    while (readdir(directory))
        count++;
    closedir(directory);
    return count;
}

static enum envfp_status make_live(struct source_common *common, struct source *source)
{
    return envfp__source_live(common, &(struct source_options){0}, source);
}

static enum envfp_status make_pid(struct source_common *common, struct source *source)
{
    return envfp__source_pid(common, (uint32_t)getpid(), source);
}

static enum envfp_status make_root(struct source_common *common, struct source *source)
{
    return envfp__source_root(common, "tests/machines/chroot-debian12/root", true, source);
}

static enum envfp_status make_within(enum envfp_status (*make)(struct source_common *, struct source *),
                                     size_t memory)
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

static void check(enum envfp_status (*make)(struct source_common *, struct source *))
{
    size_t before = open_files();
    cr_expect_neq(make_within(make, 0), ENVFP_OK);
    for (size_t memory = 1; memory < MEMORY; memory += memory / 4 + 1)
        (void)make_within(make, memory);
    cr_expect_eq(make_within(make, MEMORY), ENVFP_OK);
    cr_expect_eq(open_files(), before);
}

Test(source_release, this_machine)
{
    check(make_live);
}

Test(source_release, another_process)
{
    check(make_pid);
}

Test(source_release, a_recording)
{
    check(make_root);
}

Test(source_release, what_was_never_made)
{
    envfp__source_release(&(struct source){0});
}

Test(source_release, a_process_that_is_not_there)
{
    struct arena arena;
    struct source_common common;
    struct source source;
    size_t before = open_files();
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    envfp__source_common_init(&common, &envfp__declarers, &arena);
    cr_expect_eq(envfp__source_pid(&common, UINT32_MAX, &source), ENVFP_NOT_FOUND);
    cr_expect_null(source.ops);
    cr_expect_eq(open_files(), before);
    envfp__arena_release(&arena);
}
