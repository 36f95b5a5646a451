/* SPDX-License-Identifier: MIT */
/* The live source reads regular files and nothing else, and loses nothing to anybody. */
#include "source/live.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char top[64], path[128];
static struct arena arena;
static struct source_common common;
static struct source source;

static const char *at(const char *name)
{
    snprintf(path, sizeof path, "%s/%s", top, name);
    return path;
}

static void build(void)
{
    strcpy(top, "/tmp/envfp-live-XXXXXX");
    cr_assert_not_null(mkdtemp(top));
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    envfp__source_common_init(&common, &arena);
    cr_assert_eq(envfp__source_live(&common, &(struct source_options){0}, &source), ENVFP_OK);
}

static void destroy(void)
{
    char command[128];
    envfp__source_live_close(&source);
    envfp__arena_release(&arena);
    snprintf(command, sizeof command, "rm -rf '%s'", top);
    cr_assert_eq(system(command), 0);
}

TestSuite(live, .init = build, .fini = destroy);

static void write_bytes(const char *name, const void *bytes, size_t length)
{
    int file = open(at(name), O_WRONLY | O_CREAT, 0644);
    cr_assert_geq(file, 0);
    cr_assert_eq(write(file, bytes, length), (ssize_t)length);
    close(file);
}

Test(live, reads_files_of_text_of_bytes_and_of_nothing)
{
    struct view content;
    write_bytes("text", "hello\n", 6);
    write_bytes("bytes", "\0\1\2", 3);
    write_bytes("empty", "", 0);
    cr_assert_eq(source_read(&source, at("text"), &content), ENVFP_REASON_NONE);
    cr_expect(view_is(content, "hello\n"));
    cr_assert_eq(source_read(&source, at("bytes"), &content), ENVFP_REASON_NONE);
    cr_expect_eq(content.length, 3);
    cr_assert_eq(source_read(&source, at("empty"), &content), ENVFP_REASON_NONE);
    cr_expect_eq(content.length, 0);
    cr_expect_eq(source_read(&source, at("none"), &content), ENVFP_REASON_ABSENT);
    cr_expect_eq(source_read(&source, top, &content), ENVFP_REASON_UNSUPPORTED, "a directory");
}

Test(live, takes_nothing_from_a_fifo)
{
    struct view content;
    char byte = 0;
    cr_assert_eq(mkfifo(at("fifo"), 0644), 0);
    cr_expect_eq(source_read(&source, at("fifo"), &content), ENVFP_REASON_UNSUPPORTED, "nobody writes");
    int fifo = open(at("fifo"), O_RDWR | O_NONBLOCK);
    cr_assert_geq(fifo, 0);
    cr_assert_eq(write(fifo, "x", 1), 1);
    cr_expect_eq(source_read(&source, at("fifo"), &content), ENVFP_REASON_UNSUPPORTED, "somebody writes");
    cr_assert_eq(read(fifo, &byte, 1), 1);
    cr_expect_eq(byte, 'x', "still there for its reader");
    close(fifo);
}

Test(live, reads_no_device)
{
    struct view content;
    cr_assert_eq(symlink("/dev/zero", at("zero")), 0);
    cr_assert_eq(symlink("/dev/null", at("null")), 0);
    cr_expect_eq(source_read(&source, at("zero"), &content), ENVFP_REASON_UNSUPPORTED);
    cr_expect_eq(content.length, 0);
    cr_expect_eq(source_read(&source, at("null"), &content), ENVFP_REASON_HIDDEN, "how runtimes mask files");
}

Test(live, leaves_open_databases_alone)
{
    struct view content;
    /* Whoever holds a file open for writing may hold locks on it, which our closing it would drop. */
    int held = open("/var/lib/dpkg/status", O_RDWR);
    if (held < 0)
        cr_skip_test("no such file, or no permission");
    struct source again;
    cr_assert_eq(envfp__source_live(&common, &(struct source_options){0}, &again), ENVFP_OK);
    cr_expect_eq(source_read(&again, "/var/lib/dpkg/status", &content), ENVFP_REASON_BUSY);
    envfp__source_live_close(&again);
    close(held);
}

Test(live, leaves_them_alone_where_paths_are_walked)
{
    struct view content;
    struct live *live = source.self;
    int held = open("/var/lib/dpkg/status", O_RDWR);
    if (held < 0)
        cr_skip_test("no such file, or no permission");
    if (live->tree.root < 0)
        live->tree.root =
            open("/", O_PATH | O_DIRECTORY | O_CLOEXEC); /* as on a machine with a remote mount */
    cr_expect_eq(source_read(&source, "/var/lib/dpkg/status", &content), ENVFP_REASON_BUSY);
    close(held);
}

Test(live, a_held_file_elsewhere_is_read)
{
    struct view content;
    write_bytes("text", "hello\n", 6);
    int held = open(at("text"), O_RDWR);
    cr_expect_eq(source_read(&source, at("text"), &content), ENVFP_REASON_NONE);
    close(held);
}
