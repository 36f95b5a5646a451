/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "world.h"

#define LC ENVFP_LAYER_LIBC

Test(nss, keeps_the_order_of_sources)
{
    struct world *world = world_new();
    world_collect(world, "nss");
    cr_assert_eq(world_facts(world)->sections[LC].count, 0);
    world_file(world, "/etc/nsswitch.conf",
               "# comment: x\npasswd:\t  files systemd # more\nhosts:          files mdns4_minimal "
               "[NOTFOUND=return] dns\nethers: db\ngroup:\nbroken line\n");
    world_collect(world, "nss");
    cr_assert_str_eq(world_string(world, LC, "nss.passwd"), "files systemd");
    cr_assert_str_eq(world_string(world, LC, "nss.hosts"), "files mdns4_minimal [NOTFOUND=return] dns");
    cr_assert_eq(world_facts(world)->sections[LC].count, 2);
    world_error(world, "/etc/nsswitch.conf", ENVFP_REASON_DENIED);
    world_collect(world, "nss");
    cr_assert_str_eq(world_gap(world, LC, "nss.*"), "denied");
    world_free(world);
}
