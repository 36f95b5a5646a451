/* SPDX-License-Identifier: MIT */
/* What a recording keeps of a file's text. */
#include "source/filter.h"
#include "world.h"

#include <criterion/criterion.h>

static char *filtered(const char *path, const char *text)
{
    static char result[4096];
    struct world *world = world_new();
    world_variable(world, "HOME", "/root");
    struct arena arena;
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    struct text out = {.arena = &arena};
    struct view rest = view_of(text);
    const struct filter *filter = envfp__filter_find(view_of(path));
    while (rest.length) {
        size_t end = view_find_byte(rest, '\n');
        struct view line = view_take(rest, end == SIZE_MAX ? rest.length : end + 1);
        if (!envfp__filter_line(filter, world_source(world), line, &out))
            break;
        rest = view_skip(rest, line.length);
    }
    struct view whole = envfp__text_view(&out);
    cr_assert_lt(whole.length, sizeof result);
    memcpy(result, whole.text, whole.length);
    result[whole.length] = '\0';
    envfp__arena_release(&arena);
    world_free(world);
    return result;
}

Test(filter, folds_homes)
{
    cr_expect_str_eq(filtered("/etc/x", "home = /home/alice/py\n"), "home = /~/py\n");
    cr_expect_str_eq(filtered("/etc/x", "a=/root/x:/rooter/y\n"), "a=/~/x:/rooter/y\n");
    cr_expect_str_eq(filtered("/etc/x", "/usr/home/alice/x"), "/usr/home/alice/x", "no home in the middle");
    cr_expect_str_eq(filtered("/etc/x", "/home/\n"), "/home/\n");
    cr_expect_str_eq(filtered("/etc/x", "\"/Users/bob\"\n"), "\"/~\"\n");
}

Test(filter, keeps_listed_parameters_only)
{
    cr_expect_str_eq(filtered("/proc/cmdline",
                              "BOOT_IMAGE=/vmlinuz root=UUID=1-2 quiet nosmt mitigations=off ip=10.0.0.1\n"),
                     "nosmt mitigations=off\n");
    cr_expect_str_eq(filtered("/proc/cmdline", "BOOT_IMAGE=/vmlinuz-4.4.0-gvisor quiet\n"),
                     "BOOT_IMAGE=-gvisor\n");
}

Test(filter, leaves_builders_and_swap_files_out)
{
    cr_expect_str_eq(
        filtered("/proc/version", "Linux version 6.1.0 (joe@desk) (gcc (Debian) 12) #1 SMP PREEMPT x\n"),
        "Linux version 6.1.0 () #1 SMP PREEMPT x\n");
    cr_expect_str_eq(
        filtered("/proc/version", "Linux version 3.16.0 (gcc version 7.5.0) BrandZ virtual linux\n"),
        "Linux version 3.16.0 ()  BrandZ virtual linux\n");
    cr_expect_str_eq(filtered("/proc/version", "Linux version 4.4.0 #1 SMP x (y)\n"),
                     "Linux version 4.4.0 #1 SMP x (y)\n");
    cr_expect_str_eq(
        filtered("/proc/swaps", "Filename\tType\tSize\n/dev/zram0 partition\t1\n/joe/swap file\t1\n"),
        "/dev/zram partition\n/_ file\n");
}

Test(filter, leaves_serial_numbers_out)
{
    cr_expect_str_eq(filtered("/proc/cpuinfo", "cpu model\t: EV67\ncpu serial number\t: AY12345678\n"),
                     "cpu model\t: EV67\n");
    cr_expect_str_eq(filtered("/proc/cpuinfo",
                              "processor 0: version = FF,  identification = 0123AB,  machine = "
                              "2964\n"),
                     "processor 0: version = FF,  machine = 2964\n");
    cr_expect_str_eq(
        filtered("/proc/cpuinfo", "Hardware\t: BCM2835\nSerial\t\t: 00000000deadbeef\nModel\t: Pi\n"),
        "Hardware\t: BCM2835\nModel\t: Pi\n");
    cr_expect_str_eq(filtered("/proc/cpuinfo",
                              "processor 0: version = FF,  identification = 1A2B3C,  machine = 8561\n"
                              "identification  : 1A2B3C\nmachine         : 8561\n"),
                     "processor 0: version = FF,  machine = 8561\nmachine         : 8561\n");
}

Test(filter, leaves_names_of_partitions_and_guests_out)
{
    cr_expect_str_eq(filtered("/proc/sysinfo",
                              "Manufacturer: IBM\nSequence Code: 0000000000012345\nLPAR Number: 7\n"
                              "LPAR Name: PAYROLL\nVM00 Name: BOB\nVM00 Control Program: z/VM 6.1.0\n"
                              "VM00 Extended Name: bob\nVM00 UUID: 1-2\n"),
                     "Manufacturer: IBM\nLPAR Number: 7\nVM00 Control Program: z/VM 6.1.0\n");
}

