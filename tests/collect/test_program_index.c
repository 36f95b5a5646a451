/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "collect/program.h"
#include "world.h"

static struct world *world;
static struct arena scratch;
static struct shared shared;

static void set_up(void)
{
    world = world_new();
    shared = (struct shared){0};
    envfp__arena_init(&scratch, NULL, (size_t)1 << 24);
}

static void tear_down(void)
{
    envfp__arena_release(&scratch);
    world_free(world);
}

TestSuite(program_index, .init = set_up, .fini = tear_down);

/* Where the program is, "" where nowhere. */
static const char *find(const char *name, enum envfp_reason *unseen)
{
    struct collect collect = {.source = world_source(world),
                              .shared = &shared,
                              .facts = world_facts(world),
                              .scratch = &scratch,
                              .layer = ENVFP_LAYER_RUNTIMES};
    const char *path;
    return envfp__program_find(&collect, name, &path, unseen) ? path : "";
}

Test(program_index, takes_the_first_on_path)
{
    enum envfp_reason unseen;
    world_variable(world, "PATH", "/opt/a/bin:/opt/b/bin/:/usr/bin");
    world_program(world, "/opt/b/bin/go", "x", 1);
    world_program(world, "/usr/bin/go", "x", 1);
    world_program(world, "/usr/bin/ruby", "x", 1);
    world_file(world, "/opt/b/bin/ruby", "not executable");
    cr_assert_str_eq(find("go", &unseen), "/opt/b/bin/go");
    cr_assert_str_eq(find("ruby", &unseen), "/usr/bin/ruby");
    cr_assert_str_eq(find("zig", &unseen), "");
    cr_assert_eq(unseen, ENVFP_REASON_NONE);
}

Test(program_index, looks_at_a_directory_once)
{
    enum envfp_reason unseen;
    world_variable(world, "PATH", "/opt/a/bin:/opt/a/bin:relative::/sbin:/usr/bin:/bin");
    world_directory(world, "/opt/a/bin");
    world_directory(world, "/usr/bin");
    world_link(world, "/bin", "usr/bin");
    (void)find("go", &unseen);
    unsigned long before = world_operations(world);
    (void)find("ruby", &unseen);
    cr_assert_eq(world_operations(world) - before, 1, "only /usr/bin is asked again");
}

Test(program_index, asks_where_it_may_not_list)
{
    enum envfp_reason unseen;
    world_variable(world, "PATH", "/opt/a/bin");
    world_directory(world, "/opt/a/bin");
    world_program(world, "/opt/a/bin/php", "x", 1);
    world_fail_at(world, 4, ENVFP_REASON_DENIED); /* PATH, HOME, stat, list */
    cr_assert_str_eq(find("php", &unseen), "/opt/a/bin/php");
}

/* What a person's own directory holds is not listed: recordings hold what was. */
Test(program_index, asks_a_home_for_each_program)
{
    enum envfp_reason unseen;
    world_variable(world, "HOME", "/home/me");
    world_variable(world, "PATH", "/home/me/bin");
    world_program(world, "/home/me/bin/php", "x", 1);
    world_error(world, "/home/me/bin", ENVFP_REASON_DENIED); /* whoever lists it */
    cr_assert_str_eq(find("php", &unseen), "/home/me/bin/php");
}

Test(program_index, says_what_it_did_not_see)
{
    enum envfp_reason unseen;
    world_variable(world, "PATH", "/net/bin:/mnt/c/Windows:/closed/bin:/usr/bin");
    world_error(world, "/net/bin", ENVFP_REASON_REMOTE);
    world_error(world, "/closed/bin", ENVFP_REASON_DENIED);
    world_program(world, "/usr/bin/go", "x", 1);
    cr_assert_str_eq(find("go", &unseen), "/usr/bin/go");
    cr_assert_eq(unseen, ENVFP_REASON_REMOTE, "the one before may hold another");
}

Test(program_index, minds_no_windows)
{
    enum envfp_reason unseen;
    world_variable(world, "PATH", "/closed/bin:/usr/bin:/mnt/c/Windows/System32");
    world_error(world, "/closed/bin", ENVFP_REASON_DENIED);
    world_error(world, "/mnt/c/Windows/System32", ENVFP_REASON_REMOTE);
    cr_assert_str_eq(find("go", &unseen), "");
    cr_assert_eq(unseen, ENVFP_REASON_NONE);
}
