/* SPDX-License-Identifier: MIT */
/* Tables and lists that are full: what stands behind their bounds is a gap, and what fills them exactly is none. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "elf_image.h"
#include "world.h"

#define HW ENVFP_LAYER_HARDWARE
#define CT ENVFP_LAYER_CONTAINER
#define LC ENVFP_LAYER_LIBC
#define PK ENVFP_LAYER_PACKAGES
#define RT ENVFP_LAYER_RUNTIMES

static struct world *world;

static void set_up(void)
{
    world = world_new();
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(bounds, .init = set_up, .fini = tear_down);

static void expect_gap(enum envfp_layer layer, const char *key, const char *reason)
{
    const char *gap = world_gap(world, layer, key);
    if (reason)
        cr_expect(gap && strcmp(gap, reason) == 0, "%s: %s", key, gap ? gap : "no gap");
    else
        cr_expect_null(gap, "%s: %s", key, gap);
}

/* "/d0/bin:/d1/bin:..." */
static void put_path(unsigned count, const char *last)
{
    struct text path = {.arena = world_source(world)->common->arena};
    char directory[32];
    for (unsigned i = 0; i < count; i++) {
        snprintf(directory, sizeof directory, "/d%u/bin", i);
        world_directory(world, directory);
        envfp__text_add(&path, view_of(directory));
        envfp__text_add_byte(&path, ':');
    }
    envfp__text_add(&path, view_of(last));
    world_variable(world, "PATH", envfp__text_view(&path).text);
}

Test(bounds, a_path_of_many_directories)
{
    world_program(world, "/usr/local/go/bin/go", "x", 1);
    world_file(world, "/usr/local/go/VERSION", "go1.22.1\n");
    put_path(255, "/usr/local/go/bin");
    world_collect(world, "go");
    cr_expect_str_eq(world_string(world, RT, "go.version"), "1.22.1");
    put_path(256, "/usr/local/go/bin");
    world_collect(world, "go");
    cr_expect_null(world_string(world, RT, "go.version"));
    expect_gap(RT, "go.version", "truncated");
}

Test(bounds, a_path_of_many_directories_before_python)
{
    world_program(world, "/opt/bin/python3.11", "x", 1);
    world_link(world, "/opt/bin/python3", "python3.11");
    put_path(255, "/opt/bin");
    world_collect(world, "python");
    cr_expect_str_eq(world_string(world, RT, "python.version"), "3.11");
    put_path(256, "/opt/bin");
    world_collect(world, "python");
    cr_expect_null(world_string(world, RT, "python.version"));
    expect_gap(RT, "python.*", "truncated");
    expect_gap(RT, "python/*", "truncated");
}

static void put_cgroups(unsigned levels)
{
    char group[512] = "0::", path[600];
    for (unsigned i = 0; i < levels; i++)
        snprintf(group + strlen(group), sizeof group - strlen(group), "/l%u", i);
    strcat(group, "\n");
    world_file(world, "/proc/self/cgroup", group);
    world_file(world, "/sys/fs/cgroup/l0/memory.max", "1048576\n");
    world_file(world, "/sys/fs/cgroup/l0/cpu.max", "50000 100000\n");
    world_file(world, "/sys/fs/cgroup/l0/cpuset.cpus.effective", "0\n");
    snprintf(path, sizeof path, "/sys/fs/cgroup%.*s/memory.max", (int)strlen(group + 3) - 1, group + 3);
    world_file(world, path, "max\n");
}

Test(bounds, a_deep_tree_of_cgroups)
{
    put_cgroups(23);
    world_collect(world, "cgroup");
    cr_expect_str_eq(world_string(world, CT, "limits.memory"), "1048576");
    cr_expect_str_eq(world_string(world, CT, "limits.cpu"), "500m");
    expect_gap(CT, "limits.cpus", NULL);
    put_cgroups(26);
    world_collect(world, "cgroup");
    cr_expect_null(world_string(world, CT, "limits.memory"));
    expect_gap(CT, "limits.memory", "truncated");
    expect_gap(CT, "limits.cpu", "truncated");
    expect_gap(CT, "limits.cpus", "truncated");
}

Test(bounds, as_many_devices_as_are_looked_at)
{
    char path[128];
    world_source(world)->common->detail = true;
    for (unsigned i = 0; i < 256; i++) {
        snprintf(path, sizeof path, "/sys/block/nvme%un1/size", i);
        world_file(world, path, "2048\n");
        snprintf(path, sizeof path, "/sys/bus/usb/devices/1-%u:1.0/modalias", i + 1);
        world_file(world, path, "usb:v046DpC52Bd1211dc00dsc00dp00ic03isc01ip01in00\n");
    }
    world_collect(world, "peripherals");
    expect_gap(HW, "block/*", NULL);
    expect_gap(HW, "usb/*", NULL);
    world_file(world, "/sys/block/nvme256n1/size", "2048\n");
    world_file(world, "/sys/bus/usb/devices/2-1:1.0/modalias",
               "usb:v046DpC52Bd1211dc00dsc00dp00ic03isc01ip01in00\n");
    world_collect(world, "peripherals");
    expect_gap(HW, "block/*", "truncated");
    expect_gap(HW, "usb/*", "truncated");
}