Test(filter, leaves_servers_and_volumes_out)
{
    cr_expect_str_eq(
        filtered("/proc/self/mountinfo", "1 2 0:3 / / rw - ext4 /dev/mapper/myhost--vg-root rw\n"),
        "1 2 0:3 / / rw - ext4 /dev/_ rw\n");
    cr_assert_str_eq(
        filtered("/proc/self/mountinfo", "1 2 0:3 / / rw - ext4 /dev/mapper/docker-8:1-12-ab rw\n"),
        "1 2 0:3 / / rw - ext4 /dev/mapper/docker-_ rw\n");
    cr_expect_str_eq(filtered("/proc/self/mountinfo", "1 2 0:3 / / rw - ext4 /dev/vda rw,discard\n"),
                     "1 2 0:3 / / rw - ext4 /dev/vda rw,discard\n");
    cr_expect_str_eq(
        filtered("/proc/self/mountinfo", "1 2 0:3 / /home/alice rw - nfs4 srv.corp:/x rw,addr=10.1.2.3\n"),
        "1 2 0:3 / /~ rw - nfs4 _ rw\n");
    cr_expect_str_eq(
        filtered("/proc/self/mountinfo", "1 2 0:3 / /m rw - fuse.sshfs bob@host:/ rw,user_id=1\n"),
        "1 2 0:3 / /m rw - fuse.sshfs _ rw\n");
    cr_expect_str_eq(filtered("/proc/self/mountinfo", "broken\n"), "");
}

Test(filter, keeps_what_package_collectors_read)
{
    cr_expect_str_eq(
        filtered("/var/lib/dpkg/status",
                 "Package: a\nStatus: install ok installed\nMaintainer: A <a@b>\n"
                 "Architecture: amd64\nVersion: 1\nDescription: x\n y\n\nPackage: b\n"),
        "Package: a\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n\nPackage: b\n");
    cr_expect_str_eq(filtered("/x.dist-info/METADATA",
                              "Metadata-Version: 2.1\nName: a\nVersion: 1\nAuthor: Bob\n\nName: b\n"),
                     "Metadata-Version: 2.1\nName: a\nVersion: 1\n");
}

Test(filter, leaves_identifiers_of_one_machine_out)
{
    cr_expect_str_eq(filtered("/sys/class/dmi/id/chassis_asset_tag", "ACME-0815\n"), "");
    cr_expect_str_eq(filtered("/sys/class/dmi/id/chassis_asset_tag", "OpenStack Nova\n"), "OpenStack Nova\n");
    cr_expect_str_eq(filtered("/sys/class/dmi/id/chassis_asset_tag", "1-2-3.zstack.io\n"), ".zstack.io\n");
    cr_expect_str_eq(filtered("/sys/hypervisor/uuid", "ec2f58af-1234\n"), "ec2");
    cr_expect_str_eq(filtered("/proc/ppc64/lparcfg", "serial_number=IBM,02\nshared_processor_mode=1\n"),
                     "shared_processor_mode=1\n");
    cr_expect_str_eq(filtered("/proc/sysinfo", "Sequence Code: 0EAA14\nLPAR Number: 47\nLPAR Name: R17\n"
                                               "VM00 Name: GUEST1\nVM00 Control Program: KVM/Linux\n"),
                     "LPAR Number: 47\nVM00 Control Program: KVM/Linux\n");
}

Test(filter, graphics_cards_keep_their_model_and_driver)
{
    cr_expect_str_eq(filtered("/proc/driver/nvidia/gpus/0000:19:00.0/information",
                              "Model: \t\t NVIDIA H100\nIRQ:   \t\t 10\nGPU UUID: \t GPU-9221d5d1\n"),
                     "Model: \t\t NVIDIA H100\n");
    cr_expect_str_eq(filtered("/proc/driver/nvidia/version",
                              "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  565.57.01  Release "
                              "Build  (me@home)  Thu Oct 10\nGCC version:  gcc of mine\n"),
                     "NVRM version: Open Kernel Module\n");
    cr_expect_str_eq(filtered("/proc/driver/nvidia/version",
                              "NVRM version: NVIDIA UNIX x86_64 Kernel Module  470.57.02  Tue Jul 13\n"),
                     "NVRM version:\n");
    cr_expect_str_eq(filtered("/proc/driver/nvidia/version", "me@home\n"), "");
    cr_expect_str_eq(filtered("/sys/class/kfd/kfd/topology/nodes/1/properties",
                              "simd_count 1216\nunique_id 42\ngfx_target_version 90402\n"),
                     "gfx_target_version 90402\n");
}

Test(filter, keeps_numbers_of_version_headers)
{
    cr_expect_str_eq(filtered("/usr/include/node/node_version.h",
                              "// Copyright\n#define NODE_MAJOR_VERSION 20\n"
                              "#define F(a, b) \\\n  ((a) > (b))\n#endif\n"),
                     "#define NODE_MAJOR_VERSION 20\n");
}

Test(filter, keeps_name_and_version_of_a_package)
{
    struct arena arena;
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    struct text out = {.arena = &arena};
    struct world *world = world_new();
    const struct filter *filter = envfp__filter_find(VIEW("/usr/lib/node_modules/x/package.json"));
    cr_assert(envfp__filter_is_whole(filter));
    (void)envfp__filter_line(
        filter, world_source(world),
        VIEW("{\"author\": \"A <a@b>\", \"name\": \"@s/x\",\n \"bugs\": {\"name\": \"no\"},"
             "\"version\": \"1.2\"}"),
        &out);
    cr_expect_str_eq(envfp__text_view(&out).text, "{\"name\":\"@s/x\",\"version\":\"1.2\"}\n");
    out.length = 0;
    (void)envfp__filter_line(filter, world_source(world), VIEW("[1]"), &out);
    cr_expect_str_eq(envfp__text_view(&out).text, "{}\n");
    world_free(world);
    envfp__arena_release(&arena);
}
