/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdio.h>

#include "world.h"

#define HW ENVFP_LAYER_HARDWARE
#define PCI "/sys/bus/pci/devices/"

static struct world *world;

static void set_up(void)
{
    world = world_new();
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(pci, .init = set_up, .fini = tear_down);

static void add_pci(const char *address, const char *modalias, const char *driver)
{
    char path[256], target[128];
    snprintf(path, sizeof path, PCI "%s/modalias", address);
    world_file(world, path, modalias);
    if (!driver)
        return;
    snprintf(path, sizeof path, PCI "%s/driver", address);
    snprintf(target, sizeof target, "../../../bus/pci/drivers/%s", driver);
    world_link(world, path, target);
}

#define NVME "pci:v0000144Dd0000A808sv0000144Dsd0000A801bc01sc08i02\n"
#define NIC "pci:v00008086d000015B7sv0000103Csd00008054bc02sc00i00\n"

Test(pci, is_counted_by_kind_and_driver)
{
    add_pci("0000:01:00.0", NVME, "nvme");
    add_pci("0000:02:00.0", NVME, "nvme");
    add_pci("0000:00:1f.6", NIC, NULL);
    world_collect(world, "pci");
    cr_assert_str_eq(world_string(world, HW, "pci/144d:a808:0108"), "nvme x2");
    cr_assert_str_eq(world_string(world, HW, "pci/8086:15b7:0200"), "none");
}

Test(pci, of_one_kind_under_two_drivers_is_a_set)
{
    add_pci("0000:01:00.0", NVME, "nvme");
    add_pci("0000:02:00.0", NVME, "vfio-pci");
    world_collect(world, "pci");
    cr_assert_str_eq(world_set(world, HW, "pci/144d:a808:0108"), "nvme vfio-pci");
}

Test(pci, that_comes_and_goes_is_context)
{
    add_pci("0000:01:00.1", NIC, "iavf");
    world_link(world, PCI "0000:01:00.1/physfn", "../0000:01:00.0");
    add_pci("0000:05:00.0", NVME, "nvme");
    world_file(world, PCI "0000:05:00.0/removable", "removable\n");
    world_collect(world, "pci");
    cr_assert_str_eq(world_string(world, HW, "pci_virtual/8086:15b7:0200"), "iavf");
    cr_assert_str_eq(world_string(world, HW, "pci_virtual/144d:a808:0108"), "nvme");
    cr_assert_null(world_string(world, HW, "pci/144d:a808:0108"));
}

Test(pci, addresses_do_not_matter)
{
    add_pci("0001:7f:00.0", NVME, "nvme");
    world_collect(world, "pci");
    cr_assert_str_eq(world_string(world, HW, "pci/144d:a808:0108"), "nvme");
    cr_assert_eq(world_facts(world)->sections[HW].count, 1);
}

Test(pci, nonsense_is_malformed)
{
    add_pci("0000:00:00.0", "usb:v1D6Bp0002\n", NULL);
    world_collect(world, "pci");
    cr_assert_str_eq(world_gap(world, HW, "pci/*"), "malformed");
}

Test(pci, of_a_virtual_function_beside_its_physical_one_is_context)
{
    add_pci("0000:00:02.0", "pci:v00008086d000056C0sv00008086sd00004905bc03sc80i00\n", "i915");
    add_pci("0000:00:02.1", "pci:v00008086d000056C0sv00008086sd00004905bc03sc80i00\n", "i915");
    world_link(world, PCI "0000:00:02.1/physfn", "../0000:00:02.0");
    add_pci("0000:00:1f.3", "pci:v00008086d00007AD0sv0000103Csd00008054bc04sc03i00\n", "snd_hda_intel");
    world_collect(world, "pci");
    cr_assert_str_eq(world_string(world, HW, "pci/8086:56c0:0380"), "i915");
    cr_assert_str_eq(world_string(world, HW, "pci_virtual/8086:56c0:0380"), "i915");
    cr_assert_str_eq(world_string(world, HW, "pci/8086:7ad0:0403"), "snd_hda_intel");
}

/* Azure's accelerated networking comes and goes while the host is serviced; disks and graphics stay. */
Test(pci, fast_path_of_a_synthetic_card_is_context)
{
#define GUID                                                                                                 \
    "../../../devices/LNXSYSTM:00/LNXSYBUS:00/ACPI0004:00/MSFT1000:00/47505500-0001-0000-3130-444531334632"
    world_link(world, PCI "d1f2:00:02.0", GUID "/pcid1f2:00/d1f2:00:02.0");
    world_link(world, PCI "c05b:00:00.0", GUID "/pcic05b:00/c05b:00:00.0");
    world_link(world, PCI "10000:01:00.0",
               "../../../devices/pci0000:00/0000:00:0e.0/pci10000:00/10000:01:00.0");
    const char *below = "/sys/devices/LNXSYSTM:00/LNXSYBUS:00/ACPI0004:00/MSFT1000:00/"
                        "47505500-0001-0000-3130-444531334632";
    char path[256];
    snprintf(path, sizeof path, "%s/pcid1f2:00/d1f2:00:02.0/modalias", below);
    world_file(world, path, "pci:v000015B3d0000101Asv000015B3sd00000190bc02sc00i00\n");
    snprintf(path, sizeof path, "%s/pcic05b:00/c05b:00:00.0/modalias", below);
    world_file(world, path, "pci:v00001414d0000B111sv00001414sd00000001bc01sc08i02\n");
    world_file(world, "/sys/devices/pci0000:00/0000:00:0e.0/pci10000:00/10000:01:00.0/modalias", NIC);
    world_collect(world, "pci");
    cr_assert_str_eq(world_string(world, HW, "pci_virtual/15b3:101a:0200"), "none");
    cr_assert_str_eq(world_string(world, HW, "pci/1414:b111:0108"), "none");
    cr_assert_str_eq(world_string(world, HW, "pci/8086:15b7:0200"), "none");
}

Test(pci, has_room_for_hundreds_and_says_where_it_ends)
{
    char address[32], modalias[80];
    for (int i = 0; i < 600; i++) {
        snprintf(address, sizeof address, "0000:%02x:%02x.%d", i / 128 + 1, i / 8 % 16, i % 8);
        snprintf(modalias, sizeof modalias, "pci:v00008086d0000%04Xsv00000000sd00000000bc08sc80i00\n",
                 i < 400 ? 0x2000 : i);
        add_pci(address, modalias, NULL);
    }
    world_collect(world, "pci");
    cr_assert_str_eq(world_string(world, HW, "pci/8086:2000:0880"), "none x400");
    cr_assert_null(world_gap(world, HW, "pci/*"));
    for (int i = 0; i < 600; i++) {
        snprintf(address, sizeof address, "0000:%02x:%02x.%d", i / 128 + 1, i / 8 % 16, i % 8);
        snprintf(modalias, sizeof modalias, "pci:v00008086d0000%04Xsv00000000sd00000000bc08sc80i00\n", i);
        add_pci(address, modalias, NULL);
    }
    world_collect(world, "pci");
    cr_assert_str_eq(world_gap(world, HW, "pci/*"), "truncated");
}

/* No stand-in for what is hashed: it tells no classes. */
Test(pci, by_the_older_list_is_context)
{
    world_error(world, "/sys/bus", ENVFP_REASON_HIDDEN);
    world_file(world, "/proc/bus/pci/devices",
               "0010\t80eebeef\t12\t1\t2\t3\t4\t5\t6\t7\t1\t2\t3\t4\t5\t6\t7\tvboxvideo\n0018\tbroken\n");
    world_collect(world, "pci");
    cr_assert_str_eq(world_string(world, HW, "pci_listed/80ee:beef"), "vboxvideo");
    cr_assert_null(world_string(world, HW, "pci/80ee:beef"));
    cr_assert_str_eq(world_gap(world, HW, "pci/*"), "hidden");
    world_judge(world);
    cr_assert_str_eq(world_string(world, ENVFP_LAYER_HYPERVISOR, "verdict.kind"), "virtualbox");
}
