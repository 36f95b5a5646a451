/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "world.h"

static struct world *world;

static void set_up(void)
{
    world = world_new();
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(namespaces, .init = set_up, .fini = tear_down);

#define CONTAINER ENVFP_LAYER_CONTAINER

static void initial(void)
{
    world_link(world, "/proc/self/ns/cgroup", "cgroup:[4026531835]");
    world_link(world, "/proc/self/ns/ipc", "ipc:[4026531839]");
    world_link(world, "/proc/self/ns/mnt", "mnt:[4026531841]");
    world_link(world, "/proc/self/ns/net", "net:[4026531840]");
    world_link(world, "/proc/self/ns/pid", "pid:[4026531836]");
    world_link(world, "/proc/self/ns/user", "user:[4026531837]");
    world_link(world, "/proc/self/ns/uts", "uts:[4026531838]");
}

Test(namespaces, hashes_nothing_in_the_initial_ones)
{
    initial();
    world_collect(world, "namespaces");
    cr_assert_null(world_set(world, CONTAINER, "namespaces.isolated"));
    cr_assert_str_eq(world_set(world, CONTAINER, "namespaces.initial"), "cgroup ipc pid user uts");
    cr_assert_null(world_set(world, CONTAINER, "namespaces.other"));
}

Test(namespaces, names_the_kinds_that_are_isolated)
{
    initial();
    world_link(world, "/proc/self/ns/pid", "pid:[4026532456]");
    world_link(world, "/proc/self/ns/uts", "uts:[4026532454]");
    world_collect(world, "namespaces");
    cr_assert_str_eq(world_set(world, CONTAINER, "namespaces.isolated"), "pid uts");
}

Test(namespaces, tells_mounts_and_network_on_kernels_that_fix_their_numbers)
{
    initial();
    world_link(world, "/proc/self/ns/net", "net:[4026531833]");
    world_collect(world, "namespaces");
    cr_assert_str_eq(world_set(world, CONTAINER, "namespaces.other"), "mnt");
    cr_assert_str_eq(world_set(world, CONTAINER, "namespaces.initial"), "cgroup ipc net pid user uts");
}

Test(namespaces, reads_nothing_into_another_kernels_numbers)
{
    world_link(world, "/proc/self/ns/net", "net:[157]");
    world_link(world, "/proc/self/ns/pid", "pid:[158]");
    world_link(world, "/proc/self/ns/user", "user:[159]");
    world_collect(world, "namespaces");
    cr_assert_null(world_set(world, CONTAINER, "namespaces.isolated"));
    cr_assert_null(world_set(world, CONTAINER, "namespaces.initial"));
    cr_assert_null(world_gap(world, CONTAINER, "namespaces.isolated"));
}

Test(namespaces, refuses_other_text)
{
    initial();
    world_link(world, "/proc/self/ns/pid", "pid:[many]");
    world_collect(world, "namespaces");
    cr_assert_str_eq(world_gap(world, CONTAINER, "namespaces.isolated"), "malformed");
}
