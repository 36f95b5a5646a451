/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "world.h"

#define HYPER ENVFP_LAYER_HYPERVISOR

static struct world *world;

static void set_up(void)
{
    world = world_new();
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(sysinfo, .init = set_up, .fini = tear_down);

Test(sysinfo, s390_tells_the_chain_without_names)
{
    world_uname(world, "Linux", "6.1", "#1", "s390x");
    world_file(
        world, "/proc/sysinfo",
        "Manufacturer:         IBM\nSequence Code:        00000000000EAA14\nLPAR Number:          47\n"
        "LPAR Name:            R17LP45\nVM00 Name:            GUEST1\nVM00 Control Program: KVM/Linux\n"
        "VM01 Name:            R1745003\nVM01 Control Program: z/VM    6.1.0\n");
    world_collect(world, "sysinfo");
    cr_assert_eq(world_boolean(world, HYPER, "sysinfo.lpar"), 1);
    cr_assert_str_eq(world_set(world, HYPER, "sysinfo.control_programs"),
                     "VM00 KVM/Linux VM01 z/VM    6.1.0");
    cr_assert_eq(world_facts(world)->sections[HYPER].count, 2);
}
