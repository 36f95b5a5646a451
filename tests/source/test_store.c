/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "source/store.h"

#define HASH "h0cnbmfcn93xm5dg2x27ixhag1cwndga-"

Test(store, hosts_and_their_units_have_no_name)
{
    static const char *const paths[][2] = {
        {"/nix/store/" HASH "nixos-system-desk-23.05/sw", "/nix/store/" HASH "nixos-system-_/sw"},
        {"/nix/store/" HASH "darwin-system-joe/", "/nix/store/" HASH "darwin-system-_/"},
        {"/nix/store/" HASH "unit-joe.service/" HASH "etc-fstab", "/nix/store/" HASH "unit-_/" HASH "etc-_"},
        {"/nix/store/" HASH "glibc-2.34", "/nix/store/" HASH "glibc-2.34"},
        {"/nix/store/nixos-system-desk", "/nix/store/nixos-system-desk"},
        {"/usr/lib", "/usr/lib"},
    };
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct arena arena;
        envfp__arena_init(&arena, NULL, 1 << 16);
        struct view path = envfp__store_path(&arena, view_of(paths[i][0]));
        cr_expect(view_is(path, paths[i][1]), "%s became %s", paths[i][0], path.text);
        envfp__arena_release(&arena);
    }
}
