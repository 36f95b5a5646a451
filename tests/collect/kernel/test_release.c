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

TestSuite(release, .init = set_up, .fini = tear_down);

#define KERNEL ENVFP_LAYER_KERNEL

static const char *of(const char *release, const char *version)
{
    world_free(world); /* no fact of an earlier release */
    world = world_new();
    world_uname(world, "Linux", release, version, "x86_64");
    world_collect(world, "uname");
    const char *set = world_set(world, KERNEL, "features.by_release");
    return set ? set : "";
}

static bool brings(const char *release, const char *feature)
{
    return strstr(of(release, "#1 SMP"), feature) != NULL;
}

Test(release, brings_what_came_with_it_or_before)
{
    static const struct {
        const char *feature, *before, *first;
    } rows[] = {
        {"user_namespaces", "3.7.10", "3.8.0"},
        {"overlayfs", "3.17.8", "3.18"},
        {"statx", "4.10.17-generic", "4.11.0-14-generic"},
        {"io_uring", "5.0.21", "5.1.0-rc1"},
        {"clone3", "5.2.21-200.fc30.x86_64", "5.3.0-1.el8"},
        {"openat2", "5.5.19", "5.6.0+"},
        {"landlock", "5.12.19", "5.13.0-arch1-1"},
        {"eevdf", "6.5.13", "6.6.0"},
        {"sched_ext", "6.11.11", "7.0.0"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_assert_not(brings(rows[i].before, rows[i].feature), "%s", rows[i].feature);
        cr_assert(brings(rows[i].first, rows[i].feature), "%s", rows[i].feature);
    }
}

Test(release, of_an_old_kernel_brings_nothing)
{
    cr_assert_str_empty(of("2.6.32-754.el6.x86_64", "#1 SMP"));
    cr_assert_str_empty(of("2.6.78-18-generic", "#1 SMP"), "personality(UNAME26)");
    cr_assert(brings("3.10.0-1160.el7.x86_64", "user_namespaces"));
    cr_assert_not(brings("3.10.0-1160.el7.x86_64", "memfd_create"));
}

Test(release, of_another_kernel_says_nothing)
{
    cr_assert_str_empty(of("4.4.0", "#1 SMP Sun Jan 10 15:06:54 PST 2016"), "gVisor");
    cr_assert_str_empty(of("4.19.0-gvisor", "#1 SMP x"));
    cr_assert_str_empty(of("4.4.0-19041-Microsoft", "#1237-Microsoft Sat Sep 11 14:32:00 PST 2021"), "WSL 1");
    cr_assert_str_empty(of("3.16.0", "BrandZ virtual linux"), "illumos");
    cr_assert(brings("5.15.167.4-microsoft-standard-WSL2", "landlock"));
    world_free(world);
    world = world_new();
    world_uname(world, "FreeBSD", "14.1-RELEASE", "x", "amd64");
    world_collect(world, "uname");
    cr_assert_null(world_set(world, KERNEL, "features.by_release"));
}

Test(release, that_is_none_says_nothing)
{
    static const char *const wrong[] = {
        "six", "6", "6.", "6.x", ".1", "99999999999999999999.1", "6.99999999999999999999"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        cr_assert_str_empty(of(wrong[i], "#1"), "%s", wrong[i]);
}
