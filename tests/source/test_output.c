/* SPDX-License-Identifier: MIT */
/* A tree of files that is written below one directory and nowhere else. */
#include "source/output.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char top[64], outside[64];
static struct arena arena;
static struct output output;

static const char *in(const char *directory, const char *name)
{
    static char paths[4][256];
    static unsigned next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%s", directory, name);
    return path;
}

static void start(void)
{
    snprintf(top, sizeof top, "/tmp/envfp-output-XXXXXX");
    snprintf(outside, sizeof outside, "/tmp/envfp-outside-XXXXXX");
    cr_assert_not_null(mkdtemp(top));
    cr_assert_not_null(mkdtemp(outside));
    int directory = open(top, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    cr_assert_geq(directory, 0);
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    envfp__output_start(&output, &arena, directory);
}

static size_t entries_of(const char *path)
{
    size_t count = 0;
    DIR *directory = opendir(path);
    cr_assert_not_null(directory);
    for (const struct dirent *entry = readdir(directory); entry; entry = readdir(directory))
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(directory);
    return count;
}

static void end(void)
{
    char command[160];
    cr_expect_eq(entries_of(outside), 0, "something was written outside");
    envfp__arena_release(&arena);
    close(output.directory);
    snprintf(command, sizeof command, "rm -rf '%s' '%s'", top, outside);
    cr_assert_eq(system(command), 0);
}

static void put(const char *place, const char *content)
{
    struct output_node *node = envfp__output_add(&output, view_of(place), OUTPUT_FILE, false);
    int descriptor = node ? envfp__output_open(&output, node) : -1;
    if (descriptor >= 0) {
        envfp__output_write(&output, descriptor, view_of(content), UINT64_MAX);
        close(descriptor);
    }
}

static bool holds(const char *place, const char *content)
{
    char text[64] = "";
    FILE *file = fopen(in(top, place), "r");
    size_t length = file ? fread(text, 1, sizeof text - 1, file) : 0;
    if (file)
        fclose(file);
    return file && length == strlen(content) && strcmp(text, content) == 0;
}

TestSuite(output, .init = start, .fini = end);

Test(output, a_tree_stands_as_it_was_said)
{
    put("/etc/os-release", "ID=x\n");
    put("usr/bin/x", "y");
    (void)envfp__output_add(&output, VIEW("usr/lib"), OUTPUT_DIRECTORY, false);
    (void)envfp__output_add(&output, VIEW("usr/bin/z"), OUTPUT_FILE, true);
    envfp__output_link(&output, VIEW("bin"), VIEW("usr/bin"), false);
    cr_expect(envfp__output_finish(&output));
    cr_expect(holds("etc/os-release", "ID=x\n"));
    cr_expect(holds("bin/x", "y"));
    cr_expect(holds("usr/bin/z", ""));
    cr_expect(holds("usr/lib/.envfp", ""), "an empty directory is kept by a file");
    cr_expect_eq(entries_of(in(top, "usr/bin")), 2);
}

Test(output, a_file_is_written_again_where_it_stands)
{
    put("a/b", "first");
    put("a/b", "again");
    cr_expect(envfp__output_finish(&output));
    cr_expect(holds("a/b", "again"));
}

Test(output, a_listing_is_not_the_last_word)
{
    (void)envfp__output_add(&output, VIEW("a"), OUTPUT_FILE, true);
    (void)envfp__output_add(&output, VIEW("b"), OUTPUT_DIRECTORY, true);
    put("a/c", "x");
    envfp__output_link(&output, VIEW("b"), VIEW("a"), false);
    (void)envfp__output_add(&output, VIEW("a"), OUTPUT_FILE, true);
    cr_expect(envfp__output_finish(&output));
    cr_expect(holds("b/c", "x"));
}

Test(output, one_place_is_one_thing)
{
    static const enum output_type types[] = {OUTPUT_DIRECTORY, OUTPUT_FILE, OUTPUT_LINK};
    for (unsigned i = 0; i < 9; i++) {
        struct output other;
        struct view target = view_of(outside);
        envfp__output_start(&other, &arena, output.directory);
        for (unsigned j = 0; j < 2; j++) {
            enum output_type type = types[j ? i / 3 : i % 3];
            if (type == OUTPUT_LINK)
                envfp__output_link(&other, VIEW("x"), target, false);
            else
                (void)envfp__output_add(&other, VIEW("x"), type, false);
        }
        cr_expect_eq(other.failed, i / 3 != i % 3);
    }
}

Test(output, nothing_goes_through_a_link_of_its_own)
{
    envfp__output_link(&output, VIEW("x"), view_of(outside), false);
    put("x/file", "secret");
    cr_expect_not(envfp__output_finish(&output));
    cr_expect_eq(entries_of(top), 0);
}

Test(output, two_targets_of_one_link_fail)
{
    envfp__output_link(&output, VIEW("x"), VIEW("a"), false);
    envfp__output_link(&output, VIEW("x"), VIEW("a"), false);
    cr_expect_not(output.failed);
    envfp__output_link(&output, VIEW("x"), VIEW("b"), false);
    cr_expect(output.failed);
}

Test(output, dots_are_no_place)
{
    put("a/../../x", "y");
    cr_expect(output.failed);
}

Test(output, somebody_elses_things_are_left_alone)
{
    char command[512];
    snprintf(command, sizeof command, "ln -s '%s' '%s/x'; ln -s '%s/f' '%s/y'; echo z > '%s/z'", outside, top,
             outside, top, top);
    cr_assert_eq(system(command), 0);
    static const char *const places[] = {"x/file", "y", "z"};
    for (unsigned i = 0; i < 3; i++) {
        struct output other;
        envfp__output_start(&other, &arena, output.directory);
        output = other;
        put(places[i], "secret");
        cr_expect(output.failed, "%s", places[i]);
        cr_expect_not(envfp__output_finish(&output));
    }
    cr_expect(holds("z", "z\n"));
}

/* What lies there for a moment is no way out. */
Test(output, a_directory_that_becomes_a_link_is_not_entered)
{
    put("x/one", "1");
    cr_assert_eq(rename(in(top, "x"), in(top, "moved")), 0);
    cr_assert_eq(symlink(outside, in(top, "x")), 0);
    put("x/two", "2");
    cr_expect(output.failed);
    cr_expect_not(envfp__output_finish(&output));
}

Test(output, another_directory_or_file_in_its_place_is_not_written)
{
    put("x/one", "1");
    cr_assert_eq(rename(in(top, "x"), in(top, "moved")), 0);
    cr_assert_eq(mkdir(in(top, "x"), 0755), 0);
    put("x/two", "2");
    cr_expect(output.failed);
    cr_expect_eq(entries_of(in(top, "x")), 0);
}

Test(output, a_file_that_becomes_a_link_is_not_written)
{
    int victim = open(in(outside, "../envfp-victim"), O_WRONLY | O_CREAT, 0644);
    cr_assert_geq(victim, 0);
    put("one", "1");
    cr_assert_eq(unlink(in(top, "one")), 0);
    cr_assert_eq(symlink(in(outside, "../envfp-victim"), in(top, "one")), 0);
    put("one", "2");
    cr_expect(output.failed);
    struct stat stat;
    cr_expect(fstat(victim, &stat) == 0 && stat.st_size == 0);
    close(victim);
    unlink(in(outside, "../envfp-victim"));
}

Test(output, many_entries_are_found_again)
{
    char place[32];
    for (unsigned round = 0; round < 2; round++)
        for (unsigned i = 0; i < 3000; i++) {
            snprintf(place, sizeof place, "d%u/f%u", i % 7, i);
            (void)envfp__output_add(&output, view_of(place), OUTPUT_FILE, round == 1);
        }
    cr_expect_eq(output.node_count, 3007);
    cr_expect(envfp__output_finish(&output));
    cr_expect_eq(entries_of(in(top, "d0")), 429);
}
