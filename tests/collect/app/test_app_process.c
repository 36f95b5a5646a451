/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "app_world.h"

static void add_image(struct world *world, const char *path, const struct elf_image *image)
{
    size_t length;
    unsigned char *bytes = elf_image_make(image, &length);
    world_program(world, path, bytes, length);
    free(bytes);
}

Test(app_process, tells_what_is_loaded)
{
    struct world *world = world_new();
    add_image(
        world, "/opt/my program",
        &(struct elf_image){.wide = true, .machine = 62, .interpreter = "/lib64/ld.so", .build_id = "\x0a"});
    world_link(world, "/proc/self/exe", "/opt/my program");
    add_image(world, "/lib/libjemalloc.so.2",
              &(struct elf_image){.wide = true, .machine = 62, .build_id = "\x0b"});
    world_file(world, "/lib/plain.so", "no object");
    world_error(world, "/home/me/own.bin", ENVFP_REASON_DENIED); /* whoever opens it */
    world_file(world, "/proc/self/maps",
               "55d0-55d1 r--p 00000000 fe:00 1    /opt/my program\n"
               "55d1-55d2 r-xp 00001000 fe:00 1    /opt/my program\n"
               "7f00-7f01 r-xp 00000000 fe:00 2    /lib/libjemalloc.so.2\n"
               "7f01-7f02 r-xp 00000000 fe:00 2    /lib/libjemalloc.so.2\n"
               "7f02-7f03 r-xp 00000000 fe:00 3    /lib/plain.so\n"
               "7f03-7f04 r-xp 00000000 fe:00 4    /lib/gone.so (deleted)\n"
               "7f03-7f04 r-xp 00000000 fe:00 6    /home/me/own.bin\n"
               "7f04-7f05 r--p 00000000 fe:00 5    /etc/secret\n"
               "7f05-7f06 rwxp 00000000 00:00 0 \n"
               "7ffc-7ffd r-xp 00000000 00:00 0    [vdso]\n");
    world_collect(world, "app_process");
    cr_assert_str_eq(world_string(world, APP, "process.loader"), "/lib64/ld.so");
    cr_assert_str_eq(world_string(world, APP, "process.executable_build_id"), "0a");
    cr_assert_str_eq(world_string(world, APP, "process.objects/my program"), "0a");
    cr_assert_str_eq(world_string(world, APP, "process.objects/libjemalloc.so.2"), "0b");
    cr_assert_str_eq(world_string(world, APP, "process.objects/plain.so"), "unknown");
    cr_assert_str_eq(world_string(world, APP, "process.objects/gone.so"), "deleted");
    cr_assert_str_eq(world_string(world, APP, "process.objects/own.bin"), "unknown");
    cr_assert_str_eq(world_string(world, APP, "process.allocator"), "jemalloc");
    cr_assert_eq(world_facts(world)->sections[APP].count, 8);
    cr_assert_eq(world_facts(world)->sections[APP].gap_count, 0);
    world_free(world);
}

/* The level of Android's interface stands in a file of the distribution's. */
Test(app_process, tells_androids_library)
{
    struct world *world = world_new();
    add_image(world, "/system/bin/app",
              &(struct elf_image){.wide = true, .machine = 183, .interpreter = "/system/bin/linker64"});
    add_image(world, "/system/lib64/libc.so", &(struct elf_image){.wide = true, .machine = 183});
    world_file(world, "/system/bin/linker64", "");
    world_file(world, "/system/build.prop", "ro.build.version.sdk=33\n");
    world_link(world, "/proc/self/exe", "/system/bin/app");
    world_file(world, "/proc/self/maps", "55d1-55d2 r-xp 00001000 fe:00 1    /system/bin/app\n");
    world_collect(world, "app_process");
    cr_expect_str_eq(world_string(world, APP, "process.libc"), "bionic 33");
    world_free(world);
}

Test(app_process, tells_the_programs_own_library)
{
    static const char constants[] = "\0"
                                    "1.2.5\0";
    struct world *world = world_new();
    add_image(world, "/opt/program",
              &(struct elf_image){.wide = true, .machine = 62, .interpreter = "/opt/ld-musl-x86_64.so.1"});
    add_image(world, "/opt/ld-musl-x86_64.so.1",
              &(struct elf_image){
                  .wide = true, .machine = 62, .constants = constants, .constants_length = sizeof constants});
    world_link(world, "/proc/self/exe", "/opt/program");
    world_file(world, "/proc/self/maps", "7f00-7f01 r-xp 00000000 fe:00 2    /opt/libasan.so.8\n");
    world_collect(world, "app_process");
    cr_assert_str_eq(world_string(world, APP, "process.libc"), "musl 1.2.5");
    cr_assert_str_eq(world_string(world, APP, "process.allocator"), "asan");
    world_free(world);
}

Test(app_process, other_programs_say_nothing)
{
    struct world *world = collect(".other", "x", 1, true, false);
    expect_gap(world, "process.go/*", NULL);
    expect_gap(world, "process.rust/*", NULL);
    expect(world, "process.go_version", NULL);
    world_free(world);
}