Test(bounds, more_accelerators_than_nodes_are_looked_for)
{
    char path[128];
    for (unsigned i = 0; i < 66; i++) {
        snprintf(path, sizeof path, "/sys/bus/pci/devices/0000:%02x:00.0/modalias", i + 1);
        world_file(world, path, "pci:v000010DEd00002330sv000010DEsd000016C1bc03sc02i00\n");
        snprintf(path, sizeof path, "/sys/bus/pci/devices/0000:%02x:00.0/driver", i + 1);
        world_link(world, path, "../../../bus/pci/drivers/nvidia");
    }
    world_collect(world, "pci");
    cr_expect_str_eq(world_set(world, HW, "accelerator.kinds"), "NVIDIA 10de:2330 x66");
    expect_gap(HW, "accelerator.nodes", "truncated");
}

Test(bounds, more_environments_than_are_looked_at)
{
    char path[128];
    world_source(world)->common->detail = true;
    world_variable(world, "HOME", "/home/me");
    for (unsigned i = 0; i < 128; i++) {
        snprintf(path, sizeof path, "/home/me/.virtualenvs/e%03u/pyvenv.cfg", i);
        world_file(world, path, "version = 3.11.2\n");
    }
    world_collect(world, "managers");
    expect_gap(RT, "virtualenvwrapper/*", NULL);
    world_file(world, "/home/me/.virtualenvs/e128/pyvenv.cfg", "version = 3.11.2\n");
    world_collect(world, "managers");
    expect_gap(RT, "virtualenvwrapper/*", "truncated");
}

/* A name of a package that is longer than any. */
static void put_guix(size_t length)
{
    char name[300] = "", text[1200];
    memset(name, 'a', length);
    snprintf(
        text, sizeof text,
        "(manifest (version 3) (packages ((\"%s\" \"1\" \"out\" \"/gnu/store/abc-a\" (properties)) (\"b\" "
        "\"1\" \"out\" \"/gnu/store/x\" (properties)))))\n",
        name);
    world_directory(world, "/gnu/store");
    world_file(world, "/run/current-system/profile/manifest", text);
}

Test(bounds, words_of_guix)
{
    put_guix(256);
    world_collect(world, "guix");
    expect_gap(PK, "guix/*", NULL);
    put_guix(257);
    world_collect(world, "guix");
    expect_gap(PK, "guix/*", "malformed");
}

static void put_cos(size_t length)
{
    char ebuild[300] = "", text[600];
    memset(ebuild, '1', length);
    snprintf(text, sizeof text,
             "{\"installedPackages\": [{\"category\": \"c\", \"name\": \"d\", \"version\": \"3\", "
             "\"ebuild_version\": \"%s\"}]}\n",
             ebuild);
    world_file(world, "/etc/cos-package-info.json", text);
}

Test(bounds, words_of_cos)
{
    put_cos(255);
    world_collect(world, "cos");
    expect_gap(PK, "cos/*", NULL);
    put_cos(280);
    world_collect(world, "cos");
    expect_gap(PK, "cos/*", "malformed");
}

/* A project's version file is looked for in 32 folders upwards. */
static void put_project(unsigned levels)
{
    char folder[512] = "", path[600];
    for (unsigned i = 0; i < levels; i++)
        snprintf(folder + strlen(folder), sizeof folder - strlen(folder), "/f%u", i);
    snprintf(path, sizeof path, "%s/a", folder);
    world_file(world, path, "");
    world_project(world, folder);
}

Test(bounds, a_project_in_many_folders)
{
    put_project(30);
    world_collect(world, "project");
    expect_gap(RT, "project.wants/python", NULL);
    put_project(40);
    world_collect(world, "project");
    expect_gap(RT, "project.wants/python", "truncated");
    expect_gap(RT, "project.wants/*", "truncated");
}

Test(bounds, more_wishes_than_are_told)
{
    struct text text = {.arena = world_source(world)->common->arena};
    char line[32];
    for (unsigned i = 0; i < 65; i++) {
        snprintf(line, sizeof line, "python 3.%u\n", i);
        envfp__text_add(&text, view_of(line));
    }
    world_file(world, "/srv/.tool-versions", envfp__text_view(&text).text);
    world_project(world, "/srv");
    world_collect(world, "project");
    expect_gap(RT, "project.wants/*", "truncated");
    cr_expect_null(world_set(world, RT, "project.wants/python"));
}

static void put_loader(unsigned directories)
{
    size_t length;
    unsigned char *bytes = elf_image_make(
        &(struct elf_image){.wide = true, .machine = 62, .interpreter = "/lib64/ld-linux-x86-64.so.2"},
        &length);
    world_program(world, "/bin/sh", bytes, length);
    free(bytes);
    world_file(world, "/lib64/ld-linux-x86-64.so.2", "");
    world_file(world, "/lib64/libc.so.6", "");
    char text[2048] = "";
    for (unsigned i = 0; i < directories; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "/opt/l%u\n", i);
    world_file(world, "/etc/ld.so.conf", text);
}

