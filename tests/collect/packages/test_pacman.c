/* SPDX-License-Identifier: MIT */
#include "packages_world.h"

TestSuite(pacman, .init = set_up, .fini = tear_down);

Test(pacman, lists_what_is_installed)
{
    world_file(world, "/var/lib/pacman/local/ALPM_DB_VERSION", "9\n");
    world_file(world, "/var/lib/pacman/local/gtk-update-icon-cache-1:4.12.5-1/desc", "%NAME%\n");
    world_file(world, "/var/lib/pacman/local/gawk-5.3.1-1/desc", "%NAME%\n");
    world_collect(world, "pacman");
    expect("pacman/gtk-update-icon-cache", "1:4.12.5-1");
    expect("pacman/gawk", "5.3.1-1");
    expect_whole(2);
}

Test(pacman, elsewhere)
{
    world_file(world, "/etc/pacman.conf", "[options]\n#DBPath = /no/\nDBPath      = /srv/pacman/\n");
    world_file(world, "/srv/pacman/local/gawk-5.3.1-1/desc", "%NAME%\n");
    world_file(world, "/srv/pacman/local/strange/desc", "%NAME%\n");
    world_collect(world, "pacman");
    expect("pacman/gawk", "5.3.1-1");
    cr_expect_str_eq(world_gap(world, PK, "pacman/*"), "malformed");
}

/* A path of a file's is followed where a row says that it may be. */
Test(pacman, nowhere)
{
    world_file(world, "/etc/pacman.conf", "[options]\nDBPath = /proc/self/root/var/lib/pacman\n");
    world_file(world, "/proc/self/root/var/lib/pacman/local/gawk-5.3.1-1/desc", "%NAME%\n");
    world_collect(world, "pacman");
    cr_expect_str_eq(world_gap(world, PK, "pacman/*"), "hidden");
    cr_expect_null(world_string(world, PK, "pacman/gawk"));
}
