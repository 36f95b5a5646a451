/* SPDX-License-Identifier: MIT */
/* The databases stand in tests/fuzz/seeds/rpm, made by rpm_databases.py; test_rpm.py has more of them. */
#ifndef ENVFP_TESTS_RPM_WORLD_H
#define ENVFP_TESTS_RPM_WORLD_H

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "world.h"

#define PK ENVFP_LAYER_PACKAGES
#define SQLITE "/var/lib/rpm/rpmdb.sqlite"
#define NDB "/usr/lib/sysimage/rpm/Packages.db"
#define BDB "/usr/share/rpm/Packages"

static struct world *world;

static inline void set_up(void)
{
    world = world_new();
}

static inline void tear_down(void)
{
    world_free(world);
}

static inline void start_anew(void)
{
    tear_down();
    set_up();
}

struct seed {
    unsigned char *bytes;
    size_t length, main; /* SQLite's log lies behind the main part */
};

static inline struct seed read_seed(const char *name)
{
    char path[256];
    struct seed seed = {malloc((size_t)1 << 20), 0, 0};
    snprintf(path, sizeof path, "tests/fuzz/seeds/rpm/%s", name);
    FILE *file = fopen(path, "rb");
    cr_assert(file && seed.bytes, "%s", path);
    bool sqlite = fgetc(file) == 0;
    unsigned char length[4] = {0};
    if (sqlite)
        cr_assert_eq(fread(length, 1, 4, file), 4);
    seed.length = fread(seed.bytes, 1, (size_t)1 << 20, file);
    seed.main = sqlite ? length[0] | (size_t)length[1] << 8 | (size_t)length[2] << 16 : seed.length;
    fclose(file);
    return seed;
}

static inline void check_packages(bool without_first)
{
    cr_expect_null(world_gap(world, PK, "rpm/*"));
    if (!without_first)
        cr_expect_str_eq(world_string(world, PK, "rpm/bash.x86_64"), "5.2.26-3.fc40");
    else
        cr_expect_null(world_string(world, PK, "rpm/bash.x86_64"));
    cr_expect_str_eq(world_string(world, PK, "rpm/openssl-libs.x86_64"), "1:3.2.1-2.fc40");
    cr_expect_str_eq(world_string(world, PK, "rpm/openssl-libs.i686"), "1:3.2.1-2.fc40");
    cr_expect_str_eq(world_string(world, PK, "rpm/tzdata.noarch"), "2024a-5.fc40",
                     "an epoch of zero is none");
    cr_expect_null(world_string(world, PK, "rpm/gpg-pubkey"));
}

#endif
