/* SPDX-License-Identifier: MIT */
#include "packages_world.h"

TestSuite(guix, .init = set_up, .fini = tear_down);

#define HASH "h0cnbmfcn93xm5dg2x27ixhag1cwndga-"

static const char guix[] =
    ";; comment\n(manifest\n  (version 4)\n  (packages\n"
    "    ((\"hello\"\n      \"2.12.1\"\n      \"out\"\n      \"/gnu/store/aa-hello-2.12.1\"\n"
    "      (propagated-inputs ((\"dep\" \"1.0\" \"out\" \"/gnu/store/bb-dep-1.0\" (properties))))\n"
    "      (search-paths ((\"PATH\" (\"bin\") \":\" directory #f)))\n"
    "      (properties (provenance (repository (url \"https://a \\\"b\\\" c\")))))\n"
    "     (\"python\" \"3.10.7\" \"tk\" \"/gnu/store/cc-python-3.10.7\"))))\n";

Test(guix, lists_what_is_installed)
{
    world_directory(world, "/gnu/store");
    world_file(world, "/run/current-system/profile/manifest", guix + 11);
    world_collect(world, "guix");
    expect("guix/hello", "2.12.1");
    expect("guix/dep", "1.0");
    expect("guix/python", "3.10.7");
    expect_whole(3);
    cut_everywhere("guix", "/run/current-system/profile/manifest", guix + 11, "guix", NULL);
}

/* Another distribution's packages are the administrator's; an image that was packed has a store alone. */
Test(guix, elsewhere)
{
    world_directory(world, "/gnu/store/" HASH "hello-2.12.1");
    world_directory(world, "/gnu/store/" HASH "profile");
    world_file(world, "/gnu/store/" HASH "hello-2.12.1.tar.gz", "");
    world_collect(world, "guix");
    expect("guix/hello", "2.12.1");
    expect_whole(1);
    world_file(world, "/var/guix/profiles/per-user/root/guix-profile/manifest", guix + 11);
    world_collect(world, "guix");
    expect("guix/python", "3.10.7");
    expect_whole(3);
}
