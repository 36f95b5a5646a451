/* SPDX-License-Identifier: MIT */
#include "packages_world.h"

TestSuite(nix, .init = set_up, .fini = tear_down);

#define HASH "h0cnbmfcn93xm5dg2x27ixhag1cwndga-"

Test(nix, of_an_image)
{
    world_directory(world, "/nix/store/" HASH "glibc-2.34-210-bin");
    world_directory(world, "/nix/store/" HASH "glibc-2.34-210");
    world_directory(world, "/nix/store/" HASH "python3.11-requests-2.31.0");
    world_file(world, "/nix/store/" HASH "glibc-2.34-210.drv", "Derive");
    world_file(world, "/nix/store/" HASH "builder.sh", "");
    world_directory(world, "/nix/store/.links");
    world_collect(world, "nix");
    expect("nix/glibc", "2.34-210");
    expect("nix/python3.11-requests", "2.31.0");
    expect_whole(2);
}

/* Packages of users alone: the store is not one image's. */
Test(nix, of_users)
{
    world_directory(world, "/nix/store/" HASH "glibc-2.34-210");
    world_directory(world, "/nix/var/nix/profiles/per-user/somebody");
    world_collect(world, "nix");
    expect("nix_store/glibc", "2.34-210");
    expect_whole(1);
}

/* A system that is not running. */
Test(nix, of_a_system_that_is_not_started)
{
    world_directory(world, "/nix/store/5av396z8xa13jg89g9jws145c0k26k2x-system-path/bin");
    world_link(world, "/nix/var/nix/profiles/system", "system-1-link");
    world_link(world, "/nix/var/nix/profiles/system-1-link", "/nix/store/" HASH "nixos-system-host-23.05");
    world_link(world, "/nix/store/" HASH "nixos-system-host-23.05/sw",
               "/nix/store/5av396z8xa13jg89g9jws145c0k26k2x-system-path");
    world_collect(world, "nix");
    expect("nix.system", "5av396z8xa13jg89g9jws145c0k26k2x");
}

Test(nix, of_a_system)
{
    world_directory(world, "/nix/store/" HASH "glibc-2.34-210");
    world_directory(world, "/nix/store/5av396z8xa13jg89g9jws145c0k26k2x-system-path/bin");
    world_link(world, "/run/current-system", "/nix/store/" HASH "nixos-system-host-23.05");
    world_link(world, "/nix/store/" HASH "nixos-system-host-23.05/sw",
               "/nix/store/5av396z8xa13jg89g9jws145c0k26k2x-system-path");
    world_collect(world, "nix");
    expect("nix.system", "5av396z8xa13jg89g9jws145c0k26k2x");
    expect("nix_store/glibc", "2.34-210");
    cr_expect_null(world_string(world, PK, "nix/glibc"));
    cr_expect_null(world_string(world, PK, "nix_store/nixos-system-host"), "a host's name");
}
