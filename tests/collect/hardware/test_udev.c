/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "world.h"

#define HW ENVFP_LAYER_HARDWARE

static struct world *world;

static void set_up(void)
{
    world = world_new();
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(udev, .init = set_up, .fini = tear_down);

Test(udev, names_are_there_in_detail_only)
{
    world_device(world, "/sys/devices/pci0000:00/0000:00:01.0", "SUBSYSTEM", "pci");
    world_device(world, "/sys/devices/pci0000:00/0000:00:01.0", "ID_MODEL_FROM_DATABASE", "Virtio network");
    world_device(world, "/sys/devices/pci0000:00/0000:00:01.0", "ID_VENDOR_FROM_DATABASE", "Red Hat");
    world_collect(world, "udev");
    cr_assert_eq(world_facts(world)->sections[HW].count, 0);
    world_source(world)->common->detail = true;
    world_collect(world, "udev");
    cr_assert_eq(world_facts(world)->sections[HW].count, 1);
    cr_assert_not_null(world_string(world, HW, "udev/pci: Red Hat Virtio network"));
}
