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

Test(libc, misses_locales_that_have_no_data)
{
    add_debian(world);
    world_file(world, "/usr/lib/locale/C.utf8/LC_CTYPE", "");
    world_variable(world, "LANG", "de_DE.UTF-8");
    world_variable(world, "LC_TIME", "C.UTF-8");
    world_collect(world, "libc");
    cr_assert_str_eq(world_set(world, LC, "locale.missing"), "de_DE.UTF-8");
    cr_assert_null(world_gap(world, LC, "locale.missing"));
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
    world_file(world, "/etc/ld-musl-aarch64.path", "/lib\n/opt/lib:# Alice\nlib:a=b\n");
    world_collect(world, "libc");
    cr_assert_str_eq(world_string(world, LC, "libc.kind"), "musl");
    cr_assert_str_eq(world_string(world, LC, "libc.version"), "1.2.3");
    cr_assert_str_eq(world_string(world, LC, "loader.musl_path"), "/lib:/opt/lib:?:lib:?");
}

/* Code of gnu_get_libc_version(): where it points stands the version, 16 bytes behind it. */
Test(libc, reads_what_the_library_would_return)
{
    static const struct {
        uint16_t machine;
        const char *code, *text, *version;
    } cases[] = {
        {62, "\x48\x8d\x05\x09\0\0\0\xc3\0\0\0\0\0\0\0", "2.41", "2.41"},
        {62, "\xf3\x0f\x1e\xfa\x48\x8d\x05\x05\0\0\0\xc3\0\0\0", "2.35", "2.35"},
        {62, "\x48\x8d\x05\x09\0\0\0\x90\0\0\0\0\0\0\0", "2.41", "2.36"}, /* no return */
        {62, "\x48\x8d\x05\x09\0\0\0\xc3\0\0\0\0\0\0\0", "text", "2.36"}, /* no version */
        {62, "\x48\x8d\x05\xff\xff\xff\x7f\xc3\0\0\0\0\0\0\0", "2.41", "2.36"},
        {183, "\x00\x00\x00\x90\x00\x40\x24\x91\xc0\x03\x5f\xd6\0\0\0", "2.41", "2.41"},
        {183, "\x00\x00\x00\xb0\x00\x40\x24\x91\xc0\x03\x5f\xd6\0\0\0", "2.41", "2.36"}, /* next page */
    };
    static const char *const versions[] = {"libc.so.6",     "GLIBC_2.2.5", "GLIBC_ABI_DT_RELR",
                                           "GLIBC_PRIVATE", "GLIBC_2.34",  NULL};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct world *one = world_new();
        add_debian(one);
        add_image(one, "/usr/lib/x86_64-linux-gnu/libc.so.6",
                  &(struct elf_image){.wide = true,
                                      .machine = cases[i].machine,
                                      .symbol = "gnu_get_libc_version",
                                      .code = cases[i].code,
                                      .text = cases[i].text,
                                      .versions = versions,
                                      .constants = banner,
                                      .constants_length = sizeof banner});
        world_collect(one, "libc");
        cr_assert_str_eq(world_string(one, LC, "libc.version"), cases[i].version, "case %zu", i);
        cr_assert_str_eq(world_set(one, LC, "libc.symbol_versions"),
                         "GLIBC_2.2.5 GLIBC_2.34 GLIBC_ABI_DT_RELR");
        world_free(one);
    }
}

/* A file that was cut off gives what the whole one gives, or less and a gap; never another version. */
Test(libc, does_not_take_a_part_for_the_whole)
{
    static const char constants[] = "\0"
                                    "1.2.3\0"
                                    "11.12.13\0";
    size_t glibc_length, musl_length;
    unsigned char *glibc = elf_image_make(
        &(struct elf_image){
            .wide = true, .machine = 62, .constants = banner, .constants_length = sizeof banner},
        &glibc_length);
    unsigned char *musl = elf_image_make(
        &(struct elf_image){
            .wide = true, .machine = 62, .constants = constants, .constants_length = sizeof constants},
        &musl_length);
    for (size_t length = 0; length < glibc_length; length++) {
        struct world *cut = world_new();
        add_debian(cut);
        world_program(cut, "/usr/lib/x86_64-linux-gnu/libc.so.6", glibc, length);
        world_collect(cut, "libc");
        const char *version = world_string(cut, LC, "libc.version");
        cr_assert(version ? strcmp(version, "2.36") == 0 : world_gap(cut, LC, "libc.version") != NULL);
        world_free(cut);
    }
    for (size_t length = 64; length < musl_length; length++) {
        struct world *cut = world_new();
        add_image(
            cut, "/bin/sh",
            &(struct elf_image){.wide = true, .machine = 62, .interpreter = "/lib/ld-musl-x86_64.so.1"});
        world_program(cut, "/lib/ld-musl-x86_64.so.1", musl, length);
        world_collect(cut, "libc");
        cr_assert_null(world_string(cut, LC, "libc.version"), "%zu bytes", length);
        cr_assert_str_eq(world_gap(cut, LC, "libc.version"), "malformed");
        world_free(cut);
    }
    free(glibc);
    free(musl);
}

