/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "elf_image.h"
#include "world.h"

#define LC ENVFP_LAYER_LIBC
#define OWN "/usr/lib/x86_64-linux-gnu/"
#define ENTRIES_MOST 8

static struct world *world;

static void add_image(const char *path, const struct elf_image *image)
{
    size_t length;
    unsigned char *bytes = elf_image_make(image, &length);
    world_program(world, path, bytes, length);
    free(bytes);
}

static void add_library(const char *path, const char *build)
{
    add_image(path, &(struct elf_image){.wide = true, .machine = 62, .build_id = build});
}

static void set_up(void)
{
    world = world_new();
    add_image("/bin/sh",
              &(struct elf_image){.wide = true, .machine = 62, .interpreter = OWN "ld-linux-x86-64.so.2"});
    world_file(world, OWN "ld-linux-x86-64.so.2", "");
    add_library(OWN "libc.so.6", "\x11");
    world_file(world, "/etc/ld.so.conf", "/usr/local/lib\n" OWN "\n");
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(cache, .init = set_up, .fini = tear_down);

static void put_word(unsigned char *at, size_t number, bool big)
{
    for (size_t i = 0; i < 4; i++)
        at[i] = (unsigned char)(number >> 8 * (big ? 3 - i : i));
}

/* A cache of pairs of names and paths, up to a NULL; with one of the old form before it. */
static size_t make_cache(unsigned char bytes[4096], const char *const (*pairs)[2], bool big, bool old)
{
    size_t start = old ? 32 : 0, count = 0;
    memset(bytes, 0, 4096);
    while (pairs[count][0])
        count++;
    if (old) {
        memcpy(bytes, "ld.so-1.7.0", 11);
        put_word(bytes + 12, 1, big);
    }
    unsigned char *head = bytes + start;
    memcpy(head, "glibc-ld.so.cache1.1", 20);
    put_word(head + 20, count, big);
    size_t at = 48 + count * 24;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < 2; j++) {
            put_word(head + 48 + i * 24 + 4 + j * 4, at, big);
            memcpy(head + at, pairs[i][j], strlen(pairs[i][j]) + 1);
            at += strlen(pairs[i][j]) + 1;
        }
    return start + at;
}

static void collect(const char *const (*pairs)[2])
{
    unsigned char bytes[4096];
    size_t length = make_cache(bytes, pairs, false, false);
    world_bytes(world, "/etc/ld.so.cache", bytes, length);
    world_collect(world, "libc");
}

static const char *const shadowing[][2] = {{"libz.so.1", "/usr/local/lib/libz.so.1"},
                                           {"libz.so.1", OWN "libz.so.1"},
                                           {"libown.so.3", "/usr/local/lib/libown.so.3"},
                                           {NULL, NULL}};

static void add_shadowing(void)
{
    add_library("/usr/local/lib/libz.so.1", "\xab\xcd");
    add_library("/usr/local/lib/libown.so.3", "\x01");
    add_library(OWN "libz.so.1", "\x02");
}

Test(cache, tells_libraries_before_packages)
{
    add_shadowing();
    collect(shadowing);
    cr_assert_str_eq(world_string(world, LC, "library-local/libz.so.1"), "abcd");
    cr_assert_null(world_string(world, LC, "library-local/libown.so.3")); /* no package has it */
    cr_assert_null(world_set(world, LC, "loader.cache_lacks"));
    cr_assert_null(world_set(world, LC, "loader.cache_stale"));
}

Test(cache, is_read_in_every_form)
{
    unsigned char bytes[4096];
    add_shadowing();
    for (unsigned form = 0; form < 4; form++) {
        size_t length = make_cache(bytes, shadowing, form & 1, form & 2);
        world_bytes(world, "/etc/ld.so.cache", bytes, length);
        world_collect(world, "libc");
        cr_expect_str_eq(world_string(world, LC, "library-local/libz.so.1"), "abcd", "form %u", form);
    }
}

/* make install without ldconfig: the loader goes on with the package's. */
Test(cache, lacks_what_ldconfig_has_not_seen)
{
    static const char *const pairs[][2] = {{"libz.so.1", OWN "libz.so.1"}, {NULL, NULL}};
    add_shadowing();
    add_image("/usr/local/lib/libarm.so.1", &(struct elf_image){.wide = true, .machine = 183});
    world_file(world, "/usr/local/lib/libscript.so.1", "INPUT(libz.so.1)\n");
    collect(pairs);
    cr_assert_null(world_string(world, LC, "library-local/libz.so.1"));
    cr_assert_str_eq(world_set(world, LC, "loader.cache_lacks"), "libown.so.3 libz.so.1");
}

