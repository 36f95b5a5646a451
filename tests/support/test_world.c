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

TestSuite(world, .init = set_up, .fini = tear_down);

static const char *read_all(const char *path)
{
    struct view content;
    if (source_read(world_source(world), path, &content) != ENVFP_REASON_NONE)
        return NULL;
    return envfp__arena_copy(world_facts(world)->arena, content).text;
}

static enum envfp_reason reason_of(const char *path)
{
    struct view content;
    return source_read(world_source(world), path, &content);
}

Test(world, reads_files_through_links_and_dots)
{
    world_file(world, "/usr/lib/os-release", "ID=debian\n");
    world_link(world, "/etc/os-release", "../usr/lib/os-release");
    world_link(world, "/lib", "/usr/lib");
    cr_assert_str_eq(read_all("/etc/os-release"), "ID=debian\n");
    cr_assert_str_eq(read_all("/lib/os-release"), "ID=debian\n");
    cr_assert_str_eq(read_all("/usr/./lib/../../lib/os-release"), "ID=debian\n");
}

Test(world, tells_absent_hidden_and_denied_apart)
{
    cr_assert_eq(reason_of("/proc/cpuinfo"), ENVFP_REASON_HIDDEN);
    world_file(world, "/proc/version", "Linux");
    world_error(world, "/etc/secret", ENVFP_REASON_DENIED);
    cr_assert_eq(reason_of("/proc/cpuinfo"), ENVFP_REASON_ABSENT);
    cr_assert_eq(reason_of("/sys/kernel"), ENVFP_REASON_HIDDEN);
    cr_assert_eq(reason_of("/etc/none"), ENVFP_REASON_ABSENT);
    cr_assert_eq(reason_of("/etc/secret"), ENVFP_REASON_DENIED);
    cr_assert_eq(reason_of("/etc/secret/below"), ENVFP_REASON_DENIED);
    cr_assert_eq(reason_of("/etc"), ENVFP_REASON_UNSUPPORTED);
    cr_assert_eq(reason_of("/proc/version/x"), ENVFP_REASON_ABSENT);
}

Test(world, ends_loops)
{
    world_link(world, "/a", "/b");
    world_link(world, "/b", "a");
    cr_assert_neq(reason_of("/a"), ENVFP_REASON_NONE);
}

Test(world, lists_each_child_once)
{
    world_file(world, "/d/a/one", "");
    world_file(world, "/d/a-b", "");
    world_file(world, "/d/a/two", "");
    world_link(world, "/d/link", "a");
    struct source_entry *entries;
    size_t count;
    cr_assert_eq(source_list(world_source(world), world_facts(world)->arena, "/d", &entries, &count),
                 ENVFP_REASON_NONE);
    cr_assert_eq(count, 3);
    cr_assert(view_is(entries[0].name, "a") && entries[0].type == SOURCE_DIRECTORY);
    cr_assert(view_is(entries[1].name, "a-b") && entries[1].type == SOURCE_FILE);
    cr_assert(view_is(entries[2].name, "link") && entries[2].type == SOURCE_LINK);
}

Test(world, answers_cpuid_by_range)
{
    uint32_t registers[4] = {9, 9, 9, 9};
    const struct source *source = world_source(world);
    cr_assert_eq(source_cpuid_count(source), 0);
    world_cpuid(world, 0, 0, 0, 7, 1, 2, 3);
    world_cpuid(world, 0, 7, 0, 0, 0x20, 0, 0);
    cr_assert_eq(source_cpuid(source, 0, 7, 0, registers), ENVFP_REASON_NONE);
    cr_assert_eq(registers[1], 0x20);
    cr_assert_eq(source_cpuid(source, 0, 7, 1, registers), ENVFP_REASON_NONE);
    cr_assert_eq(registers[1], 0);
    cr_assert_eq(source_cpuid(source, 0, 8, 0, registers), ENVFP_REASON_ABSENT);
    cr_assert_eq(source_cpuid(source, 0, 0x40000000, 0, registers), ENVFP_REASON_ABSENT);
    cr_assert_eq(source_cpuid_count(source), 1);
}

Test(world, fails_the_nth_operation)
{
    world_file(world, "/a", "text");
    world_fail_at(world, 1, ENVFP_REASON_BUSY);
    cr_assert_eq(reason_of("/a"), ENVFP_REASON_BUSY);
    cr_assert_eq(reason_of("/a"), ENVFP_REASON_NONE);
}

Test(world, starts_a_layer_from_nothing)
{
    world_uname(world, "Linux", "6.1", "#1", "x86_64");
    world_file(world, "/proc/modules", "kvm 1 2 x, Live 0x0\n");
    world_directory(world, "/sys/firmware/efi");
    world_collect(world, "firmware");
    world_collect(world, "uname");
    cr_assert_not_null(world_string(world, ENVFP_LAYER_KERNEL, "uname.release"));
    world_collect(world, "modules");
    cr_assert_null(world_string(world, ENVFP_LAYER_KERNEL, "uname.release"));
    world_collect_also(world, "uname");
    cr_assert_not_null(world_string(world, ENVFP_LAYER_KERNEL, "uname.release"));
    cr_assert_str_eq(world_string(world, ENVFP_LAYER_HARDWARE, "firmware.kind"), "uefi", "another layer's");
}
