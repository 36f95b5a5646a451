/* SPDX-License-Identifier: MIT */
#include "world.h"

#include <criterion/criterion.h>

#define ENFORCED "/sys/module/module/parameters/sig_enforce"
#define DISABLED "/proc/sys/kernel/modules_disabled"

static struct world *world;

static void setup(void)
{
    world = world_new();
}

static void teardown(void)
{
    world_free(world);
}

TestSuite(module_signing, .init = setup, .fini = teardown);

static int flag(const char *key)
{
    return world_boolean(world, ENVFP_LAYER_KERNEL, key);
}

static const char *gap(const char *key)
{
    return world_gap(world, ENVFP_LAYER_KERNEL, key);
}

Test(module_signing, tells_both_settings)
{
    world_file(world, ENFORCED, "Y\n");
    world_file(world, DISABLED, "0\n");
    world_collect(world, "module_signing");
    cr_expect_eq(flag("module_signing.enforced"), 1);
    cr_expect_eq(flag("module_signing.loading_disabled"), 0);
}

Test(module_signing, tells_the_other_way_round)
{
    world_file(world, ENFORCED, "N\n");
    world_file(world, DISABLED, "1\n");
    world_collect(world, "module_signing");
    cr_expect_eq(flag("module_signing.enforced"), 0);
    cr_expect_eq(flag("module_signing.loading_disabled"), 1);
}

/* A kernel without signatures, or without modules, has neither file. */
Test(module_signing, says_nothing_of_a_kernel_without_modules)
{
    world_file(world, "/proc/sys/kernel/osrelease", "6.1.0\n");
    world_file(world, "/sys/module/kvm/version", "1\n");
    world_collect(world, "module_signing");
    cr_expect_eq(flag("module_signing.enforced"), -1);
    cr_expect_eq(flag("module_signing.loading_disabled"), -1);
    cr_expect_null(gap("module_signing.enforced"));
    cr_expect_null(gap("module_signing.loading_disabled"));
}

Test(module_signing, takes_no_other_word)
{
    world_file(world, ENFORCED, "maybe\n");
    world_error(world, DISABLED, ENVFP_REASON_DENIED);
    world_collect(world, "module_signing");
    cr_expect_eq(flag("module_signing.enforced"), -1);
    cr_expect_str_eq(gap("module_signing.enforced"), "malformed");
    cr_expect_str_eq(gap("module_signing.loading_disabled"), "denied");
}
