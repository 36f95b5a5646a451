/* SPDX-License-Identifier: MIT */
/* DMI, device tree, PCI and udev. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "world.h"

#define HW ENVFP_LAYER_HARDWARE
#define ID "/sys/class/dmi/id/"
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

TestSuite(devices, .init = set_up, .fini = tear_down);

Test(devices, dmi_is_taken_verbatim_without_what_names_one_machine)
{
    world_file(world, ID "sys_vendor", "To Be Filled By O.E.M.\n");
    world_file(world, ID "product_name", " Box  9 \n");
    world_file(world, ID "product_family", "\n");
    world_error(world, ID "product_serial", ENVFP_REASON_DENIED);
    world_error(world, ID "product_uuid", ENVFP_REASON_DENIED);
    world_file(world, ID "board_asset_tag", "i-0123456789");
    world_file(world, ID "chassis_asset_tag", "PRIVATE-1");
    world_collect(world, "dmi");
    cr_assert_str_eq(world_string(world, HW, "dmi.sys_vendor"), "To Be Filled By O.E.M.");
    cr_assert_str_eq(world_string(world, HW, "dmi.product_name"), "Box  9");
    cr_assert_null(world_string(world, HW, "dmi.product_family"));
    cr_assert_eq(world_facts(world)->sections[HW].count, 2);
    cr_assert_eq(world_facts(world)->sections[HW].gap_count, 0);
}

Test(devices, shows_no_identifier_of_one_machine)
{
    world_file(world, ID "product_name", "Box 00:11:22:AA:bb:cc 6ba7b810-9dad-11d1-80b4-00c04fd430c8 9\n");
    world_collect(world, "dmi");
    cr_assert_str_eq(world_string(world, HW, "dmi.product_name"), "Box ? ? 9");
    world_bytes(world, "/proc/device-tree/model", "Board 00:11:22:AA:bb:cc", 24);
    world_collect(world, "devicetree");
    cr_assert_str_eq(world_string(world, HW, "devicetree.model"), "Board ?");
}

Test(devices, dmi_knows_public_asset_tags)
{
    world_file(world, ID "chassis_asset_tag", "7783-7084-3265-9085-8269-3286-77\n");
    world_collect(world, "dmi");
    cr_assert_str_eq(world_string(world, HW, "dmi.asset_tag_cloud"), "azure");
    cr_assert_eq(world_facts(world)->sections[HW].count, 1);
}

Test(devices, dmi_is_a_gap_where_it_is_hidden)
{
    world_error(world, "/sys/class/dmi/id", ENVFP_REASON_HIDDEN);
    world_collect(world, "dmi");
    cr_assert_str_eq(world_gap(world, HW, "dmi.*"), "hidden");
}

Test(devices, dmi_says_nothing_where_there_is_none)
{
    world_directory(world, "/sys/class");
    world_directory(world, "/sys/devices/virtual");
    world_collect(world, "dmi");
    cr_assert_eq(world_facts(world)->sections[HW].count, 0);
    cr_assert_eq(world_facts(world)->sections[HW].gap_count, 0);
}

Test(devices, tree_tells_the_board_and_its_hypervisor)
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

Test(devices, pci_is_counted_by_kind_and_driver)
{
    add_pci("0000:01:00.0", NVME, "nvme");
    add_pci("0000:02:00.0", NVME, "nvme");
    add_pci("0000:00:1f.6", NIC, NULL);
    world_collect(world, "pci");
    cr_assert_str_eq(world_string(world, HW, "pci/144d:a808:0108"), "nvme x2");
    cr_assert_str_eq(world_string(world, HW, "pci/8086:15b7:0200"), "none");
}

Test(devices, pci_of_one_kind_under_two_drivers_is_a_set)
{
    add_pci("0000:01:00.0", NVME, "nvme");
    add_pci("0000:02:00.0", NVME, "vfio-pci");
    world_collect(world, "pci");
    cr_assert_str_eq(world_set(world, HW, "pci/144d:a808:0108"), "nvme vfio-pci");
}

Test(devices, pci_that_comes_and_goes_is_context)
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

Test(devices, pci_addresses_do_not_matter)
{
    add_pci("0001:7f:00.0", NVME, "nvme");
    world_collect(world, "pci");
    cr_assert_str_eq(world_string(world, HW, "pci/144d:a808:0108"), "nvme");
    cr_assert_eq(world_facts(world)->sections[HW].count, 1);
}

Test(devices, pci_nonsense_is_malformed)
{
    add_pci("0000:00:00.0", "usb:v1D6Bp0002\n", NULL);
    world_collect(world, "pci");
    cr_assert_str_eq(world_gap(world, HW, "pci/*"), "malformed");
}

Test(devices, pci_of_a_virtual_function_beside_its_physical_one_is_context)
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
Test(devices, pci_fast_path_of_a_synthetic_card_is_context)
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

Test(devices, pci_has_room_for_hundreds_and_says_where_it_ends)
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
Test(devices, pci_by_the_older_list_is_context)
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

Test(devices, chip_of_a_board_is_told_without_its_serial_number)
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

Test(devices, firmware_is_told_by_what_it_left)
{
    world_directory(world, "/sys/firmware/acpi");
    world_collect(world, "firmware");
    cr_assert_str_eq(world_string(world, HW, "firmware.kind"), "acpi");
    world_directory(world, "/sys/firmware/efi");
    world_collect(world, "firmware");
    cr_assert_str_eq(world_string(world, HW, "firmware.kind"), "uefi");
}

Test(devices, firmware_is_a_gap_where_it_is_masked)
{
    world_error(world, "/sys/firmware/efi", ENVFP_REASON_HIDDEN);
    world_directory(world, "/sys/firmware/acpi");
    world_collect(world, "firmware");
    cr_assert_null(world_string(world, HW, "firmware.kind"));
    cr_assert_str_eq(world_gap(world, HW, "firmware.kind"), "hidden");
}

Test(devices, udev_names_are_there_in_detail_only)
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
