/* SPDX-License-Identifier: MIT */
/* What all sources share. */
#include "source/source.h"
#include "source/system.h"
#include "world.h"

#include "source/declared.h"

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

Test(source, folds_homes_wherever_they_are_kept)
{
    static const char *const cases[][2] = {
        {"/homes/eve/x", "~/x"},
        {"/users/eve", "~"},
        {"/Users/eve/x", "~/x"},
        {"/scratch/eve/x", "~/x"},
        {"/var/home/eve/x", "~/x"},
        {"/export/home/eve/x", "~/x"},
        {"/data/users/eve/x", "~/x"},
        {"/mnt/Scratch/eve/x", "~/x"},
        {"//home//eve/x", "~/x"},
        {"/./home/./eve/x", "~/x"},
        {"/var/../home/eve/x", "~/x"},
        {"/a/b/c/../../../home/eve/x", "~/x"},
        {"/~/x", "~/x"},
        {"/~12/x", "~/x"},
        {"/a/b/home/eve/x", "/a/b/home/eve/x"},
        {"/opt/homestead/eve", "/opt/homestead/eve"},
        {"/sys/home/eve", "/sys/home/eve"},
        {"/proc/home/eve", "/proc/home/eve"},
        {"/~x/y", "/~x/y"},
        {"/~0/y", "/~0/y"},
        {"/~1/y", "/~1/y"},
        {"/a/~2/y", "/a/~2/y"},
        {"/scratch", "/scratch"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_expect_str_eq(source_fold(world_source(world), &arena, view_of(cases[i][0])).text, cases[i][1]);
}

Test(source, folds_homes_at_any_depth_of_a_network)
{
    struct mount list[] = {{.point = VIEW("/")}, {.point = VIEW("/net/fs1"), .network = true}};
    struct mounts mounts = {.list = list, .count = 2, .network_count = 1};
    const struct source *source = world_source(world);
    source->common->mounts = &mounts;
    cr_expect_str_eq(source_fold(source, &arena, VIEW("/net/fs1/vol/a/home/eve/x")).text, "~/x");
    cr_expect_str_eq(source_fold(source, &arena, VIEW("/net/fs1/vol/a/opt/eve/x")).text,
                     "/net/fs1/vol/a/opt/eve/x");
    cr_expect_str_eq(source_fold(source, &arena, VIEW("/opt/vol/a/home/eve/x")).text,
                     "/opt/vol/a/home/eve/x");
}

Test(source, folds_whose_home_stands_beside_this_one)
{
    static const char *const cases[][3] = {
        {"/home/example.org/me", "/home/example.org/eve/x", "~/x"},
        {"/home/example.org/me", "/home/example.org/me/x", "~/x"},
        {"/data/nfs/home/me", "/data/nfs/home/eve/x", "~/x"},
        {"/var/lib/postgresql", "/var/lib/dpkg/x", "/var/lib/dpkg/x"},
        {"/root", "/usr/lib/x", "/usr/lib/x"},
        {"/opt/app", "/opt/tools/x", "/opt/tools/x"},
        {"/nonexistent", "/media/eve/DISK/x", "~/DISK/x"},
        {"/nonexistent", "/run/media/eve/DISK", "~/DISK"},
        {"/nonexistent", "/media/cdrom", "/media/cdrom"},
        {"/nonexistent", "/net/filer/vol/a/home/eve/x", "~/x"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        world_variable(world, "HOME", cases[i][0]);
        cr_expect_str_eq(source_fold(world_source(world), &arena, view_of(cases[i][1])).text, cases[i][2]);
    }
}

Test(source, shows_of_a_list_paths_and_short_names)
{
    static const char *const cases[][2] = {
        {"libx.so:/a/b:src", "libx.so:/a/b:src"},
        {"eve@example.org:/a", "?:/a"},
        {"-----BEGIN CERTIFICATE-----", "? CERTIFICATE-----"},
        {"MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBa", "?"},
        {"/opt/x@1.2/lib:${ORIGIN}/../lib", "/opt/x@1.2/lib:${ORIGIN}/../lib"},
        {"token\001x:/a", "?:/a"},
        {"?", "?"},
        {":", ":"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_expect_str_eq(source_fold_list(world_source(world), &arena, view_of(cases[i][0])).text,
                         cases[i][1]);
}

Test(source, folds_every_element_of_a_list)
{
    cr_expect_str_eq(
        source_fold_list(world_source(world), &arena, VIEW("/a;/home/x/l /home/y/m.so:/home/z::")).text,
        "/a;~/l ~/m.so:~::");
}

static bool is_named(const char *home, const char *name)
{
    return view_is(envfp__source_home_name(world_source(world), view_of(home)), name);
}

Test(source, gives_each_home_a_name_of_its_own)
{
    world_variable(world, "HOME", "/root/");
    cr_expect(is_named("/home/b", "/~2"));
    cr_expect(is_named("/root", "/~"));
    cr_expect(is_named("/home/a", "/~3"));
    cr_expect(is_named("/home/b", "/~2"));
    cr_expect(is_named("/~", "/~4"), "a directory of that name is not HOME");
    cr_expect(is_named("/~3", "/~5"));
    cr_expect(is_named("/~9", "/~9"), "what has a name keeps it where it is free");
}

Test(source, keeps_the_names_of_a_recordings_homes)
{
    cr_expect(is_named("/~3", "/~3"));
    cr_expect(is_named("/~", "/~"));
    cr_expect(is_named("/~2", "/~2"));
    cr_expect(is_named("/home/a", "/~4"));
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

Test(source, a_variable_is_declared_once)
{
    const struct source_common *common = world_source(world)->common;
    const struct declaration *by, *other;
    for (size_t i = 0; (by = envfp__source_declaration(common, i)); i++)
        for (size_t j = 0; j < by->variable_count; j++) {
            struct view name = view_of(declared_name_of(&declared_variables(by)[j]));
            for (size_t k = i + 1; (other = envfp__source_declaration(common, k)); k++)
                cr_expect_null(envfp__declared_variable(other, name), "%s", name.text);
        }
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
    world_file(small, "/big", "012\n456789");
    const struct source *source = world_source(small);
    source->common->file_limit = 6; /* half a line is none */
    cr_expect_eq(source_read(source, "/big", &content), ENVFP_REASON_TRUNCATED);
    cr_expect(view_is(content, "012\n"));
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

Test(source, says_to_whoever_asks_that_an_answer_is_remote)
{
    bool remote = false;
    struct source watched = *world_source(world);
    struct source_stat stat;
    watched.remote = &remote;
    world_file(world, "/here", "");
    world_error(world, "/there", ENVFP_REASON_REMOTE);
    world_error(world, "/closed", ENVFP_REASON_DENIED);
    cr_expect_eq(source_stat(&watched, "/here", &stat), ENVFP_REASON_NONE);
    cr_expect_eq(source_stat(&watched, "/closed", &stat), ENVFP_REASON_DENIED);
    cr_expect_eq(source_stat(world_source(world), "/there", &stat), ENVFP_REASON_REMOTE, "nobody watches");
    cr_expect_not(remote);
    cr_expect_eq(source_stat(&watched, "/there", &stat), ENVFP_REASON_REMOTE);
    cr_expect(remote);
}

/* ---- Beneath a folder ---- */

Test(source, leaves_no_folder_by_a_link)
{
    const struct source *source = world_source(world);
    struct view content;
    struct source_entry *entries;
    struct source_stat stat;
    size_t count;
    world_file(world, "/a/b/file", "inside");
    world_file(world, "/a/bc/file", "beside");
    world_link(world, "/a/b/inside", "/a/b/file");
    world_link(world, "/a/b/round", "../../a/b/file");
    world_link(world, "/a/b/beside", "../bc/file");
    world_link(world, "/a/b/folder", "/a/bc");
    world_other(world, "/a/b/pipe");
    world_error(world, "/a/bc", ENVFP_REASON_REMOTE); /* would be told if it were looked at */
    struct view folder = VIEW("/a/b");
    cr_expect_eq(source_read_beneath(source, &arena, folder, "file", &content), ENVFP_REASON_NONE);
    cr_expect(view_is(content, "inside"));
    cr_expect_eq(source_read_beneath(source, &arena, folder, "inside", &content), ENVFP_REASON_NONE);
    cr_expect_eq(source_read_beneath(source, &arena, folder, "round", &content), ENVFP_REASON_NONE);
    cr_expect_eq(source_read_beneath(source, &arena, folder, "beside", &content), ENVFP_REASON_HIDDEN);
    cr_expect_eq(content.length, 0);
    cr_expect_eq(source_read_beneath(source, &arena, folder, "../bc/file", &content), ENVFP_REASON_HIDDEN);
    cr_expect_eq(source_read_beneath(source, &arena, folder, "folder/file", &content), ENVFP_REASON_HIDDEN);
    cr_expect_eq(source_list_beneath(source, &arena, folder, "folder", &entries, &count),
                 ENVFP_REASON_HIDDEN);
    cr_expect_eq(count, 0);
    cr_expect_eq(source_stat_beneath(source, &arena, folder, "folder/file", &stat), ENVFP_REASON_HIDDEN);
    cr_expect_eq(source_read_beneath(source, &arena, folder, "pipe", &content), ENVFP_REASON_UNSUPPORTED);
    cr_expect_eq(source_stat_beneath(source, &arena, folder, "pipe", &stat), ENVFP_REASON_NONE);
    cr_expect_eq(source_read_beneath(source, &arena, VIEW(""), "a/b/inside", &content), ENVFP_REASON_NONE);
    cr_expect_eq(source_read_beneath(source, &arena, folder, "missing", &content), ENVFP_REASON_ABSENT);
    cr_expect_not(world_was_remote(world));
}

Test(source, releases_what_was_never_made)
{
    envfp__source_release(&(struct source){0});
}
