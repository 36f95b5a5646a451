/* SPDX-License-Identifier: MIT */
#include "collect/settings.h"
#include "world.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static struct world *world;
static struct arena arena;

static void set_up(void)
{
    world = world_new();
    envfp__arena_init(&arena, NULL, SIZE_MAX);
}

static void tear_down(void)
{
    envfp__arena_release(&arena);
    world_free(world);
}

TestSuite(settings, .init = set_up, .fini = tear_down);

/* "section|key|value" of each line, behind each other. */
static const char *pairs(enum settings_syntax syntax, const char *content)
{
    struct settings_text text = {.rest = view_of(content), .syntax = syntax};
    struct text out = {.arena = &arena};
    while (envfp__settings_next(&text)) {
        const struct view pieces[] = {text.section, VIEW("|"), text.key, VIEW("|"), text.value, VIEW("\n")};
        for (size_t i = 0; i < 6; i++)
            envfp__text_add(&out, pieces[i]);
    }
    return envfp__text_view(&out).text;
}

Test(settings, reads_lines_of_variables)
{
    cr_expect_str_eq(pairs(SETTINGS_ENVIRONMENT, "# no\nGOFLAGS=-mod=mod -v\n lower=1\nlower=1\nGOOS=\nX"),
                     "|GOFLAGS|-mod=mod -v\n|GOOS|\n");
}

Test(settings, reads_npm)
{
    cr_expect_str_eq(pairs(SETTINGS_NPM, "; no\n# no\nprefix = \"/a b\"\nomit[]=dev\n=x\nflag\n[s]\nkey=1\n"),
                     "|prefix|/a b\n|omit|dev\ns|key|1\n");
}

Test(settings, reads_configparser)
{
    cr_expect_str_eq(
        pairs(SETTINGS_PYTHON, "[global]\nuser: yes\nfind-links =\n    a\n\n    b\nx=1\n[ install ]\ny=2"),
        "global|user|yes\nglobal|find-links|a\n\n    b\nglobal|x|1\ninstall|y|2\n");
}

Test(settings, reads_php)
{
    cr_expect_str_eq(
        pairs(SETTINGS_PHP, "[PHP]\nmemory_limit = 128M ; note\nx=\"a;b\"\n;y=1\n[PATH=/x]\nz=On"),
        "PHP|memory_limit|128M\nPHP|x|a;b\nPATH=/x|z|On\n");
}

Test(settings, survives_what_is_none)
{
    static const char *const texts[] = {"",  "\n",     "=",     "[",         "[]",   "]",   "[a",
                                        "a", "=\n\n=", "a=\n ", "\r\n=\r\n", "x=\"", "x='y"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (int syntax = SETTINGS_ENVIRONMENT; syntax <= SETTINGS_PHP; syntax++)
            cr_expect_not_null(pairs((enum settings_syntax)syntax, texts[i]));
}

static const struct setting list[] = {{"global.index-url", VARIABLE_PRESENCE},
                                      {"global.no-binary", VARIABLE_PLAIN},
                                      {"target.*.linker", VARIABLE_PLAIN}};

Test(settings, the_first_file_and_the_last_line_count)
{
    struct collect c = {.source = world_source(world), .scratch = &arena};
    struct settings settings = {.c = &c, .list = list, .count = sizeof list / sizeof *list};
    envfp__settings_read(&settings, SETTINGS_PYTHON,
                         VIEW("[global]\nno-binary=a\nNO_BINARY=b\ntoken=hunter2\n"));
    envfp__settings_read(&settings, SETTINGS_PYTHON,
                         VIEW("[global]\nno-binary=c\nindex-url=https://joe:pw@h/\n"));
    cr_expect(view_is(envfp__settings_get(&settings, "global.no-binary"), "b"));
    cr_expect(view_is(envfp__settings_get(&settings, "global.index-url"), "set"));
    cr_expect_eq(settings.keys.count, 2);
}

Test(settings, there_are_not_endlessly_many)
{
    struct collect c = {.source = world_source(world), .scratch = &arena};
    struct settings settings = {.c = &c, .list = list, .count = sizeof list / sizeof *list};
    for (unsigned i = 0; i < 300; i++) {
        struct text key = {.arena = &arena};
        envfp__text_add(&key, VIEW("target."));
        envfp__text_add_number(&key, i);
        envfp__text_add(&key, VIEW(".linker"));
        envfp__settings_take(&settings, envfp__text_view(&key), VIEW("lld"));
    }
    cr_expect_eq(settings.keys.count, 256);
    cr_expect(settings.full);
}

Test(settings, a_recording_has_the_listed_keys)
{
    struct text out = {.arena = &arena};
    (void)envfp__settings_keep(
        world_source(world), SETTINGS_OF(list), SETTINGS_PYTHON,
        VIEW("[hunter2]\nx=1\n[global]\nindex-url = https://joe:hunter2@h/\ntoken = hunter2\n"
             "no-binary = :all:\n"),
        &out);
    cr_expect_str_eq(envfp__text_view(&out).text, "[global]\nindex-url=set\nno-binary=:all:\n");
}
