/* SPDX-License-Identifier: MIT */
/* Graphics and accelerators: driver versions, and what a process finds of them. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "world.h"

#define HW ENVFP_LAYER_HARDWARE
#define PCI "/sys/bus/pci/devices/"
#define KFD "/sys/class/kfd/kfd/topology/nodes/"

static struct world *world;

static void set_up(void)
{
    world = world_new();
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(accelerators, .init = set_up, .fini = tear_down);

static void add_pci(const char *address, const char *modalias, const char *driver)
{
    char path[256], target[128];
    snprintf(path, sizeof path, PCI "%s/modalias", address);
    world_file(world, path, modalias);
    snprintf(path, sizeof path, PCI "%s/driver", address);
    snprintf(target, sizeof target, "../../../bus/pci/drivers/%s", driver);
    world_link(world, path, target);
}

/* Two H100 with the switch and the network card beside them. */
static void add_nvidia(void)
{
    add_pci("0000:19:00.0", "pci:v000010DEd00002330sv000010DEsd000016C1bc03sc02i00\n", "nvidia");
    add_pci("0000:3b:00.0", "pci:v000010DEd00002330sv000010DEsd000016C1bc03sc02i00\n", "nvidia");
    add_pci("0000:83:00.0", "pci:v000010DEd000022A3sv000010DEsd00001796bc06sc80i00\n", "nvidia-nvswitch");
    add_pci("0000:18:00.0", "pci:v000015B3d00001021sv000015B3sd00000041bc02sc07i00\n", "mlx5_core");
    world_file(world, "/sys/module/nvidia/version", "550.54.15\n");
    world_file(world, "/sys/module/mlx5_core/version", "24.04-0.6.6\n");
    world_file(world, "/proc/driver/nvidia/version",
               "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  550.54.15  Release Build  "
               "(builder@secret)  Tue Mar  5 22:14:05 UTC 2024\nGCC version:  gcc version 12.2.0\n");
}

Test(accelerators, nvidia_is_told_by_kind_and_driver_version)
{
    add_nvidia();
    world_file(world, "/dev/nvidia0", "");
    world_file(world, "/dev/nvidia1", "");
    world_file(world, "/dev/nvidiactl", "");
    world_file(world, "/dev/nvidia-uvm", "");
    world_file(world, "/dev/dri/renderD128", "");
    world_file(world, "/dev/dri/renderD129", "");
    world_file(world, "/dev/dri/card1", "");
    world_collect(world, "pci");
    cr_assert_str_eq(world_string(world, HW, "driver/nvidia"), "550.54.15");
    cr_assert_str_eq(world_string(world, HW, "driver/mlx5_core"), "24.04-0.6.6");
    cr_assert_str_eq(world_string(world, HW, "pci/10de:2330:0302"), "nvidia x2");
    cr_assert_str_eq(world_set(world, HW, "accelerator.kinds"), "NVIDIA 10de:2330 x2");
    cr_assert_str_eq(world_set(world, HW, "accelerator.nodes"), "nvidia x2 nvidia-uvm render x2");
    cr_assert_str_eq(world_string(world, HW, "accelerator.nvidia_module"), "open");
    cr_assert_null(world_set(world, HW, "accelerator.models"));
}

/* sysfs shows every card in a container; its /dev and NVIDIA's /proc hold those that were handed in. */
Test(accelerators, container_finds_what_it_was_given)
{
    add_nvidia();
    world_file(world, "/dev/nvidia1", "");
    world_collect(world, "pci");
    cr_assert_str_eq(world_set(world, HW, "accelerator.kinds"), "NVIDIA 10de:2330 x2");
    cr_assert_str_eq(world_set(world, HW, "accelerator.nodes"), "nvidia");
}

Test(accelerators, container_without_any_finds_none)
{
    add_nvidia();
    world_collect(world, "pci");
    cr_assert_str_eq(world_set(world, HW, "accelerator.nodes"), "");
    cr_assert_str_eq(world_string(world, HW, "driver/nvidia"), "550.54.15");
}

Test(accelerators, nvidia_models_and_instances_are_detail_without_identifiers)
{
    add_nvidia();
    world_file(world, "/proc/driver/nvidia/gpus/0000:19:00.0/information",
               "Model: \t\t NVIDIA H100 80GB HBM3\nIRQ:   \t\t 10\nGPU UUID: \t GPU-9221d5d1-secret\n");
    world_file(world, "/proc/driver/nvidia/gpus/0000:3b:00.0/information",
               "Model: \t\t NVIDIA H100 80GB HBM3\nGPU UUID: \t GPU-0000d5d1-secret\n");
    world_file(world, "/proc/driver/nvidia/capabilities/gpu0/mig/gi1/access", "DeviceFileMinor: 12\n");
    world_file(world, "/proc/driver/nvidia/capabilities/gpu0/mig/gi2/access", "DeviceFileMinor: 15\n");
    world_file(world, "/proc/driver/nvidia/capabilities/mig/config", "DeviceFileMinor: 1\n");
    world_source(world)->common->detail = true;
    world_collect(world, "pci");
    cr_assert_str_eq(world_set(world, HW, "accelerator.models"), "NVIDIA H100 80GB HBM3 x2");
    cr_assert_eq(world_integer(world, HW, "accelerator.instances"), 2);
}