Test(cache, keeps_what_is_gone)
{
    static const char *const pairs[][2] = {{"libgone.so.1", "/opt/x/lib/libgone.so.1"}, {NULL, NULL}};
    collect(pairs);
    cr_assert_str_eq(world_set(world, LC, "loader.cache_stale"), "/opt/x/lib/libgone.so.1");
}

Test(cache, names_no_home)
{
    static const char *const pairs[][2] = {{"libz.so.1", "/home/eve/lib/libz.so.1"}, {NULL, NULL}};
    add_library(OWN "libz.so.1", "\x02");
    collect(pairs);
    cr_assert_null(world_set(world, LC, "loader.cache_stale"));
    cr_assert_null(world_string(world, LC, "library-local/libz.so.1"));
}

Test(cache, tells_what_computes_and_sorts)
{
    static const char *const pairs[][2] = {{"libmpi.so.40", OWN "libmpi.so.40"},
                                           {"libicui18n.so.72", OWN "libicui18n.so.72"},
                                           {"libblas.so.3", OWN "libblas.so.3"},
                                           {"libcudnn.so.9", "/usr/local/cuda/lib64/libcudnn.so.9"},
                                           {NULL, NULL}};
    world_link(world, OWN "libmpi.so.40", "libmpi.so.40.30.4");
    world_link(world, OWN "libicui18n.so.72", "libicui18n.so.72.1");
    world_link(world, OWN "libblas.so.3", "/etc/alternatives/libblas.so.3-x86_64-linux-gnu");
    world_link(world, "/etc/alternatives/libblas.so.3-x86_64-linux-gnu", OWN "openblas-pthread/libblas.so.3");
    world_link(world, "/usr/local/cuda/lib64/libcudnn.so.9", "libcudnn.so.9.1.0");
    world_file(world, "/usr/local/cuda/lib64/libcudnn.so.9.1.0", "");
    collect(pairs);
    cr_assert_str_eq(world_string(world, LC, "library/libmpi.so.40"), "40.30.4");
    cr_assert_str_eq(world_string(world, LC, "library/libicui18n.so.72"), "72.1");
    cr_assert_str_eq(world_string(world, LC, "library/libblas.so.3"), "3 openblas-pthread");
    cr_assert_str_eq(world_string(world, LC, "library/libcudnn.so.9"), "9.1.0");
}

Test(cache, is_passed_by_the_variable)
{
    world_variable(world, "LD_LIBRARY_PATH", "/nowhere:/opt/conda/lib:/usr/lib/x86_64-linux-gnu");
    add_library("/opt/conda/lib/libssl.so.3", "\xee");
    add_library(OWN "libcrypto.so.3", "\x02");
    world_link(world, "/opt/conda/lib/libmpi.so.12", "libmpi.so.12.1.8");
    world_file(world, "/opt/conda/lib/libmpi.so.12.1.8", "");
    world_collect(world, "libc");
    cr_assert_str_eq(world_string(world, LC, "library-local/libssl.so.3"), "ee");
    cr_assert_str_eq(world_string(world, LC, "library-local/libmpi.so.12"), "12.1.8");
    cr_assert_null(world_string(world, LC, "library-local/libcrypto.so.3"));
}

Test(cache, says_what_could_not_be_read)
{
    world_error(world, "/etc/ld.so.cache", ENVFP_REASON_DENIED);
    world_collect(world, "libc");
    cr_assert_str_eq(world_gap(world, LC, "library-local/*"), "denied");
}

/* Wherever it is cut, and whatever its numbers say. */
Test(cache, is_no_danger)
{
    unsigned char bytes[4096];
    add_shadowing();
    size_t length = make_cache(bytes, shadowing, false, true);
    for (size_t cut = 0; cut <= length; cut++) {
        world_bytes(world, "/etc/ld.so.cache", bytes, cut);
        world_collect(world, "libc");
    }
    for (size_t at = 0; at < 120; at++) {
        unsigned char kept = bytes[at];
        bytes[at] = 0xff;
        world_bytes(world, "/etc/ld.so.cache", bytes, length);
        world_collect(world, "libc");
        bytes[at] = kept;
    }
}
