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

TestSuite(devicetree, .init = set_up, .fini = tear_down);

Test(devicetree, shows_no_identifier_of_one_machine)
{
    world_bytes(world, "/proc/device-tree/model", "Board 00:11:22:AA:bb:cc", 24);
    world_collect(world, "devicetree");
    cr_assert_str_eq(world_string(world, HW, "devicetree.model"), "Board ?");
}

Test(devicetree, tells_the_board_and_its_hypervisor)
{
    world_bytes(world, "/proc/device-tree/model", "Raspberry Pi 4\0", 15);
    world_bytes(world, "/proc/device-tree/compatible", "raspberrypi,4\0brcm,bcm2711\0", 27);
    world_bytes(world, "/proc/device-tree/hypervisor/compatible", "linux,kvm\0", 10);
    world_bytes(world, "/proc/device-tree/serial-number", "10000000abcdef01\0", 17);
    world_directory(world, "/proc/device-tree/fw-cfg@9020000");
    world_collect(world, "devicetree");
    cr_assert_str_eq(world_string(world, HW, "devicetree.model"), "Raspberry Pi 4");
    cr_assert_str_eq(world_set(world, HW, "devicetree.compatible"), "brcm,bcm2711 raspberrypi,4");
    cr_assert_str_eq(world_set(world, HW, "devicetree.hypervisor"), "linux,kvm");
    cr_assert_str_eq(world_set(world, HW, "devicetree.marks"), "fw-cfg");
    cr_assert_eq(world_facts(world)->sections[HW].count, 4);
}

Test(devicetree, chip_of_a_board_is_told_without_its_serial_number)
{
    world_file(world, "/sys/devices/soc0/machine", "Example Board\n");
    world_file(world, "/sys/devices/soc0/family", "Freescale i.MX\n");
    world_file(world, "/sys/devices/soc0/soc_id", "i.MX8MP\n");
    world_file(world, "/sys/devices/soc0/revision", "1.1\n");
    world_file(world, "/sys/devices/soc0/serial_number", "0123456789ABCDEF\n");
    world_collect(world, "devicetree");
    cr_assert_str_eq(world_string(world, HW, "soc.machine"), "Example Board");
    cr_assert_str_eq(world_string(world, HW, "soc.soc_id"), "i.MX8MP");
    cr_assert_eq(world_facts(world)->sections[HW].count, 4);
}
