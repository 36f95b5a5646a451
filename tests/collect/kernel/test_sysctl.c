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

TestSuite(sysctl, .init = set_up, .fini = tear_down);

#define KERNEL ENVFP_LAYER_KERNEL

Test(sysctl, keeps_values_as_strings)
{
    world_file(world, "/proc/sys/vm/max_map_count", "65530\n");
    world_file(world, "/proc/sys/kernel/seccomp/actions_avail", "kill_process allow\n");
    world_collect(world, "sysctl");
    cr_assert_str_eq(world_string(world, KERNEL, "sysctl.vm.max_map_count"), "65530");
    cr_assert_str_eq(world_string(world, KERNEL, "sysctl.kernel.seccomp.actions_avail"),
                     "kill_process allow");
    cr_assert_null(world_string(world, KERNEL, "sysctl.kernel.io_uring_disabled"));
}

Test(sysctl, tells_the_core_pattern_by_its_shape)
{
    static const char *const rows[][2] = {
        {"|/usr/share/apport/apport -p%p\n", "pipe"},
        {"/var/crash/%h\n", "absolute"},
        {"core\n", "relative"},
        {"@/run/core.socket\n", "socket"},
        {"\n", "none"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        world_file(world, "/proc/sys/kernel/core_pattern", rows[i][0]);
        world_collect(world, "sysctl");
        cr_assert_str_eq(world_string(world, KERNEL, "sysctl.kernel.core_pattern"), rows[i][1]);
    }
}

Test(sysctl, takes_no_mask_for_a_value)
{
    world_file(world, "/proc/sys/kernel/core_pattern", "");
    world_file(world, "/proc/sys/vm/panic_on_oom", "");
    world_collect(world, "sysctl");
    cr_assert_null(world_string(world, KERNEL, "sysctl.kernel.core_pattern"));
    cr_assert_str_eq(world_gap(world, KERNEL, "sysctl.kernel.core_pattern"), "hidden");
    cr_assert_str_eq(world_gap(world, KERNEL, "sysctl.vm.panic_on_oom"), "hidden");
}

Test(sysctl, notes_what_is_denied)
{
    world_error(world, "/proc/sys/kernel/perf_event_paranoid", ENVFP_REASON_DENIED);
    world_collect(world, "sysctl");
    cr_assert_str_eq(world_gap(world, KERNEL, "sysctl.kernel.perf_event_paranoid"), "denied");
}

Test(sysctl, asks_for_what_outranks_the_ratio_under_strict_accounting_only)
{
    world_file(world, "/proc/sys/vm/overcommit_memory", "0\n");
    world_file(world, "/proc/sys/vm/overcommit_kbytes", "1024\n");
    world_collect(world, "sysctl");
    cr_assert_str_eq(world_string(world, KERNEL, "sysctl.vm.overcommit_memory"), "0");
    cr_assert_null(world_string(world, KERNEL, "sysctl.vm.overcommit_kbytes"));
    world_file(world, "/proc/sys/vm/overcommit_memory", "2\n");
    world_collect(world, "sysctl");
    cr_assert_str_eq(world_string(world, KERNEL, "sysctl.vm.overcommit_kbytes"), "1024");
}

Test(sysctl, keeps_what_follows_the_machine_as_context)
{
    world_file(world, "/proc/sys/fs/inotify/max_user_watches", "192536\n");
    world_file(world, "/proc/sys/kernel/pid_max", "32768\n");
    world_file(world, "/proc/sys/kernel/threads-max", "192730\n");
    world_file(world, "/proc/sys/fs/file-max", "2466177\n");
    world_collect(world, "sysctl");
    static const char *const keys[] = {"sysctl.fs.inotify.max_user_watches", "sysctl.kernel.pid_max",
                                       "sysctl.kernel.threads-max"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        cr_assert_eq(envfp__facts_find(world_facts(world), KERNEL, keys[i])->class, ENVFP_CONTEXT);
    cr_assert_null(world_string(world, KERNEL, "sysctl.fs.file-max"));
    world_source(world)->common->detail = true;
    world_collect(world, "sysctl");
    cr_assert_eq(envfp__facts_find(world_facts(world), KERNEL, "sysctl.fs.file-max")->class, ENVFP_CONTEXT);
}

Test(sysctl, asks_arm_what_is_arms)
{
    world_file(world, "/proc/sys/abi/swp", "1\n");
    world_file(world, "/proc/sys/abi/tagged_addr_disabled", "0\n");
    world_auxv(world, "AT_PLATFORM", "x86_64");
    world_collect(world, "sysctl");
    cr_assert_null(world_string(world, KERNEL, "sysctl.abi.swp"));
    world_auxv(world, "AT_PLATFORM", "aarch64");
    world_collect(world, "sysctl");
    cr_assert_str_eq(world_string(world, KERNEL, "sysctl.abi.swp"), "1");
    cr_assert_str_eq(world_string(world, KERNEL, "sysctl.abi.tagged_addr_disabled"), "0");
    world_file(world, "/proc/sys/abi/swp", "2\n");
    world_auxv(world, "AT_PLATFORM", "v8l");
    world_collect(world, "sysctl");
    cr_assert_str_eq(world_string(world, KERNEL, "sysctl.abi.swp"), "2");
}

/* s390, and kernels of twenty years: most files are not there, and that is no gap. */
Test(sysctl, of_an_old_kernel_are_few)
{
    world_file(world, "/proc/sys/vm/overcommit_memory", "0\n");
    world_file(world, "/proc/sys/kernel/core_pattern", "core\n");
    world_collect(world, "sysctl");
    cr_assert_str_eq(world_string(world, KERNEL, "sysctl.vm.overcommit_memory"), "0");
    static const char *const later[] = {"sysctl.crypto.fips_enabled", "sysctl.kernel.keys.maxkeys",
                                        "sysctl.kernel.seccomp.actions_avail", "sysctl.vm.swappiness"};
    for (size_t i = 0; i < sizeof later / sizeof *later; i++) {
        cr_assert_null(world_gap(world, KERNEL, later[i]));
        cr_assert_null(world_string(world, KERNEL, later[i]));
    }
}

/* Android: nearly everything below /proc/sys is another's. */
Test(sysctl, that_may_not_be_read_are_gaps_each)
{
    world_error(world, "/proc/sys", ENVFP_REASON_DENIED);
    world_collect(world, "sysctl");
    cr_assert_str_eq(world_gap(world, KERNEL, "sysctl.vm.swappiness"), "denied");
    cr_assert_str_eq(world_gap(world, KERNEL, "sysctl.kernel.core_pattern"), "denied");
    cr_assert_str_eq(world_gap(world, KERNEL, "sysctl.vm.overcommit_memory"), "denied");
    cr_assert_null(world_gap(world, KERNEL, "sysctl.vm.overcommit_kbytes"), "never asked for");
}