Test(libc, finds_glibc_apart_from_a_copied_loader)
{
    add_image(world, "/bin/sh",
              &(struct elf_image){.wide = true, .machine = 62, .interpreter = "/lib64/ld-linux-x86-64.so.2"});
    world_file(world, "/lib64/ld-linux-x86-64.so.2", "");
    add_image(world, "/lib/x86_64-linux-gnu/libc.so.6",
              &(struct elf_image){
                  .wide = true, .machine = 62, .constants = banner, .constants_length = sizeof banner});
    world_collect(world, "libc");
    cr_assert_str_eq(world_string(world, LC, "libc.version"), "2.36");
}

Test(libc, asks_the_package_where_musl_does_not_tell)
{
    add_image(world, "/bin/sh",
              &(struct elf_image){.wide = true, .machine = 62, .interpreter = "/lib/ld-musl-x86_64.so.1"});
    world_program(world, "/lib/ld-musl-x86_64.so.1", "\177ELF", 4);
    world_file(world, "/lib/apk/db/installed",
               "C:Q1\nP:musl-utils\nV:9.9.9-r0\n\nC:Q1\nP:musl\nV:1.2.4-r2\nA:x86_64\n\nP:zlib\nV:1.3\n\n");
    world_collect(world, "libc");
    cr_assert_str_eq(world_string(world, LC, "libc.version"), "1.2.4");
    cr_assert_str_eq(world_string(world, LC, "libc.version_source"), "package");
    cr_assert_null(world_gap(world, LC, "libc.version"));
}

Test(libc, sees_gcompat_for_what_it_is)
{
    static const char constants[] = "\0"
                                    "1.2.3\0";
    add_image(world, "/bin/sh",
              &(struct elf_image){.wide = true, .machine = 62, .interpreter = "/lib64/ld-linux-x86-64.so.2"});
    world_link(world, "/lib64/ld-linux-x86-64.so.2", "../lib/ld-musl-x86_64.so.1");
    add_image(world, "/lib/ld-musl-x86_64.so.1",
              &(struct elf_image){
                  .wide = true, .machine = 62, .constants = constants, .constants_length = sizeof constants});
    world_file(world, "/etc/ld-musl-x86_64.path", "/lib\n/opt/lib\n");
    world_collect(world, "libc");
    cr_assert_str_eq(world_string(world, LC, "libc.kind"), "musl");
    cr_assert_str_eq(world_string(world, LC, "libc.version"), "1.2.3");
    cr_assert_str_eq(world_string(world, LC, "loader.musl_path"), "/lib:/opt/lib");
}

Test(libc, reads_android)
{
    static const char *const versions[] = {"libc.so",      "LIBC",          "LIBC_N",
                                           "LIBC_PRIVATE", "LIBC_PLATFORM", NULL};
    add_image(world, "/system/bin/sh",
              &(struct elf_image){.wide = true, .machine = 183, .interpreter = "/system/bin/linker64"});
    add_image(world, "/system/lib64/libc.so",
              &(struct elf_image){.wide = true, .machine = 183, .versions = versions});
    world_file(world, "/system/bin/linker64", "");
    world_file(world, "/system/build.prop", "ro.build.id=X\nro.build.version.sdk=33\n");
    world_collect(world, "libc");
    cr_assert_str_eq(world_string(world, LC, "libc.kind"), "bionic");
    cr_assert_str_eq(world_string(world, LC, "libc.version"), "33");
    cr_assert_str_eq(world_set(world, LC, "libc.symbol_versions"), "LIBC LIBC_N");
}

