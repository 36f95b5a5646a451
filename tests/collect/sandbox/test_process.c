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

TestSuite(process, .init = set_up, .fini = tear_down);

#define SANDBOX ENVFP_LAYER_SANDBOX
#define FREE                                                                                                 \
    "Uid:\t0\t0\t0\t0\nCapEff:\t000001ffffffffff\nCapBnd:\t000001ffffffffff\nNoNewPrivs:\t0\nSeccomp:\t0\n"

static void collect(const char *status)
{
    world_file(world, "/proc/sys/kernel/cap_last_cap", "40\n");
    world_file(world, "/proc/self/status", status);
    world_collect(world, "process");
}

static size_t hashed(void)
{
    const struct section *section = &world_facts(world)->sections[SANDBOX];
    size_t count = 0;
    for (size_t i = 0; i < section->count; i++)
        count += section->facts[i].class == ENVFP_HASHED;
    return count;
}

Test(process, hashes_nothing_of_an_unrestricted_process)
{
    collect(FREE "TracerPid:\t0\nSeccomp_filters:\t0\n");
    cr_assert_eq(hashed(), 0);
    collect("Uid:\t65534\t65534\t65534\t65534\nCapEff:\t0000000000000000\nCapBnd:\t000001ffffffffff\n");
    cr_assert_eq(hashed(), 0);
}

Test(process, names_what_a_container_drops)
{
    collect("Uid:\t0\t0\t0\t0\nCapEff:\t00000000a80425fb\nCapBnd:\t00000000a80425fb\nNoNewPrivs:\t1\nSeccomp:"
            "\t2\n"
            "Seccomp_filters:\t1\n");
    cr_assert_str_eq(world_string(world, SANDBOX, "process.seccomp"), "filter");
    cr_assert_eq(world_integer(world, SANDBOX, "process.seccomp_filters"), 1);
    cr_assert_eq(world_boolean(world, SANDBOX, "process.no_new_privileges"), 1);
    const struct envfp_fact *dropped =
        envfp__facts_find(world_facts(world), SANDBOX, "process.capabilities_dropped");
    cr_assert_eq(dropped->value.set.count, 41 - 14);
    cr_assert(
        envfp__facts_set_has(world_facts(world), SANDBOX, "process.capabilities_dropped", VIEW("sys_admin")));
    cr_assert_null(world_set(world, SANDBOX, "process.capabilities_lacking"));
}

Test(process, counts_effective_capabilities_by_the_user)
{
    collect("Uid:\t0\t0\t0\t0\nCapEff:\t000001fffffffffe\nCapBnd:\t000001ffffffffff\n");
    cr_assert_str_eq(world_set(world, SANDBOX, "process.capabilities_lacking"), "chown");
    collect("Uid:\t7\t7\t7\t7\nCapEff:\t0000000000002000\nCapBnd:\t000001ffffffffff\n");
    cr_assert_str_eq(world_set(world, SANDBOX, "process.capabilities_held"), "net_raw");
    cr_assert_str_eq(world_string(world, SANDBOX, "process.user"), "other");
}

Test(process, compares_with_what_an_older_kernel_knows)
{
    world_file(world, "/proc/self/status",
               "Uid:\t0\t0\t0\t0\nCapEff:\t0000003fffffffff\nCapBnd:\t0000003fffffffff\n");
    world_collect(world, "process");
    cr_assert_null(world_set(world, SANDBOX, "process.capabilities_dropped"));
}

Test(process, names_known_tracers_only)
{
    world_file(world, "/proc/77/comm", "proot-x86_64\n");
    collect(FREE "TracerPid:\t77\n");
    cr_assert_str_eq(world_string(world, SANDBOX, "process.tracer"), "proot");
    world_file(world, "/proc/77/comm", "secret-tool\n");
    collect(FREE "TracerPid:\t77\n");
    cr_assert_str_eq(world_string(world, SANDBOX, "process.tracer"), "other");
}

Test(process, knows_vservers)
{
    collect("VxID:\t0\n");
    cr_assert_eq(world_boolean(world, SANDBOX, "process.vserver"), -1);
    collect("s_context: 2\n");
    cr_assert_eq(world_boolean(world, SANDBOX, "process.vserver"), 1);
}

Test(process, survives_other_text)
{
    collect("CapBnd:\tzz\nUid:\nSeccomp:\t99999999999999999999\n:\n\n");
    cr_assert_eq(hashed(), 0);
}

Test(process, tells_openvzs_guest_from_its_host)
{
    collect(FREE "envID:\t101\n");
    cr_assert_eq(world_boolean(world, SANDBOX, "process.openvz"), 1);
    collect(FREE "envID:\t0\n");
    cr_assert_eq(world_boolean(world, SANDBOX, "process.openvz"), 0);
    cr_assert_eq(hashed(), 0);
}

#define USER "Uid:\t1000\t1000\t1000\t1000\nCapBnd:\t000001ffffffffff\n"

Test(process, tells_a_files_capabilities_from_inherited_ones)
{
    world_auxv(world, "AT_SECURE", "0x1");
    collect(USER "CapPrm:\t0000000000002400\nCapEff:\t0000000000002400\nCapAmb:\t0000000000000400\n");
    cr_assert_str_eq(world_set(world, SANDBOX, "process.capabilities_granted"), "net_raw");
    cr_assert_str_eq(world_set(world, SANDBOX, "process.capabilities_held"), "net_bind_service");
}

Test(process, takes_no_kept_capability_for_a_files)
{
    world_auxv(world, "AT_SECURE", "0x0");
    collect(USER "CapPrm:\t0000000000002000\nCapEff:\t0000000000002000\nCapAmb:\t0000000000000000\n");
    cr_assert_null(world_set(world, SANDBOX, "process.capabilities_granted"));
    cr_assert_eq(hashed(), 0);
    world_auxv(world, "AT_SECURE", "0x1"); /* a change of user, as sudo's */
    collect("Uid:\t1000\t33\t33\t33\nCapPrm:\t0000000000002000\n" FREE);
    cr_assert_null(world_set(world, SANDBOX, "process.capabilities_granted"));
}

/* More may be allowed than there are; the judge takes the least (judge/effective.c). */
Test(process, counts_the_processors_that_it_may_use)
{
    world_file(world, "/proc/self/status", "Uid:\t0\t0\t0\t0\nCpus_allowed_list:\t0-3,8,10-11\n");
    world_collect(world, "process");
    cr_assert_eq(world_integer(world, SANDBOX, "process.cpus_allowed"), 7);
    world_file(world, "/proc/self/status", "Uid:\t0\t0\t0\t0\nCpus_allowed_list:\tall of them\n");
    world_collect(world, "process");
    cr_assert_null(envfp__facts_find(world_facts(world), SANDBOX, "process.cpus_allowed"));
    cr_assert_str_eq(world_gap(world, SANDBOX, "process.cpus_allowed"), "malformed");
}
