/* SPDX-License-Identifier: MIT */
/* What all sources share. */
#include "source/source.h"
#include "world.h"

#include "source/variables.h"

#include <criterion/criterion.h>

static struct world *world;
static struct arena arena;

static void build(void)
{
    world = world_new();
    envfp__arena_init(&arena, NULL, SIZE_MAX);
}

static void destroy(void)
{
    envfp__arena_release(&arena);
    world_free(world);
}

TestSuite(source, .init = build, .fini = destroy);

Test(source, resolves_links)
{
    struct view resolved;
    world_file(world, "/usr/bin/python3.11", "x");
    world_link(world, "/usr/bin/python3", "python3.11");
    world_link(world, "/bin", "usr/bin");
    world_link(world, "/loop", "/loop");
    cr_assert_eq(source_resolve(world_source(world), &arena, "/bin/../bin//python3", &resolved),
                 ENVFP_REASON_NONE);
    cr_expect_str_eq(resolved.text, "/usr/bin/python3.11");
    cr_expect_eq(source_resolve(world_source(world), &arena, "/loop", &resolved), ENVFP_REASON_MALFORMED);
    cr_expect_eq(source_resolve(world_source(world), &arena, "/bin/none", &resolved), ENVFP_REASON_ABSENT);
    cr_assert_eq(source_resolve(world_source(world), &arena, "/", &resolved), ENVFP_REASON_NONE);
    cr_expect_str_eq(resolved.text, "/");
}

Test(source, folds_homes)
{
    world_variable(world, "HOME", "/root/");
    static const char *const cases[][2] = {
        {"/root/.pyenv", "~/.pyenv"}, {"/root", "~"},           {"/rootless/x", "/rootless/x"},
        {"/home/alice/x", "~/x"},     {"/home/alice", "~"},     {"/home/", "/home/"},
        {"/usr/lib", "/usr/lib"},     {"relative", "relative"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_expect_str_eq(source_fold(world_source(world), &arena, view_of(cases[i][0])).text, cases[i][1]);
    cr_expect_str_eq(source_fold_list(world_source(world), &arena, VIEW("/root/a::/usr:/home/bob/b")).text,
                     "~/a::/usr:~/b");
    cr_expect(view_is(source_fold_list(world_source(world), &arena, VIEW("https://user:pw@host/x")), "set"));
}

Test(source, shows_variables_by_their_form)
{
    struct view value;
    const struct source *source = world_source(world);
    world_variable(world, "HOME", "/home/alice");
    world_variable(world, "LANG", "de_DE.UTF-8");
    world_variable(world, "LC_ALL", "my own words");
    world_variable(world, "NODE_OPTIONS", "--require /secret");
    world_variable(world, "AWS_SECRET_ACCESS_KEY", "AKIA");
    cr_assert_eq(source_variable_shown(source, &arena, "LANG", &value), ENVFP_REASON_NONE);
    cr_expect(view_is(value, "de_DE.UTF-8"));
    cr_assert_eq(source_variable_shown(source, &arena, "NODE_OPTIONS", &value), ENVFP_REASON_NONE);
    cr_expect(view_is(value, "set"));
    cr_assert_eq(source_variable_shown(source, &arena, "LC_ALL", &value), ENVFP_REASON_NONE);
    cr_expect(view_is(value, "set"), "a blank is not harmless");
    cr_expect_eq(source_variable(source, "AWS_SECRET_ACCESS_KEY", &value), ENVFP_REASON_ABSENT, "not listed");
}

Test(source, variables_are_sorted)
{
    for (size_t i = 1; i < envfp__variable_count; i++)
        cr_assert_lt(strcmp(envfp__variables[i - 1].name, envfp__variables[i].name), 0, "%s",
                     envfp__variables[i].name);
}

Test(source, asks_no_leaf_above_the_highest)
{
    uint32_t registers[4];
    const struct source *source = world_source(world);
    world_cpuid(world, 0, 0, 0, 7, 1, 2, 3);
    world_cpuid(world, 0, 7, 0, 4, 5, 6, 7);
    world_cpuid(world, 0, 0x21, 0, 1, 1, 1, 1);
    world_cpuid(world, 0, 0x80000000U, 0, 7, 0, 0, 0); /* no such range: the basic one's data */
    world_cpuid(world, 0, 0x80000001U, 0, 1, 1, 1, 1);
    cr_expect_eq(source_cpuid(source, 0, 7, 0, registers), ENVFP_REASON_NONE);
    cr_expect_eq(registers[3], 7);
    cr_expect_eq(source_cpuid(source, 0, 0x21, 0, registers), ENVFP_REASON_ABSENT);
    cr_expect_eq(source_cpuid(source, 0, 0x80000001U, 0, registers), ENVFP_REASON_ABSENT);
    cr_expect_eq(registers[0], 0);
}

Test(source, limits_bound_a_read)
{
    struct view content;
    struct world *small = world;
    world_file(small, "/big", "0123456789");
    const struct source *source = world_source(small);
    source->common->file_limit = 4;
    cr_expect_eq(source_read(source, "/big", &content), ENVFP_REASON_TRUNCATED);
    cr_expect(view_is(content, "0123"));
    cr_expect_eq(source_read_start(source, "/big", 3, &content), ENVFP_REASON_NONE);
    cr_expect(view_is(content, "012"));
    source->common->deadline = 1; /* long past */
    cr_expect_eq(source_read(source, "/big", &content), ENVFP_REASON_TRUNCATED);
    cr_expect_eq(content.length, 0);
}

Test(source, entries_come_sorted)
{
    struct source_entry *entries;
    size_t count;
    const struct source *source = world_source(world);
    static const char *const names[] = {"/d/b", "/d/a", "/d/c.x", "/d/c", "/d/B", "/d/10", "/d/9"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        world_file(world, names[i], "");
    cr_assert_eq(source_list(source, &arena, "/d", &entries, &count), ENVFP_REASON_NONE);
    cr_assert_eq(count, 7);
    for (size_t i = 1; i < count; i++)
        cr_expect_lt(view_compare(entries[i - 1].name, entries[i].name), 0);
    source->common->entry_limit = 6;
    cr_expect_eq(source_list(source, &arena, "/d", &entries, &count), ENVFP_REASON_TRUNCATED);
    cr_expect_eq(count, 0, "some of them would be a wrong answer");
}
