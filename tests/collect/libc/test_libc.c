/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "elf_image.h"
#include "world.h"

#define LC ENVFP_LAYER_LIBC

static struct world *world;

static void set_up(void)
{
    world = world_new();
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(libc, .init = set_up, .fini = tear_down);

static void add_image(struct world *to, const char *path, const struct elf_image *image)
{
    size_t length;
    unsigned char *bytes = elf_image_make(image, &length);
    world_program(to, path, bytes, length);
    free(bytes);
}

static const char banner[] =
    "\0x\0GNU C Library (Debian GLIBC 2.36-9+deb12u10) stable release version 2.36.\nCopyright";

static void add_debian(struct world *to)
{
    add_image(to, "/usr/bin/dash",
              &(struct elf_image){.wide = true, .machine = 62, .interpreter = "/lib64/ld-linux-x86-64.so.2"});
    world_link(to, "/usr/bin/sh", "dash");
    world_link(to, "/bin", "usr/bin");
    world_link(to, "/lib64", "usr/lib64");
    world_link(to, "/usr/lib64/ld-linux-x86-64.so.2", "/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2");
    add_image(to, "/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2",
              &(struct elf_image){.wide = true, .machine = 62});
    add_image(to, "/usr/lib/x86_64-linux-gnu/libc.so.6",
              &(struct elf_image){.wide = true,
                                  .machine = 62,
                                  .build_id = "\x12\x34",
                                  .constants = banner,
                                  .constants_length = sizeof banner});
}

Test(libc, finds_glibc_beside_its_loader)
{
    add_debian(world);
    world_collect(world, "libc");
    cr_assert_str_eq(world_string(world, LC, "libc.kind"), "glibc");
    cr_assert_str_eq(world_string(world, LC, "libc.version"), "2.36");
    cr_assert_str_eq(world_string(world, LC, "libc.arch"), "x86_64");
    cr_assert_str_eq(world_string(world, LC, "libc.loader"), "/lib64/ld-linux-x86-64.so.2");
    cr_assert_str_eq(world_string(world, LC, "libc.build_id"), "1234");
}

Test(libc, reads_old_banners_and_other_processors)
{
    static const char old[] = "GNU C Library stable release version 2.3\0"
                              "GNU C Library (GNU libc) development release version 2.35.9000.\n";
    add_image(world, "/bin/sh",
              &(struct elf_image){.wide = true, .big = true, .machine = 22, .interpreter = "/lib/ld64.so.1"});
    add_image(
        world, "/lib/libc.so.6",
        &(struct elf_image){
            .wide = true, .big = true, .machine = 22, .constants = old, .constants_length = sizeof old});
    world_file(world, "/lib/ld64.so.1", "");
    world_collect(world, "libc");
    cr_assert_str_eq(world_string(world, LC, "libc.kind"), "glibc");
    cr_assert_str_eq(world_string(world, LC, "libc.version"), "2.35.9000");
    cr_assert_str_eq(world_string(world, LC, "libc.arch"), "s390x");
}

Test(libc, finds_musl_behind_a_static_shell)
{
    static const char constants[] = "\0"
                                    "127.0.0.1\0"
                                    "1.2\0"
                                    "x1.2.9\0"
                                    "1.2.3\0"
                                    "1.0e5";
    add_image(world, "/bin/sh", &(struct elf_image){.wide = true, .machine = 183});
    add_image(
        world, "/lib/ld-musl-aarch64.so.1",
        &(struct elf_image){
            .wide = true, .machine = 183, .constants = constants, .constants_length = sizeof constants});
    world_file(world, "/etc/ld-musl-aarch64.path", "/lib\n/opt/lib\n");
    world_collect(world, "libc");
    cr_assert_str_eq(world_string(world, LC, "libc.kind"), "musl");
    cr_assert_str_eq(world_string(world, LC, "libc.version"), "1.2.3");
    cr_assert_str_eq(world_string(world, LC, "loader.musl_path"), "/lib:/opt/lib");
}

Test(libc, follows_scripts_and_path)
{
    add_debian(world);
    world_variable(world, "PATH", "relative:/opt/bin:/usr/bin");
    world_program(world, "/opt/bin/sh", "#! /opt/bin/real -e\n", 20);
    add_image(world, "/opt/bin/real",
              &(struct elf_image){.machine = 3, .interpreter = "/lib/ld-uClibc.so.0"});
    world_link(world, "/lib/ld-uClibc.so.0", "ld-uClibc-0.9.33.2.so");
    world_file(world, "/lib/ld-uClibc-0.9.33.2.so", "");
    world_collect(world, "libc");
    cr_assert_str_eq(world_string(world, LC, "libc.kind"), "uclibc");
    cr_assert_str_eq(world_string(world, LC, "libc.version"), "0.9.33.2");
    cr_assert_str_eq(world_string(world, LC, "libc.arch"), "i386");
}

Test(libc, says_when_the_version_cannot_be_told)
{
    add_debian(world);
    world_file(world, "/usr/lib/x86_64-linux-gnu/libc.so.6", "no library");
    world_collect(world, "libc");
    cr_assert_str_eq(world_gap(world, LC, "libc.version"), "malformed");
    cr_assert_str_eq(world_string(world, LC, "libc.kind"), "glibc");
}

Test(libc, finds_nothing_in_nothing)
{
    world_collect(world, "libc");
    cr_assert_eq(world_facts(world)->sections[LC].count, 0);
    cr_assert_eq(world_facts(world)->sections[LC].gap_count, 0);
}

Test(libc, bears_any_failure)
{
    unsigned long most = 1;
    for (unsigned long n = 0; n <= most; n++) {
        struct world *broken = world_new();
        add_debian(broken);
        world_fail_at(broken, n, ENVFP_REASON_DENIED);
        world_collect(broken, "libc");
        if (n == 0)
            most = world_operations(broken);
        world_free(broken);
    }
}
