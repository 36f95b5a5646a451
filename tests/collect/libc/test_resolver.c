/* SPDX-License-Identifier: MIT */
#include "world.h"

#include <criterion/criterion.h>

#define LC ENVFP_LAYER_LIBC

static struct world *world;

static void set_up(void)
{
    world = world_new();
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(resolver, .init = set_up, .fini = tear_down);

/* As the kubelet writes it. */
Test(resolver, options_are_told_and_addresses_are_not)
{
    world_file(world, "/etc/resolv.conf",
               "# hunter2\nsearch a.svc.cluster.local svc.cluster.local cluster.local\n"
               "nameserver 10.96.0.10\noptions ndots:5 hunter2 timeout:x\noptions edns0\n");
    world_collect(world, "resolver");
    cr_expect_str_eq(world_set(world, LC, "resolver.options"), "? edns0 ndots:5");
    cr_expect_eq(world_integer(world, LC, "resolver.nameservers"), 1);
    cr_expect_eq(world_integer(world, LC, "resolver.domains"), 3);
}

Test(resolver, rules_of_known_networks_are_shown)
{
    world_file(world, "/etc/gai.conf",
               "# precedence ::/0 1\nprecedence ::ffff:0:0/96  100\nlabel fd12:3456::/32 7\nreload yes\n");
    world_collect(world, "resolver");
    cr_expect_str_eq(world_set(world, LC, "resolver.address_order"),
                     "label ? 7 precedence ::ffff:0:0/96 100");
}

Test(resolver, nothing_is_said_of_what_is_not_there)
{
    world_collect(world, "resolver");
    cr_expect_eq(world_facts(world)->sections[LC].count, 0);
    world_file(world, "/etc/gai.conf", "#\n");
    world_file(world, "/etc/resolv.conf", "");
    world_collect(world, "resolver");
    cr_expect_null(world_set(world, LC, "resolver.options"));
    cr_expect_eq(world_integer(world, LC, "resolver.nameservers"), 0);
}

Test(resolver, what_cannot_be_read_is_a_gap)
{
    world_error(world, "/etc/resolv.conf", ENVFP_REASON_DENIED);
    world_error(world, "/etc/gai.conf", ENVFP_REASON_BUSY);
    world_collect(world, "resolver");
    cr_expect_str_eq(world_gap(world, LC, "resolver.options"), "denied");
    cr_expect_str_eq(world_gap(world, LC, "resolver.address_order"), "busy");
}
