/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include <stdio.h>

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

TestSuite(judge_sandbox, .init = set_up, .fini = tear_down);

#define SANDBOX ENVFP_LAYER_SANDBOX
#define FREE "Uid:\t0\t0\t0\t0\nCapEff:\t000001ffffffffff\nCapBnd:\t000001ffffffffff\n"

static const char *judge(const char *status)
{
    static const char *const collectors[] = {"namespaces", "mounts",     "cgroup",   "markers",
                                             "platform",   "process",    "user_map", "confinement",
                                             "rlimits",    "personality"};
    if (status)
        world_file(world, "/proc/self/status", status);
    for (size_t i = 0; i < sizeof collectors / sizeof *collectors; i++)
        world_collect_also(world, collectors[i]);
    world_judge(world);
    return world_set(world, SANDBOX, "verdict.mechanisms");
}

Test(judge_sandbox, finds_none_on_a_plain_host)
{
    cr_assert_str_eq(judge(FREE), "");
}

Test(judge_sandbox, says_nothing_where_it_could_not_look)
{
    cr_assert_null(judge(NULL));
}

Test(judge_sandbox, names_mechanisms_of_the_process)
{
    cr_assert_str_eq(
        judge("Uid:\t0\t0\t0\t0\nCapEff:\t0\nCapBnd:\t1\nNoNewPrivs:\t1\nSeccomp:\t2\nTracerPid:\t9\n"),
        "capabilities no-new-privileges seccomp tracer");
}

Test(judge_sandbox, names_sandboxes_by_their_files_and_mounts)
{
    world_file(world, "/.flatpak-info", "[Application]\n");
    world_file(world, "/proc/self/mountinfo", "66 42 0:41 /newroot / rw,nosuid - tmpfs tmpfs rw\n");
    cr_assert_str_eq(judge(FREE), "bubblewrap flatpak");
}

Test(judge_sandbox, infers_bubblewrap_from_root_options_and_privileges)
{
    static const char root[] = "66 42 8:1 / / ro,nosuid,nodev - ext4 /dev/sda1 rw\n"
                               "67 66 0:62 / /proc rw,nosuid,nodev,noexec - proc proc rw\n"
                               "68 66 0:63 / /dev/mqueue rw,relatime - mqueue mqueue rw\n";
    char other[512];
    world_file(world, "/proc/self/mountinfo", root);
    cr_assert_str_eq(judge(FREE), "");
    cr_assert_str_eq(judge(FREE "NoNewPrivs:\t1\n"), "bubblewrap no-new-privileges");
    /* Others mount an image so, and the rest as it is. */
    (void)snprintf(other, sizeof other, "%s69 66 0:6 / /dev rw,relatime - devtmpfs devtmpfs rw\n", root);
    world_free(world);
    world = world_new();
    world_file(world, "/proc/self/mountinfo", other);
    cr_assert_str_eq(judge(FREE "NoNewPrivs:\t1\n"), "no-new-privileges");
}

Test(judge_sandbox, does_not_believe_variables_that_children_inherit)
{
    world_variable(world, "SNAP", "/snap/x/1");
    world_variable(world, "FLATPAK_ID", "org.x");
    cr_assert_str_eq(judge(FREE), "");
}

Test(judge_sandbox, knows_sandboxes_by_the_managers_word)
{
    world_file(world, "/run/host/container-manager", "pressure-vessel\n");
    cr_assert_str_eq(judge(FREE), "bubblewrap");
    world_file(world, "/run/host/container-manager", "flatpak\n");
    cr_assert_str_eq(judge(FREE), "flatpak");
}

Test(judge_sandbox, takes_a_policy_that_only_logs_for_none)
{
    world_file(world, "/proc/self/attr/current", "snap.code.code (complain)\n");
    cr_assert_str_eq(judge(FREE), "");
    world_file(world, "/proc/self/attr/current", "docker-default (enforce)\n");
    cr_assert_str_eq(judge(FREE), "apparmor");
}

/* Classic snaps, and a program that a confined snap's shell started by its name: who, and not how it is confined. */
Test(judge_sandbox, takes_a_name_for_no_confinement)
{
    static const char scope[] = "0::/user.slice/user@1000.service/app.slice/snap.code.code-1.scope\n";
    world_file(world, "/proc/self/cgroup", scope);
    cr_expect_str_eq(judge(FREE), "");
    world_file(world, "/proc/self/attr/current", "snap.code.code (complain)\n");
    cr_expect_str_eq(judge(FREE), "");
    cr_expect_str_eq(judge(FREE "NoNewPrivs:\t1\n"), "no-new-privileges", "in a container, too");
    world_free(world);
    world = world_new();
    world_file(world, "/proc/self/cgroup", scope);
    world_file(world, "/proc/self/attr/current", "snap.code.code (enforce)\n");
    cr_expect_str_eq(judge(FREE), "apparmor snap");
}

Test(judge_sandbox, counts_limits_that_restrict)
{
    world_file(world, "/proc/self/limits",
               "Max open files            1048576              1048576              files\n");
    cr_assert_str_eq(judge(FREE), "");
    world_file(world, "/proc/self/limits",
               "Max open files            64                   64                   files\n");
    cr_assert_str_eq(judge(FREE), "rlimits");
}

Test(judge_sandbox, sees_chroots_and_schroots)
{
    world_file(world, "/proc/self/mountinfo", "30 20 0:62 / /proc rw - proc proc rw\n");
    world_variable(world, "SCHROOT_CHROOT_NAME", "sid");
    cr_assert_str_eq(judge(FREE), "chroot schroot");
    cr_assert(
        envfp__facts_set_has(world_facts(world), SANDBOX, "verdict.evidence", VIEW("sandbox:root.changed")));
}

/* Apptainer mounts its root without set-user-id and starts programs with no new privileges, as bubblewrap does. */
Test(judge_sandbox, takes_no_apptainer_for_bubblewrap)
{
    world_file(world, "/proc/self/mountinfo",
               "400 1 0:90 / / ro,nosuid,nodev - overlay overlay "
               "ro,lowerdir=/var/lib/apptainer/mnt/session/rootfs\n401 400 0:21 / /proc rw - proc proc rw\n");
    cr_assert_str_eq(judge(FREE "NoNewPrivs:\t1\n"), "no-new-privileges");
}
