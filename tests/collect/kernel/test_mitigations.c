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

TestSuite(mitigations, .init = set_up, .fini = tear_down);

#define KERNEL ENVFP_LAYER_KERNEL
#define DIRECTORY "/sys/devices/system/cpu/vulnerabilities/"

Test(mitigations, leaves_out_details_that_follow_the_moment)
{
    world_file(world, DIRECTORY "mds", "Mitigation: Clear CPU buffers; SMT vulnerable\n");
    world_file(world, DIRECTORY "itlb_multihit", "KVM: Mitigation: VMX disabled\n");
    world_file(world, DIRECTORY "meltdown", "Not affected\n");
    world_collect(world, "mitigations");
    cr_assert_str_eq(world_string(world, KERNEL, "mitigations.mds"), "Mitigation: Clear CPU buffers");
    cr_assert_str_eq(world_string(world, KERNEL, "mitigations.itlb_multihit"), "KVM");
    cr_assert_str_eq(world_string(world, KERNEL, "mitigations.meltdown"), "Not affected");
}

Test(mitigations, passes_over_names_that_are_no_keys)
{
    world_file(world, DIRECTORY "Bad Name", "Vulnerable\n");
    world_file(world, DIRECTORY "l1tf", "Vulnerable\n");
    world_collect(world, "mitigations");
    cr_assert_eq(world_facts(world)->sections[KERNEL].count, 1);
}

Test(mitigations, is_hidden_without_sysfs)
{
    world_collect(world, "mitigations");
    cr_assert_str_eq(world_gap(world, KERNEL, "mitigations.*"), "hidden");
}
