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

TestSuite(uname, .init = set_up, .fini = tear_down);

#define KERNEL ENVFP_LAYER_KERNEL

Test(uname, tells_release_version_and_preemption)
{
    world_uname(world, "Linux", "6.1.0-18-rt-amd64", "#1 SMP PREEMPT_RT Debian 6.1.76-1 (2024-02-01)",
                "x86_64");
    world_collect(world, "uname");
    cr_assert_str_eq(world_string(world, KERNEL, "uname.release"), "6.1.0-18-rt-amd64");
    cr_assert_str_eq(world_string(world, KERNEL, "uname.sysname"), "Linux");
    cr_assert_str_eq(world_string(world, KERNEL, "uname.preemption"), "rt");
}

Test(uname, knows_the_preemption_models)
{
    static const char *const rows[][2] = {
        {"#1 SMP PREEMPT_DYNAMIC Debian 6.1.76-1", "dynamic"},
        {"#1 SMP PREEMPT Thu Jan 1", "full"},
        {"#1 SMP Thu Jan 1", "none"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        world_uname(world, "Linux", "6.1", rows[i][0], "x86_64");
        world_collect(world, "uname");
        cr_assert_str_eq(world_string(world, KERNEL, "uname.preemption"), rows[i][1]);
    }
}

Test(uname, falls_back_on_procfs_in_recordings)
{
    world_file(world, "/proc/version", "Linux version 3.16.0 (gcc version 7.5.0) BrandZ virtual linux\n");
    world_collect(world, "uname");
    cr_assert_str_eq(world_string(world, KERNEL, "uname.release"), "3.16.0");
    cr_assert_str_eq(world_string(world, KERNEL, "uname.version"), "BrandZ virtual linux");
}

Test(uname, takes_the_version_behind_the_number_sign)
{
    world_file(world, "/proc/version",
               "Linux version 6.1.0 (b@h) (gcc (Debian) 12) #1 SMP PREEMPT_DYNAMIC x\n");
    world_collect(world, "uname");
    cr_assert_str_eq(world_string(world, KERNEL, "uname.version"), "#1 SMP PREEMPT_DYNAMIC x");
    cr_assert_null(world_gap(world, KERNEL, "uname.*"));
}

Test(uname, names_patches_of_the_running_kernel_where_detail_is_asked_for)
{
    world_uname(world, "Linux", "5.14.0-427.el9", "#1 SMP", "x86_64");
    world_directory(world, "/sys/kernel/livepatch/kpatch_5_14_0_427_1_1");
    world_collect(world, "uname");
    cr_assert_null(world_set(world, KERNEL, "uname.livepatches"));
    world_source(world)->common->detail = true;
    world_collect(world, "uname");
    cr_assert_str_eq(world_set(world, KERNEL, "uname.livepatches"), "kpatch_5_14_0_427_1_1");
}

/* A text that is no version of a kernel names none. */
Test(uname, is_not_the_first_word_of_any_text)
{
    world_file(world, "/proc/version", "Standard PC (i440FX + PIIX, 1996)\n");
    world_collect(world, "uname");
    cr_expect_null(world_string(world, ENVFP_LAYER_KERNEL, "uname.sysname"));
}
