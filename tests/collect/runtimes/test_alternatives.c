/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "elf_image.h"
#include "world.h"

#define RT ENVFP_LAYER_RUNTIMES

static struct world *world;

static void set_up(void)
{
    world = world_new();
    world_variable(world, "PATH", "/usr/local/bin:/usr/bin:/bin");
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(alternatives, .init = set_up, .fini = tear_down);

static void add_image(const char *path, const char *constants, size_t length)
{
    size_t size;
    unsigned char *bytes = elf_image_make(
        &(struct elf_image){.wide = true, .machine = 62, .constants = constants, .constants_length = length},
        &size);
    world_program(world, path, bytes, size);
    free(bytes);
}

static const char *kind(const char *name)
{
    char key[64] = "alternatives/";
    strcat(key, name);
    world_collect(world, "alternatives");
    return world_string(world, RT, key);
}

/* Each link's path and text, then the program behind the last, and what that is. */
Test(alternatives, are_told_by_where_links_lead)
{
    static const char *const rows[][7] = {
        {"awk", "/usr/bin/awk", "/etc/alternatives/awk", "/etc/alternatives/awk", "/usr/bin/gawk",
         "/usr/bin/gawk", "gawk"},
        {"awk", "/usr/bin/awk", "/etc/alternatives/awk", "/etc/alternatives/awk", "/usr/bin/original-awk",
         "/usr/bin/original-awk", "original-awk"},
        {"c++", "/usr/bin/c++", "/etc/alternatives/c++", "/etc/alternatives/c++", "/usr/bin/clang++-16",
         "/usr/bin/clang++-16", "clang"},
        {"cc", "/usr/bin/cc", "gcc-12", "/usr/bin/gcc-12", "x86_64-linux-gnu-gcc-12",
         "/usr/bin/x86_64-linux-gnu-gcc-12", "gcc"},
        {"iptables", "/usr/sbin/iptables", "xtables-legacy-multi", NULL, NULL,
         "/usr/sbin/xtables-legacy-multi", "legacy"},
        {"ld", "/usr/bin/ld", "x86_64-linux-gnu-ld", "/usr/bin/x86_64-linux-gnu-ld",
         "x86_64-linux-gnu-ld.gold", "/usr/bin/x86_64-linux-gnu-ld.gold", "gold"},
        {"ls", "/usr/bin/ls", "../lib/cargo/bin/coreutils/ls", NULL, NULL, "/usr/lib/cargo/bin/coreutils/ls",
         "uutils"},
        {"mpirun", "/usr/bin/mpirun", "/etc/alternatives/mpirun", "/etc/alternatives/mpirun",
         "/usr/bin/mpirun.mpich", "/usr/bin/mpirun.mpich", "mpich"},
        {"mpirun", "/usr/local/bin/mpirun", "/usr/lib64/openmpi/bin/mpirun", NULL, NULL,
         "/usr/lib64/openmpi/bin/mpirun", "openmpi"},
        {"nc", "/bin/nc", "/etc/alternatives/nc", "/etc/alternatives/nc", "/bin/nc.openbsd",
         "/bin/nc.openbsd", "openbsd"},
        {"sed", "/usr/bin/sed", "/bin/busybox", NULL, NULL, "/bin/busybox", "busybox"},
        {"sh", "/bin/sh", "/etc/alternatives/sh", "/etc/alternatives/sh", "/usr/bin/ksh93", "/usr/bin/ksh93",
         "ksh93"},
        {"sh", "/bin/sh", "bash", NULL, NULL, "/bin/bash", "bash"},
        {"tar", "/usr/bin/tar", "/opt/libarchive/bin/bsdtar", NULL, NULL, "/opt/libarchive/bin/bsdtar",
         "bsdtar"},
        {"find", "/usr/bin/find", "bfs", NULL, NULL, "/usr/bin/bfs", "bfs"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        world_link(world, rows[i][1], rows[i][2]);
        if (rows[i][3])
            world_link(world, rows[i][3], rows[i][4]);
        world_program(world, rows[i][5], "x", 1);
        cr_expect_str_eq(kind(rows[i][0]), rows[i][6], "%s", rows[i][5]);
        cr_expect_null(world_gap(world, RT, "alternatives/*"));
        tear_down();
        set_up();
    }
}

Test(alternatives, are_none_under_their_own_name)
{
    static const char *const names[] = {"awk", "find", "grep", "ls", "sed", "tar"};
    add_image("/bin/sh", "", 1);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[64] = "/usr/bin/";
        world_program(world, strcat(path, names[i]), "x", 1);
        cr_expect_null(kind(names[i]));
    }
    cr_expect_null(kind("sh"));
    cr_expect_str_eq(world_gap(world, RT, "alternatives/*"), "unsupported"); /* a shell of its own */
}

/* Images made of copied files have no link. */
Test(alternatives, know_a_copied_shell)
{
    static const char bash[] = "\0x\0GNU bash, version %s (%s)\n\0", busybox[] = "\0BusyBox v1.36.1 (2023)\0";
    add_image("/bin/sh", "\0abc", 5);
    add_image("/bin/dash", "\0abc", 5);
    cr_expect_str_eq(kind("sh"), "dash");
    add_image("/bin/sh", bash, sizeof bash);
    cr_expect_str_eq(kind("sh"), "bash");
    add_image("/bin/sh", busybox, sizeof busybox);
    cr_expect_str_eq(kind("sh"), "busybox");
}

/* The busybox image: one file with many names. */
Test(alternatives, know_a_file_of_many_names)
{
    static const char busybox[] = "\0BusyBox v1.36.1 (2023)\0";
    static const char other[] = "\0other program's text, which is longer";
    add_image("/bin/sh", busybox, sizeof busybox);
    add_image("/bin/grep", busybox, sizeof busybox);
    add_image("/bin/tar", other, sizeof other);
    cr_expect_str_eq(kind("grep"), "busybox");
    cr_expect_null(kind("tar"));
    cr_expect_null(kind("sed"));
}

Test(alternatives, follow_the_order_of_path)
{
    world_link(world, "/usr/bin/awk", "mawk");
    world_program(world, "/usr/bin/mawk", "x", 1);
    world_link(world, "/usr/local/bin/awk", "/opt/gawk/bin/gawk");
    cr_expect_str_eq(kind("awk"), "mawk"); /* no program stands behind the first link */
    world_program(world, "/opt/gawk/bin/gawk", "x", 1);
    cr_expect_str_eq(kind("awk"), "gawk");
}

Test(alternatives, name_nobody)
{
    world_link(world, "/usr/bin/awk", "/home/eve/bin/evesawk");
    world_program(world, "/home/eve/bin/evesawk", "x", 1);
    cr_expect_str_eq(kind("awk"), "other");
    world_link(world, "/usr/bin/awk", "/opt/x/eve@example.org");
    world_program(world, "/opt/x/eve@example.org", "x", 1);
    cr_expect_str_eq(kind("awk"), "other");
    world_variable(world, "HOME", "/home/eve");
    world_variable(world, "PATH", "/home/eve/bin:/usr/bin");
    world_link(world, "/home/eve/bin/awk", "gawk");
    world_program(world, "/home/eve/bin/gawk", "x", 1);
    world_link(world, "/usr/bin/awk", "mawk");
    world_program(world, "/usr/bin/mawk", "x", 1);
    cr_expect_str_eq(kind("awk"), "mawk");
}

Test(alternatives, are_a_gap_where_links_cannot_be_read)
{
    world_error(world, "/bin/sh", ENVFP_REASON_DENIED);
    cr_expect_null(kind("sh"));
    cr_expect_str_eq(world_gap(world, RT, "alternatives/*"), "denied");
}

Test(alternatives, are_not_caught_by_loops)
{
    world_link(world, "/usr/bin/awk", "/usr/bin/x");
    world_link(world, "/usr/bin/x", "/usr/bin/y");
    world_link(world, "/usr/bin/y", "x");
    (void)kind("awk");
    cr_expect_leq(world_operations(world), 200);
}