Test(bounds, many_directories_of_libraries)
{
    put_loader(20);
    world_collect(world, "libc");
    expect_gap(LC, "library/*", NULL);
    put_loader(40);
    world_collect(world, "libc");
    expect_gap(LC, "library/*", "truncated");
}

/* The limit of bytes is one of the caller's: a value that it cuts is none. */
Test(bounds, a_value_that_the_file_limit_cuts)
{
    world_file(world, "/proc/sys/fs/aio-max-nr", "65536\n");
    world_source(world)->common->file_limit = 6;
    world_collect(world, "sysctl");
    cr_expect_str_eq(world_string(world, ENVFP_LAYER_KERNEL, "sysctl.fs.aio-max-nr"), "65536");
    world_source(world)->common->file_limit = 4;
    world_collect(world, "sysctl");
    cr_expect_null(world_string(world, ENVFP_LAYER_KERNEL, "sysctl.fs.aio-max-nr"));
    expect_gap(ENVFP_LAYER_KERNEL, "sysctl.fs.aio-max-nr", "truncated");
}

/* ---- Processors ------------------------------------------------------------------------------------------------- */

static void put_cores(unsigned kinds)
{
    struct text text = {.arena = world_source(world)->common->arena};
    char core[200];
    for (unsigned i = 0; i < kinds; i++) {
        snprintf(core, sizeof core,
                 "processor\t: %u\nFeatures\t: fp asimd\nCPU implementer\t: 0x41\nCPU architecture: 8\n"
                 "CPU variant\t: 0x0\nCPU part\t: 0x%03x\nCPU revision\t: 1\n\n",
                 i, i);
        envfp__text_add(&text, view_of(core));
    }
    world_file(world, "/proc/cpuinfo", envfp__text_view(&text).text);
    world_uname(world, "Linux", "6.1", "#1 SMP", "aarch64");
}

Test(bounds, more_kinds_of_cores_than_are_told)
{
    put_cores(64);
    world_collect(world, "cpu");
    expect_gap(HW, "cpu.*", NULL);
    put_cores(65);
    world_collect(world, "cpu");
    expect_gap(HW, "cpu.*", "truncated");
}

static void put_processors(unsigned count)
{
    struct text text = {.arena = world_source(world)->common->arena};
    for (unsigned i = 0; i < count; i++)
        envfp__text_add(&text, VIEW("processor\t: 0\nphysical id\t: 0\ncore id\t: 0\n\n"));
    world_file(world, "/proc/cpuinfo", envfp__text_view(&text).text);
}

Test(bounds, more_processors_than_have_a_place)
{
    put_processors(65536);
    world_collect(world, "cpu");
    expect_gap(HW, "cpu.*", NULL);
    put_processors(65537);
    world_collect(world, "cpu");
    expect_gap(HW, "cpu.*", "truncated");
}

Test(bounds, more_processors_with_leaves_than_count)
{
    for (unsigned cpu = 0; cpu < 4097; cpu++) {
        if (cpu == 4096) {
            world_collect(world, "cpu");
            expect_gap(HW, "cpu.isa", NULL);
        }
        world_cpuid(world, cpu, 0, 0, 1, 0x756e6547, 0x6c65746e, 0x49656e69);
        world_cpuid(world, cpu, 1, 0, 0x306a9, 0, 0, 0x178bfbff);
    }
    world_collect(world, "cpu");
    expect_gap(HW, "cpu.isa", "truncated");
}

Test(bounds, a_user_map_of_more_extents_than_the_kernel_takes)
{
    struct text text = {.arena = world_source(world)->common->arena};
    for (unsigned i = 0; i <= 340; i++) {
        char line[64];
        if (i == 340) {
            world_file(world, "/proc/self/uid_map", envfp__text_view(&text).text);
            world_collect(world, "user_map");
            expect_gap(ENVFP_LAYER_SANDBOX, "user_map.*", NULL);
        }
        snprintf(line, sizeof line, "%u %u 1\n", i, i + 1000);
        envfp__text_add(&text, view_of(line));
    }
    world_file(world, "/proc/self/uid_map", envfp__text_view(&text).text);
    world_collect(world, "user_map");
    expect_gap(ENVFP_LAYER_SANDBOX, "user_map.*", "truncated");
}

Test(bounds, build_details_that_are_long)
{
    struct text text = {.arena = world_source(world)->common->arena};
    world_variable(world, "PATH", "/usr/bin");
    world_program(world, "/usr/bin/python3.14", "x", 1);
    world_link(world, "/usr/bin/python3", "python3.14");
    envfp__text_add(&text, VIEW("{\"filler\": \""));
    while (text.length < 17000)
        envfp__text_add_byte(&text, 'x');
    envfp__text_add(&text, VIEW("\", \"language\": {\"version\": \"3.14\"}}"));
    world_file(world, "/usr/lib/python3.14/build-details.json", envfp__text_view(&text).text);
    world_collect(world, "python");
    cr_expect_str_eq(world_string(world, RT, "python.version"), "3.14");
}
