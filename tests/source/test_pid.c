/* SPDX-License-Identifier: MIT */
#include "released.h"

#include <unistd.h>

static enum envfp_status make_pid(struct source_common *common, struct source *source)
{
    return envfp__source_pid(common, (uint32_t)getpid(), source);
}

Test(pid, closes_what_it_holds_open)
{
    check_release(make_pid);
}

Test(pid, of_a_process_that_is_not_there)
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
