/* SPDX-License-Identifier: MIT */
/* The live source reads regular files and nothing else, and loses nothing to anybody. */
#include "facts/facts.h"
#include "released.h"
#include "source/live.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
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
    envfp__source_common_init(&common, &envfp__declarers, &arena);
    cr_assert_eq(envfp__source_live(&common, &(struct source_options){0}, &source), ENVFP_OK);
}

static void destroy(void)
{
    char command[128];
    envfp__source_release(&source);
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

/* A database that this process has locked: our closing it would drop the lock. */
static int lock_database(void)
{
    struct flock lock = {.l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = 100, .l_len = 1};
    int held = open("/var/lib/dpkg/status", O_RDONLY);
    if (held < 0 || fcntl(held, F_SETLK, &lock) != 0)
        cr_skip_test("no such file, or no permission");
    return held;
}

Test(live, leaves_locked_databases_alone)
{
    struct view content;
    int held = lock_database();
    struct source again;
    cr_assert_eq(envfp__source_live(&common, &(struct source_options){0}, &again), ENVFP_OK);
    cr_expect_eq(source_read(&again, "/var/lib/dpkg/status", &content), ENVFP_REASON_BUSY);
    cr_expect_eq(source_read_start(&again, "/var/lib/dpkg/available", 1, &content) == ENVFP_REASON_BUSY,
                 false);
    close(held);
    cr_expect_eq(source_read_start(&again, "/var/lib/dpkg/status", 1, &content), ENVFP_REASON_NONE);
    envfp__source_release(&again);
}

Test(live, leaves_them_alone_where_paths_are_walked)
{
    struct view content;
    struct live *live = source.self;
    int held = lock_database();
    if (live->tree.root < 0) /* as on a machine with a remote mount */
        live->tree.root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    live->walks[PLACE_DISK] = true;
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

/* ---- What somebody else named ---- */

static enum envfp_reason beneath(const char *name, struct view *content)
{
    struct view folder;
    cr_assert_eq(source_resolve(&source, &arena, at("folder"), &folder), ENVFP_REASON_NONE);
    return source_read_beneath(&source, &arena, folder, name, content);
}

static void link_to(const char *target, const char *name)
{
    cr_assert_eq(symlink(target, at(name)), 0);
}

static void build_folder(void)
{
    cr_assert_eq(mkdir(at("folder"), 0755), 0);
    cr_assert_eq(mkdir(at("folder/inner"), 0755), 0);
    cr_assert_eq(mkfifo(at("folder/fifo"), 0644), 0);
    write_bytes("secret", "secret\n", 7);
    write_bytes("folder/plain", "plain\n", 6);
    write_bytes("folder/inner/deep", "deep\n", 5);
    char whole[160];
    snprintf(whole, sizeof whole, "%s", at("folder/inner/deep"));
    link_to(whole, "folder/absolute");
    link_to("inner/deep", "folder/relative");
    link_to("../folder/plain", "folder/round");
    link_to("inner", "folder/way");
    link_to("../secret", "folder/out");
    link_to("/etc/passwd", "folder/far");
    link_to("..", "folder/up");
    link_to("/dev/kmsg", "folder/device");
    link_to("fifo", "folder/pipe");
    link_to("out", "folder/twice");
    link_to("loop", "folder/loop");
    link_to("nowhere", "folder/dangling");
}

Test(live, stays_beneath_a_folder)
{
    static const struct {
        const char *path, *text;
        enum envfp_reason reason;
    } cases[] = {
        {"plain", "plain\n", ENVFP_REASON_NONE},
        {"inner/deep", "deep\n", ENVFP_REASON_NONE},
        {"absolute", "deep\n", ENVFP_REASON_NONE},
        {"relative", "deep\n", ENVFP_REASON_NONE},
        {"round", "plain\n", ENVFP_REASON_NONE},
        {"way/deep", "deep\n", ENVFP_REASON_NONE},
        {"out", "", ENVFP_REASON_HIDDEN},
        {"far", "", ENVFP_REASON_HIDDEN},
        {"up/secret", "", ENVFP_REASON_HIDDEN},
        {"../secret", "", ENVFP_REASON_HIDDEN},
        {"twice", "", ENVFP_REASON_HIDDEN},
        {"device", "", ENVFP_REASON_HIDDEN},
        {"fifo", "", ENVFP_REASON_UNSUPPORTED},
        {"pipe", "", ENVFP_REASON_UNSUPPORTED},
        {"inner", "", ENVFP_REASON_UNSUPPORTED},
        {"loop", "", ENVFP_REASON_MALFORMED},
        {"dangling", "", ENVFP_REASON_ABSENT},
        {"nowhere", "", ENVFP_REASON_ABSENT},
        {"up/folder/plain", "plain\n", ENVFP_REASON_NONE},
    };
    build_folder();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct view content;
        enum envfp_reason reason = beneath(cases[i].path, &content);
        cr_expect_eq(reason, cases[i].reason, "%s: %s", cases[i].path, envfp_reason_name(reason));
        cr_expect(view_is(content, cases[i].text), "%s", cases[i].path);
    }
}

/* A link that leads out is put in the folder's place, again and again, while it is read. */
Test(live, stays_beneath_a_folder_that_changes)
{
    build_folder();
    cr_assert_eq(mkdir(at("outside"), 0755), 0);
    write_bytes("outside/deep", "outside\n", 8);
    link_to("../outside", "folder/other");
    char inner[160], other[160], spare[160];
    snprintf(inner, sizeof inner, "%s", at("folder/inner"));
    snprintf(other, sizeof other, "%s", at("folder/other"));
    snprintf(spare, sizeof spare, "%s", at("folder/spare"));
    pid_t child = fork();
    while (child == 0) {
        (void)!rename(inner, spare);
        (void)!rename(other, inner);
        (void)!rename(inner, other);
        (void)!rename(spare, inner);
    }
    unsigned read = 0, refused = 0;
    for (unsigned i = 0; i < 20000; i++) {
        struct view content;
        struct source_entry *entries;
        size_t count;
        struct view folder = view_of(inner);
        folder.length -= sizeof "/inner" - 1;
        enum envfp_reason reason = source_read_beneath(&source, &arena, folder, "inner/deep", &content);
        cr_assert_not(view_is(content, "outside\n"));
        read += reason == ENVFP_REASON_NONE;
        refused += reason == ENVFP_REASON_HIDDEN;
        reason = source_list_beneath(&source, &arena, folder, "inner", &entries, &count);
        cr_assert(reason == ENVFP_REASON_NONE || count == 0);
    }
    cr_assert_eq(kill(child, SIGKILL), 0);
    cr_assert_eq(waitpid(child, NULL, 0), child);
    cr_expect(read > 0);
    (void)refused;
}

/* A FIFO in the file's place is never opened: a writer that waits for a reader would hear of it. */
Test(live, opens_no_fifo_that_takes_a_files_place)
{
    build_folder();
    char plain[160], fifo[160], spare[160];
    snprintf(plain, sizeof plain, "%s", at("folder/plain"));
    snprintf(fifo, sizeof fifo, "%s", at("folder/fifo"));
    snprintf(spare, sizeof spare, "%s", at("folder/spare"));
    pid_t child = fork();
    while (child == 0) {
        (void)!rename(plain, spare);
        (void)!rename(fifo, plain);
        int writer = open(plain, O_WRONLY | O_NONBLOCK); /* ENXIO as long as nobody reads */
        if (writer >= 0)
            _exit(1);
        (void)!rename(plain, fifo);
        (void)!rename(spare, plain);
    }
    for (unsigned i = 0; i < 20000; i++) {
        struct view content, folder = view_of(plain);
        folder.length -= sizeof "/plain" - 1;
        (void)source_read_beneath(&source, &arena, folder, "plain", &content);
    }
    cr_assert_eq(waitpid(child, NULL, WNOHANG), 0);
    cr_assert_eq(kill(child, SIGKILL), 0);
    cr_assert_eq(waitpid(child, NULL, 0), child);
}

static enum envfp_status make_live(struct source_common *for_it, struct source *made)
{
    return envfp__source_live(for_it, &(struct source_options){0}, made);
}

Test(live, closes_what_it_holds_open)
{
    check_release(make_live);
}
