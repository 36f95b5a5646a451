/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "elf_image.h"
#include "world.h"

#define LC ENVFP_LAYER_LIBC
#define OWN "/usr/lib/x86_64-linux-gnu/"

static struct world *world;

static void add_image(const char *path, const struct elf_image *image)
{
    size_t length;
    unsigned char *bytes = elf_image_make(image, &length);
    world_program(world, path, bytes, length);
    free(bytes);
}

static void set_up(void)
{
    world = world_new();
    add_image("/bin/sh",
              &(struct elf_image){.wide = true, .machine = 62, .interpreter = OWN "ld-linux-x86-64.so.2"});
    world_file(world, OWN "ld-linux-x86-64.so.2", "");
    world_file(world, OWN "libc.so.6", "");
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(companions, .init = set_up, .fini = tear_down);

static void add_linked(const char *directory, const char *name, const char *target)
{
    char link[256], file[256];
    snprintf(link, sizeof link, "%s/%s", directory, name);
    snprintf(file, sizeof file, "%s/%s", directory, target);
    world_link(world, link, target);
    world_file(world, file, "");
}

Test(companions, tell_their_versions_by_their_files)
{
    add_linked("/usr/lib/x86_64-linux-gnu", "libstdc++.so.6", "libstdc++.so.6.0.30");
    add_linked("/usr/lib/x86_64-linux-gnu", "libgcc_s.so.1", "libgcc_s-12-20220819.so.1");
    add_linked("/usr/lib/x86_64-linux-gnu", "libc++.so.1", "libc++.so.1.0");
    world_file(world, OWN "libgomp.so.1", "");
    world_collect(world, "libc");
    cr_assert_str_eq(world_string(world, LC, "library/libstdc++.so.6"), "6.0.30");
    cr_assert_str_eq(world_string(world, LC, "library/libgcc_s.so.1"), "12-20220819");
    cr_assert_str_eq(world_string(world, LC, "library/libgomp.so.1"), "1");
    cr_assert_null(world_string(world, LC, "library/libc++.so.1"));
}

Test(companions, tell_libcxx_in_libstdcxxs_place)
{
    add_linked("/usr/lib/x86_64-linux-gnu", "libc++.so.1", "libc++.so.1.0");
    world_collect(world, "libc");
    cr_assert_str_eq(world_string(world, LC, "library/libc++.so.1"), "1.0");
}

/* The gcc image's own, in a directory that ld.so.conf names first; another processor's are passed over. */
Test(companions, are_found_in_the_loaders_order)
{
    add_linked("/usr/lib/x86_64-linux-gnu", "libstdc++.so.6", "libstdc++.so.6.0.30");
    add_linked("/usr/local/lib64", "libstdc++.so.6", "libstdc++.so.6.0.33");
    add_linked("/usr/lib/i386-linux-gnu", "libstdc++.so.6", "libstdc++.so.6.0.20");
    add_linked("/lib32", "libstdc++.so.6", "libstdc++.so.6.0.21");
    world_file(world, "/etc/ld.so.conf", "/lib32\n/usr/lib/i386-linux-gnu\n/usr/local/lib64\n");
    world_collect(world, "libc");
    cr_assert_str_eq(world_string(world, LC, "library/libstdc++.so.6"), "6.0.33");
    cr_assert_eq(world_boolean(world, LC, "loader.cache"), 0);
}

Test(companions, are_found_where_the_variable_says)
{
    add_linked("/usr/lib/x86_64-linux-gnu", "libstdc++.so.6", "libstdc++.so.6.0.30");
    world_file(world, "/etc/ld.so.conf", "/usr/local/lib64\n");
    add_linked("/opt/conda/lib", "libstdc++.so.6", "libstdc++.so.6.0.34");
    world_variable(world, "LD_LIBRARY_PATH", "relative:/nowhere:/opt/conda/lib");
    world_file(world, "/etc/ld.so.cache", "");
    world_collect(world, "libc");
    cr_assert_str_eq(world_string(world, LC, "library/libstdc++.so.6"), "6.0.34");
    cr_assert_eq(world_boolean(world, LC, "loader.cache"), 1);
}

Test(companions, tell_their_versions_by_their_symbols)
{
    static const char *const versions[] = {
        "libstdc++.so.6", "GLIBCXX_3.4", "GLIBCXX_3.4.9", "GLIBCXX_3.4.21", "GLIBCXX_3.4.22",
        "CXXABI_1.3",     NULL};
    add_image(OWN "libstdc++.so.6", &(struct elf_image){.wide = true, .machine = 62, .versions = versions});
    world_collect(world, "libc");
    cr_assert_str_eq(world_string(world, LC, "library/libstdc++.so.6"), "6.0.22");
    cr_assert_null(world_set(world, LC, "library-symbols/libstdc++.so.6"));
    world_source(world)->common->detail = true;
    world_collect(world, "libc");
    cr_assert_str_eq(world_set(world, LC, "library-symbols/libstdc++.so.6"),
                     "CXXABI_1.3 GLIBCXX_3.4 GLIBCXX_3.4.21 GLIBCXX_3.4.22 GLIBCXX_3.4.9");
}

Test(companions, fall_back_on_their_names)
{
    world_file(world, OWN "libstdc++.so.6", "no library");
    world_collect(world, "libc");
    cr_assert_str_eq(world_string(world, LC, "library/libstdc++.so.6"), "6");
}

Test(companions, say_what_was_denied)
{
    world_error(world, OWN "libstdc++.so.6", ENVFP_REASON_DENIED);
    world_collect(world, "libc");
    cr_assert_str_eq(world_gap(world, LC, "library/*"), "denied");
}

Test(companions, of_single_processors_stand_in_hwcaps)
{
    world_directory(world, OWN "glibc-hwcaps/x86-64-v3");
    world_directory(world, OWN "glibc-hwcaps/x86-64-v2");
    world_collect(world, "libc");
    cr_assert_str_eq(world_set(world, LC, "loader.hwcaps"), "x86-64-v2 x86-64-v3");
}
