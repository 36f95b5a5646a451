/* SPDX-License-Identifier: MIT */
/* Machines without PCI, and what is plugged in: virtio, Xen, s390, disks, USB. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "world.h"

#define HW ENVFP_LAYER_HARDWARE
#define VIRTIO "/sys/bus/virtio/devices/"
#define USB "/sys/bus/usb/devices/"

static struct world *world;

static void set_up(void)
{
    world = world_new();
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(buses, .init = set_up, .fini = tear_down);

static void add_virtio(const char *name, const char *modalias, const char *driver)
{
    char path[128], target[128];
    snprintf(path, sizeof path, VIRTIO "%s/modalias", name);
    world_file(world, path, modalias);
    snprintf(path, sizeof path, VIRTIO "%s/driver", name);
    snprintf(target, sizeof target, "../../../../bus/virtio/drivers/%s", driver);
    world_link(world, path, target);
}

Test(buses, virtio_without_pci_is_counted_by_number_and_driver)
{
    add_virtio("virtio0", "virtio:d00000002v00000000\n", "virtio_blk");
    add_virtio("virtio1", "virtio:d00000002v00000000\n", "virtio_blk");
    add_virtio("virtio2", "virtio:d00000001v00000000\n", "virtio_net");
    add_virtio("virtio3", "virtio:d00000013v00000000\n", "vmw_vsock_virtio_transport");
    add_virtio("virtio4", "virtio:d00000007v00000000\n", "virtio_rpmsg_bus");
    world_collect(world, "pci");
    cr_assert_str_eq(world_string(world, HW, "virtio/2"), "virtio_blk x2");
    cr_assert_str_eq(world_string(world, HW, "virtio/1"), "virtio_net");
    cr_assert_str_eq(world_string(world, HW, "virtio/19"), "vmw_vsock_virtio_transport");
    cr_assert_null(world_string(world, HW, "virtio/7"));
}

Test(buses, virtio_over_pci_is_told_once)
{
    world_file(world, "/sys/bus/pci/devices/0000:00:01.0/modalias",
               "pci:v00001AF4d00001042sv00001AF4sd00001100bc01sc80i00\n");
    add_virtio("virtio0", "virtio:d00000002v00001AF4\n", "virtio_blk");
    world_collect(world, "pci");
    cr_assert_not_null(world_string(world, HW, "pci/1af4:1042:0180"));
    cr_assert_null(world_string(world, HW, "virtio/2"));
}

Test(buses, virtio_nonsense_is_malformed)
{
    world_file(world, VIRTIO "virtio0/modalias", "virtio:dXYZ\n");
    world_collect(world, "pci");
    cr_assert_str_eq(world_gap(world, HW, "virtio/*"), "malformed");
}

Test(buses, xen_is_counted_by_kind)
{
    world_link(world, "/sys/bus/xen/devices/vbd-51712/driver", "../../bus/xen/drivers/vbd");
    world_link(world, "/sys/bus/xen/devices/vbd-51728/driver", "../../bus/xen/drivers/vbd");
    world_link(world, "/sys/bus/xen/devices/vif-0/driver", "../../bus/xen/drivers/vif");
    world_collect(world, "pci");
    cr_assert_str_eq(world_string(world, HW, "xen/vbd"), "vbd x2");
    cr_assert_str_eq(world_string(world, HW, "xen/vif"), "vif");
}

Test(buses, s390_is_told_by_drivers_and_cards)
{
    world_directory(world, "/sys/bus/ccw/drivers/dasd-eckd/0.0.e5c0");
    world_directory(world, "/sys/bus/ccw/drivers/dasd-eckd/0.0.e5c1");
    world_file(world, "/sys/bus/ccw/drivers/dasd-eckd/uevent", "");
    world_directory(world, "/sys/bus/ccw/drivers/3215");
    world_file(world, "/sys/bus/ap/devices/card04/type", "CEX7C\n");
    world_link(world, "/sys/bus/ap/devices/card04/driver", "../../../bus/ap/drivers/cex4card");
    world_file(world, "/sys/bus/ap/devices/04.0011/type", "CEX7C\n");
    world_uname(world, "Linux", "6.8.0", "#1 SMP", "s390x");
    world_collect(world, "pci");
    cr_assert_str_eq(world_string(world, HW, "ccw/dasd-eckd"), "dasd-eckd x2");
    cr_assert_null(world_string(world, HW, "ccw/3215"));
    cr_assert_str_eq(world_string(world, HW, "ap/CEX7C"), "cex4card");
}

Test(buses, hidden_sysfs_is_a_gap)
{
    world_error(world, "/sys/bus", ENVFP_REASON_HIDDEN);
    world_collect(world, "pci");
    cr_assert_str_eq(world_gap(world, HW, "virtio/*"), "hidden");
    cr_assert_str_eq(world_gap(world, HW, "xen/*"), "hidden");
}

static void add_disk(const char *name, const char *attribute, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "/sys/block/%s/%s", name, attribute);
    world_file(world, path, text);
}

Test(buses, disks_and_usb_are_there_in_detail_only)
{
    add_disk("nvme0n1", "size", "2000409264\n");
    add_disk("nvme0n1", "queue/rotational", "0\n");
    add_disk("nvme0n1", "device/model", "Samsung SSD 980 PRO 1TB                 \n");
    add_disk("nvme0n1", "device/serial", "S5P2SECRET\n");
    add_disk("vda", "size", "16777216\n");
    add_disk("vda", "queue/rotational", "1\n");
    add_disk("loop0", "size", "8\n");
    add_disk("mmcblk0boot0", "size", "8192\n");
    world_file(world, USB "1-4:1.0/modalias", "usb:v046DpC52Bd1211dc00dsc00dp00ic03isc01ip01in00\n");
    world_link(world, USB "1-4:1.0/driver", "../../../../../bus/usb/drivers/usbhid");
    world_file(world, USB "1-0:1.0/modalias", "usb:v1D6Bp0002d0612dc09dsc00dp01ic09isc00ip00in00\n");
    world_file(world, USB "1-4/serial", "SECRET\n");
    world_collect(world, "peripherals");
    cr_assert_eq(world_facts(world)->sections[HW].count, 0);
    world_source(world)->common->detail = true;
    world_collect(world, "peripherals");
    cr_assert_str_eq(world_string(world, HW, "block/nvme"), "Samsung SSD 980 PRO 1TB, solid, 1024 GB");
    cr_assert_str_eq(world_string(world, HW, "block/virtio"), "8 GB");
    cr_assert_str_eq(world_string(world, HW, "usb/046d:c52b:03"), "usbhid");
    cr_assert_eq(world_facts(world)->sections[HW].count, 3);
}
