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

TestSuite(namespaced, .init = set_up, .fini = tear_down);

#define CONTAINER ENVFP_LAYER_CONTAINER

Test(namespaced, keeps_deviations_only)
{
    world_file(world, "/proc/sys/net/ipv4/ip_unprivileged_port_start", "0\n");
    world_file(world, "/proc/sys/net/ipv6/conf/all/disable_ipv6", "0\n");
    world_file(world, "/proc/sys/user/max_user_namespaces", "96365\n");
    world_collect(world, "namespaced");
    cr_assert_str_eq(world_string(world, CONTAINER, "sysctl.net.ipv4.ip_unprivileged_port_start"), "0");
    cr_assert_eq(world_facts(world)->sections[CONTAINER].count, 1);
    world_file(world, "/proc/sys/user/max_user_namespaces", "0\n");
    world_collect(world, "namespaced");
    cr_assert_str_eq(world_string(world, CONTAINER, "sysctl.user.max_user_namespaces"), "0");
}

Test(namespaced, tells_the_queues_length_whatever_it_is)
{
    world_file(world, "/proc/sys/net/core/somaxconn", "4096\n");
    world_collect(world, "namespaced");
    cr_assert_str_eq(world_string(world, CONTAINER, "sysctl.net.core.somaxconn"), "4096");
    world_file(world, "/proc/sys/net/core/somaxconn", "many\n");
    world_collect(world, "namespaced");
    cr_assert_null(world_string(world, CONTAINER, "sysctl.net.core.somaxconn"));
}