Test(libc, tells_other_small_libraries)
{
    add_image(world, "/bin/sh",
              &(struct elf_image){.wide = true, .machine = 62, .interpreter = "/lib/klibc-abc.so"});
    world_file(world, "/lib/klibc-abc.so", "");
    world_collect(world, "libc");
    cr_assert_str_eq(world_string(world, LC, "libc.kind"), "klibc");
    add_image(world, "/bin/sh",
              &(struct elf_image){.wide = true, .machine = 62, .interpreter = "/lib/ld64-uClibc.so.1"});
    world_file(world, "/lib/ld64-uClibc.so.1", "");
    world_link(world, "/lib/libc.so.1", "libuClibc-1.0.43.so");
    world_collect(world, "libc");
    cr_assert_str_eq(world_string(world, LC, "libc.kind"), "uclibc");
    cr_assert_str_eq(world_string(world, LC, "libc.version"), "1.0.43");
}

Test(libc, says_that_there_is_none_beside_static_programs)
{
    add_image(world, "/bin/sh",
              &(struct elf_image){.wide = true, .machine = 62, .build_id = "1", .abi_tag = true});
    world_collect(world, "libc");
    cr_assert_str_eq(world_string(world, LC, "libc.kind"), "none");
    cr_assert_str_eq(world_string(world, LC, "libc.arch"), "x86_64");
    cr_assert_null(world_string(world, LC, "libc.static"));
    world_source(world)->common->detail = true;
    world_collect(world, "libc");
    cr_assert_str_eq(world_string(world, LC, "libc.static"), "glibc");
}

Test(libc, does_not_call_hidden_what_is_absent)
{
    add_image(world, "/bin/sh", &(struct elf_image){.wide = true, .machine = 62});
    world_error(world, "/lib", ENVFP_REASON_DENIED);
    world_collect(world, "libc");
    cr_assert_null(world_string(world, LC, "libc.kind"));
    cr_assert_str_eq(world_gap(world, LC, "libc.*"), "denied");
}

Test(libc, tells_the_others_where_detail_is_asked_for)
{
    static const char constants[] = "\0"
                                    "1.2.3\0";
    add_debian(world);
    add_image(world, "/usr/lib/x86_64-linux-musl/libc.so",
              &(struct elf_image){
                  .wide = true, .machine = 62, .constants = constants, .constants_length = sizeof constants});
    world_link(world, "/lib/ld-musl-x86_64.so.1", "/usr/lib/x86_64-linux-musl/libc.so");
    world_link(world, "/lib/ld-linux-x86-64.so.2", "/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2");
    world_collect(world, "libc");
    cr_assert_null(world_string(world, LC, "libc-other/ld-musl-x86_64.so.1"));
    world_source(world)->common->detail = true;
    world_collect(world, "libc");
    cr_assert_str_eq(world_string(world, LC, "libc-other/ld-musl-x86_64.so.1"), "musl 1.2.3 x86_64");
    cr_assert_null(world_string(world, LC, "libc-other/ld-linux-x86-64.so.2"));
}

Test(libc, follows_scripts_and_path)
{
    add_debian(world);
    world_variable(world, "PATH", "relative:/opt/bin:/usr/bin");
    world_program(world, "/opt/bin/sh", "#! /opt/bin/dash -e\n", 20);
    add_image(world, "/opt/bin/dash",
              &(struct elf_image){.machine = 3, .interpreter = "/lib/ld-uClibc.so.0"});
    world_link(world, "/lib/ld-uClibc.so.0", "ld-uClibc-0.9.33.2.so");
    world_file(world, "/lib/ld-uClibc-0.9.33.2.so", "");
    world_collect(world, "libc");
    cr_assert_str_eq(world_string(world, LC, "libc.kind"), "uclibc");
    cr_assert_str_eq(world_string(world, LC, "libc.version"), "0.9.33.2");
    cr_assert_str_eq(world_string(world, LC, "libc.arch"), "i386");
}

/* What a script names is opened where it is called like a shell. */
Test(libc, follows_no_script_to_anybodys_file)
{
    world_variable(world, "PATH", "/opt/bin");
    world_program(world, "/opt/bin/sh", "#!/home/me/own\n", 15);
    add_image(world, "/home/me/own", &(struct elf_image){.machine = 3, .interpreter = "/lib/ld-uClibc.so.0"});
    world_collect(world, "libc");
    cr_assert_null(world_string(world, LC, "libc.kind"));
    cr_assert_str_eq(world_gap(world, LC, "libc.*"), "hidden");
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
