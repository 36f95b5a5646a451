/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "collect/libc/identity.h"
#include "world.h"

static struct world *world;
static struct arena scratch;
static struct collect collect;

static void set_up(void)
{
    world = world_new();
    envfp__arena_init(&scratch, NULL, (size_t)1 << 20);
    collect = (struct collect){.source = world_source(world),
                               .facts = world_facts(world),
                               .scratch = &scratch,
                               .layer = ENVFP_LAYER_LIBC};
}

static void tear_down(void)
{
    envfp__arena_release(&scratch);
    world_free(world);
}

TestSuite(locale_data, .init = set_up, .fini = tear_down);

static enum envfp_reason find(const char *name)
{
    enum envfp_reason reason = envfp__libc_locale_find(&collect, view_of(name));
    world_holes(world, true);
    cr_assert_eq(envfp__libc_locale_find(&collect, view_of(name)), reason, "%s in a recording", name);
    world_holes(world, false);
    return reason;
}

Test(locale_data, is_found_in_directories)
{
    world_file(world, "/usr/lib/locale/C.utf8/LC_CTYPE", "");
    world_file(world, "/usr/lib/locale/de_DE.iso88591@x/LC_CTYPE", "");
    world_file(world, "/usr/lib/locale/pl_PL/LC_CTYPE", "");
    cr_assert_eq(find("C.UTF-8"), ENVFP_REASON_NONE);
    cr_assert_eq(find("de_DE.8859-1@x"), ENVFP_REASON_NONE);
    cr_assert_eq(find("pl_PL"), ENVFP_REASON_NONE);
    cr_assert_eq(find("/opt/own"), ENVFP_REASON_NONE); /* a path, not looked for */
    cr_assert_eq(find("de_DE.UTF-8"), ENVFP_REASON_ABSENT);
    world_variable(world, "LOCPATH", "/opt/one:/opt/two");
    cr_assert_eq(find("C.UTF-8"), ENVFP_REASON_ABSENT);
    world_file(world, "/opt/two/C.utf8/LC_CTYPE", "");
    cr_assert_eq(find("C.UTF-8"), ENVFP_REASON_NONE);
}

/* One name in a table of 7, of either byte order. */
static size_t make_archive(unsigned char bytes[256], bool big)
{
    static const char name[] = "de_DE.utf8";
    uint32_t hash = sizeof name - 1;
    for (size_t i = 0; i + 1 < sizeof name; i++)
        hash = (hash << 9 | hash >> 23) + (unsigned char)name[i];
    uint32_t words[6 + 7 * 3] = {0xde020109U, 0, 24, 1, 7, 108};
    size_t at = 6 + hash % 7 * 3;
    words[at] = hash;
    words[at + 1] = 108;
    memset(bytes, 0, 256);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        for (size_t j = 0; j < 4; j++)
            bytes[i * 4 + j] = (unsigned char)(words[i] >> 8 * (big ? 3 - j : j));
    memcpy(bytes + 108, name, sizeof name);
    return 108 + sizeof name;
}

Test(locale_data, is_found_in_archives)
{
    unsigned char bytes[256];
    for (unsigned big = 0; big < 2; big++) {
        size_t length = make_archive(bytes, big);
        for (size_t cut = 0; cut <= length; cut++) {
            world_bytes(world, "/usr/lib/locale/locale-archive", bytes, cut);
            cr_assert_eq(find("de_DE.UTF-8"), cut == length ? ENVFP_REASON_NONE : ENVFP_REASON_MALFORMED,
                         "%zu bytes", cut);
        }
        cr_assert_eq(find("de_DE"), ENVFP_REASON_ABSENT);
        cr_assert_eq(find("fr_FR.UTF-8"), ENVFP_REASON_ABSENT);
    }
}

/* macOS' ssh sends LC_CTYPE=UTF-8, which is a locale there alone. */
Test(locale_data, is_found_by_aliases)
{
    world_file(world, "/usr/share/locale/locale.alias",
               "# comment\nGerman\tde_DE.ISO-8859-1\nfrench fr_FR.ISO-8859-1 # x\nbroken\n");
    world_file(world, "/usr/lib/locale/de_DE.iso88591/LC_CTYPE", "");
    world_file(world, "/usr/lib/locale/own/LC_CTYPE", "");
    cr_assert_eq(envfp__libc_locale_find(&collect, VIEW("german")), ENVFP_REASON_NONE);
    cr_assert_eq(envfp__libc_locale_find(&collect, VIEW("own")), ENVFP_REASON_NONE);
    cr_assert_eq(envfp__libc_locale_find(&collect, VIEW("french")), ENVFP_REASON_ABSENT);
    cr_assert_eq(envfp__libc_locale_find(&collect, VIEW("broken")), ENVFP_REASON_ABSENT);
    cr_assert_eq(envfp__libc_locale_find(&collect, VIEW("UTF-8")), ENVFP_REASON_ABSENT);
    cr_assert_eq(envfp__libc_locale_find(&collect, VIEW("english")), ENVFP_REASON_ABSENT);
    world_error(world, "/usr/share/locale/locale.alias", ENVFP_REASON_DENIED);
    cr_assert_eq(envfp__libc_locale_find(&collect, VIEW("english")), ENVFP_REASON_DENIED);
}