Test(accelerators, amd_tells_what_code_it_runs)
{
    add_pci("0000:05:00.0", "pci:v00001002d000074A1sv00001002sd000074A1bc12sc00i00\n", "amdgpu");
    world_file(world, "/sys/module/amdgpu/version", "6.8.5\n");
    world_file(world, KFD "0/properties", "cpu_cores_count 96\nsimd_count 0\ngfx_target_version 0\n");
    world_file(world, KFD "1/properties",
               "cpu_cores_count 0\nunique_id 1234567890\ngfx_target_version 90402\n");
    world_file(world, KFD "2/properties", "gfx_target_version 90010\n");
    world_file(world, "/dev/kfd", "");
    world_collect(world, "pci");
    cr_assert_str_eq(world_set(world, HW, "accelerator.kinds"), "AMD 1002:74a1");
    cr_assert_str_eq(world_set(world, HW, "accelerator.targets"), "gfx90a gfx942");
    cr_assert_str_eq(world_string(world, HW, "driver/amdgpu"), "6.8.5");
    cr_assert_str_eq(world_set(world, HW, "accelerator.nodes"), "kfd");
}

/* The kernel checks the device cgroup before it shows a node. */
Test(accelerators, amd_that_is_not_handed_in_is_a_gap)
{
    add_pci("0000:05:00.0", "pci:v00001002d000074A1sv00001002sd000074A1bc12sc00i00\n", "amdgpu");
    world_error(world, KFD "1/properties", ENVFP_REASON_DENIED);
    world_collect(world, "pci");
    cr_assert_str_eq(world_gap(world, HW, "accelerator.targets"), "denied");
}

/* The kernel's own modules have no version file: its release says it. */
Test(accelerators, laptop_with_two_graphics_is_told)
{
    add_pci("0000:00:02.0", "pci:v00008086d000046A6sv00001028sd00000B04bc03sc00i00\n", "i915");
    add_pci("0000:01:00.0", "pci:v000010DEd000025A0sv00001028sd00000B04bc03sc00i00\n", "nouveau");
    world_directory(world, "/sys/module/i915");
    world_collect(world, "pci");
    cr_assert_str_eq(world_set(world, HW, "accelerator.kinds"), "Intel 8086:46a6 NVIDIA 10de:25a0");
    cr_assert_null(world_string(world, HW, "driver/i915"));
    cr_assert_null(world_gap(world, HW, "driver/*"));
}

Test(accelerators, module_is_found_under_its_own_name)
{
    add_pci("0000:cc:00.0", "pci:v00001DA3d00001020sv00001DA3sd00000000bc12sc00i00\n", "habana-labs");
    world_file(world, "/sys/module/habana_labs/version", "1.15.1\n");
    world_collect(world, "pci");
    cr_assert_str_eq(world_string(world, HW, "driver/habana-labs"), "1.15.1");
    cr_assert_str_eq(world_set(world, HW, "accelerator.kinds"), "Habana 1da3:1020");
}

Test(accelerators, display_of_a_virtual_machine_is_none)
{
    add_pci("0000:00:02.0", "pci:v00001234d00001111sv00001AF4sd00001100bc03sc00i00\n", "bochs-drm");
    add_pci("0000:03:00.0", "pci:v00001A03d00002000sv00001A03sd00002000bc03sc00i00\n", "ast");
    world_file(world, "/dev/dri/card0", "");
    world_collect(world, "pci");
    cr_assert_null(world_set(world, HW, "accelerator.kinds"));
    cr_assert_null(world_set(world, HW, "accelerator.nodes"));
}

Test(accelerators, board_without_pci_tells_its_graphics)
{
    world_link(world, "/sys/class/drm/card0/device/driver", "../../../../bus/platform/drivers/v3d");
    world_link(world, "/sys/class/drm/card1/device/driver",
               "../../../../bus/platform/drivers/simple-framebuffer");
    world_directory(world, "/sys/class/drm/card1-HDMI-A-1");
    world_file(world, "/dev/dri/renderD128", "");
    world_collect(world, "pci");
    cr_assert_str_eq(world_set(world, HW, "accelerator.kinds"), "v3d");
    cr_assert_str_eq(world_set(world, HW, "accelerator.nodes"), "render");
}
