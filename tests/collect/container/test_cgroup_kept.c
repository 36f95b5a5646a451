/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "collect/container/cgroup_kept.h"
#include "source/keep.h"
#include "world.h"

#define ID "188329f95b930c32eeeffd34658ed2538960947e166743fa3743f5ce3d739b40"

/* The path of a group and of a file in it become one path, whichever is renamed. */
Test(cgroup_kept, groups_are_called_alike_wherever_they_stand)
{
    static const char *const groups[] = {"/user.slice/user-1000.slice",
                                         ("/docker/" ID),
                                         "/a/b/c",
                                         "/mesos/0123abcd-0123-0123-0123-0123456789ab",
                                         "/ecs/x/y",
                                         "/lxc/web/.lxc"};
    static const char *const folders[] = {"", "/memory", "/cpu"};
    struct arena arena;
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        for (size_t j = 0; j < sizeof folders / sizeof *folders; j++) {
            struct text group = {.arena = &arena}, file = {.arena = &arena};
            envfp__text_add(&group, view_of(folders[j]));
            envfp__keep_group(view_of(groups[i]), &group);
            envfp__text_add(&group, VIEW("/memory.max"));
            envfp__keep_group(
                envfp__arena_join(
                    &arena, (struct view[]){view_of(folders[j]), view_of(groups[i]), VIEW("/memory.max")}, 3),
                &file);
            cr_expect(view_equal(envfp__text_view(&group), envfp__text_view(&file)), "%s", groups[i]);
        }
    envfp__arena_release(&arena);
}

/* Names are met wherever recordings go: not only where the collector of groups is at work. */
Test(cgroup_kept, paths_of_groups_name_nobody)
{
    struct world *world = world_new();
    struct arena arena;
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    struct text called = {.arena = &arena};
    cr_assert(envfp__keep_called(world_source(world), VIEW("/sys/fs/cgroup/user.slice/hunter/memory.max"),
                                 &called));
    cr_assert(view_is(envfp__text_view(&called), "/sys/fs/cgroup/user.slice/_/memory.max"));
    cr_assert_not(envfp__keep_called(world_source(world), VIEW("/sys/fs/cgroup"), &called));
    cr_assert_not(envfp__keep_called(world_source(world), VIEW("/srv/cgroup/hunter"), &called));
    envfp__arena_release(&arena);
    world_free(world);
}
