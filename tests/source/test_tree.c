/* SPDX-License-Identifier: MIT */
/* Trees whose links try to lead out, by openat2 and by our own walk: both must say the same. */
#include "source/system.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/sysmacros.h>
#include <unistd.h>

static char top[64];

static const char *below(const char *name)
{
    static char path[1200];
    snprintf(path, sizeof path, "%s/%s", top, name);
    return path;
}

static void write_text(const char *name, const char *text)
{
    FILE *file = fopen(below(name), "w");
    cr_assert_not_null(file);
    fputs(text, file);
    fclose(file);
}

static void link_to(const char *target, const char *name)
{
    cr_assert_eq(symlink(target, below(name)), 0);
}

static void build(void)
{
    strcpy(top, "/tmp/envfp-tree-XXXXXX");
    cr_assert_not_null(mkdtemp(top));
    cr_assert_eq(mkdir(below("root"), 0755), 0);
    cr_assert_eq(mkdir(below("root/etc"), 0755), 0);
    cr_assert_eq(mkdir(below("root/usr"), 0755), 0);
    cr_assert_eq(mkfifo(below("root/etc/fifo"), 0644), 0);
    write_text("secret", "outside\n");
    write_text("root/etc/plain", "inside\n");
    write_text("root/secret", "the root's own\n");
    link_to("/etc/plain", "root/absolute");
    link_to("../../../../../../secret", "root/etc/climbing");
    link_to("/../../secret", "root/usr/climbing");
    link_to("loop", "root/loop");
    link_to("/usr/../etc", "root/directory");
    link_to("nowhere", "root/dangling");
    link_to("/dev/null", "root/device");
}

static void destroy(void)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", top);
    cr_assert_eq(system(command), 0);
}

static enum envfp_reason read_how(const struct tree *tree, const char *path, enum source_how how, char *text,
                                  size_t size)
{
    struct source_file file;
    size_t got = 0;
    text[0] = '\0';
    enum envfp_reason reason = envfp__tree_open(tree, path, how, &file);
    if (reason != ENVFP_REASON_NONE)
        return reason;
    reason = envfp__system_pull(file.descriptor, 0, text, size - 1, &got);
    text[got] = '\0';
    close(file.descriptor);
    return reason;
}

static enum envfp_reason read_through(const struct tree *tree, const char *path, char *text, size_t size)
{
    return read_how(tree, path, SOURCE_AS_EVER, text, size);
}

static void check_tree(bool openat2)
{
    static const struct {
        const char *path, *text;
        enum envfp_reason reason;
    } cases[] = {
        {"/etc/plain", "inside\n", ENVFP_REASON_NONE},
        {"//etc//./plain", "inside\n", ENVFP_REASON_NONE},
        {"/absolute", "inside\n", ENVFP_REASON_NONE},
        {"/directory/plain", "inside\n", ENVFP_REASON_NONE},
        {"/etc/climbing", "the root's own\n", ENVFP_REASON_NONE},
        {"/usr/climbing", "the root's own\n", ENVFP_REASON_NONE},
        {"/../../../secret", "the root's own\n", ENVFP_REASON_NONE},
        {"/etc/../secret", "the root's own\n", ENVFP_REASON_NONE},
        {"/loop", "", ENVFP_REASON_MALFORMED},
        {"/loop/x", "", ENVFP_REASON_MALFORMED},
        {"/dangling", "", ENVFP_REASON_ABSENT},
        {"/device", "", ENVFP_REASON_ABSENT},
        {"/etc/fifo", "", ENVFP_REASON_UNSUPPORTED},
        {"/etc", "", ENVFP_REASON_UNSUPPORTED},
        {"/etc/plain/x", "", ENVFP_REASON_ABSENT},
        {"/missing/x", "", ENVFP_REASON_ABSENT},
    };
    struct tree tree = {.root = open(below("root"), O_PATH | O_DIRECTORY | O_CLOEXEC), .openat2 = openat2};
    cr_assert_geq(tree.root, 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[64];
        enum envfp_reason reason = read_through(&tree, cases[i].path, text, sizeof text);
        cr_expect_eq(reason, cases[i].reason, "%s, openat2 %d: %s", cases[i].path, openat2,
                     envfp_reason_name(reason));
        cr_expect_str_eq(text, cases[i].text, "%s, openat2 %d", cases[i].path, openat2);
    }
    close(tree.root);
}

Test(tree, links_stay_inside_by_openat2, .init = build, .fini = destroy)
{
    check_tree(true);
}

Test(tree, links_stay_inside_by_walking, .init = build, .fini = destroy)
{
    check_tree(false);
}

/* Plainly there are no links at all, wherever they lead. */
static void check_plain(bool openat2)
{
    static const struct {
        const char *path, *text;
        enum envfp_reason reason;
    } cases[] = {
        {"/etc/plain", "inside\n", ENVFP_REASON_NONE}, {"//etc//./plain", "inside\n", ENVFP_REASON_NONE},
        {"/absolute", "", ENVFP_REASON_HIDDEN},        {"/directory/plain", "", ENVFP_REASON_HIDDEN},
        {"/etc/climbing", "", ENVFP_REASON_HIDDEN},    {"/loop", "", ENVFP_REASON_HIDDEN},
        {"/dangling", "", ENVFP_REASON_HIDDEN},        {"/device", "", ENVFP_REASON_HIDDEN},
        {"/etc/fifo", "", ENVFP_REASON_UNSUPPORTED},   {"/etc", "", ENVFP_REASON_UNSUPPORTED},
        {"/etc/plain/x", "", ENVFP_REASON_ABSENT},     {"/missing/x", "", ENVFP_REASON_ABSENT},
    };
    struct tree tree = {.root = open(below("root"), O_PATH | O_DIRECTORY | O_CLOEXEC), .openat2 = openat2};
    struct arena arena;
    struct source_entry *entries = NULL;
    struct source_stat stat;
    struct view target;
    size_t count = 0;
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[64];
        enum envfp_reason reason = read_how(&tree, cases[i].path, SOURCE_PLAIN, text, sizeof text);
        cr_expect_eq(reason, cases[i].reason, "%s, openat2 %d: %s", cases[i].path, openat2,
                     envfp_reason_name(reason));
        cr_expect_str_eq(text, cases[i].text, "%s, openat2 %d", cases[i].path, openat2);
    }
    cr_expect_eq(envfp__tree_list(&tree, &arena, "/directory", SOURCE_PLAIN, 100, &entries, &count),
                 ENVFP_REASON_HIDDEN);
    cr_expect_eq(envfp__tree_list(&tree, &arena, "/etc", SOURCE_PLAIN, 100, &entries, &count),
                 ENVFP_REASON_NONE);
    cr_expect_eq(envfp__tree_stat(&tree, "/absolute", SOURCE_PLAIN, &stat), ENVFP_REASON_HIDDEN);
    cr_expect_eq(envfp__tree_stat(&tree, "/etc/fifo", SOURCE_PLAIN, &stat), ENVFP_REASON_NONE);
    cr_expect_eq(stat.type, SOURCE_OTHER);
    cr_expect_eq(envfp__tree_link(&tree, &arena, "/absolute", SOURCE_PLAIN, &target), ENVFP_REASON_NONE);
    cr_expect_eq(envfp__tree_link(&tree, &arena, "/directory/climbing", SOURCE_PLAIN, &target),
                 ENVFP_REASON_HIDDEN);
    cr_expect_eq(envfp__tree_link(&tree, &arena, "/etc/plain", SOURCE_PLAIN, &target), ENVFP_REASON_ABSENT);
    envfp__arena_release(&arena);
    close(tree.root);
}

Test(tree, plainly_there_are_no_links_by_openat2, .init = build, .fini = destroy)
{
    check_plain(true);
}

Test(tree, plainly_there_are_no_links_by_walking, .init = build, .fini = destroy)
{
    check_plain(false);
}

/* However deep: one directory is held at a time. */
Test(tree, plainly_goes_deeper_than_links_are_followed, .init = build, .fini = destroy)
{
    char deep[1024] = "root", text[64];
    for (unsigned i = 0; i < 100; i++) {
        strcat(deep, "/d");
        cr_assert_eq(mkdir(below(deep), 0755), 0);
    }
    strcat(deep, "/file");
    write_text(deep, "deep\n");
    struct tree tree = {.root = open(below("root"), O_PATH | O_DIRECTORY | O_CLOEXEC)};
    cr_expect_eq(read_how(&tree, deep + 4, SOURCE_PLAIN, text, sizeof text), ENVFP_REASON_NONE);
    cr_expect_str_eq(text, "deep\n");
    close(tree.root);
}

Test(tree, lists_and_reads_links, .init = build, .fini = destroy)
{
    struct tree tree = {.root = open(below("root"), O_PATH | O_DIRECTORY | O_CLOEXEC)};
    struct arena arena;
    struct source_entry *entries = NULL;
    size_t count = 0;
    struct view target;
    struct source_stat stat;
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    cr_assert_eq(envfp__tree_list(&tree, &arena, "/directory", SOURCE_AS_EVER, 100, &entries, &count),
                 ENVFP_REASON_NONE);
    cr_assert_eq(count, 3);
    count = 0;
    cr_assert_eq(envfp__tree_list(&tree, &arena, "/", SOURCE_AS_EVER, 2, &entries, &count),
                 ENVFP_REASON_TRUNCATED);
    cr_assert_eq(envfp__tree_list(&tree, &arena, "/etc/plain", SOURCE_AS_EVER, 9, &entries, &count),
                 ENVFP_REASON_ABSENT);
    cr_assert_eq(envfp__tree_link(&tree, &arena, "/absolute", SOURCE_AS_EVER, &target), ENVFP_REASON_NONE);
    cr_assert(view_is(target, "/etc/plain"));
    cr_assert_eq(envfp__tree_link(&tree, &arena, "/etc/plain", SOURCE_AS_EVER, &target), ENVFP_REASON_ABSENT,
                 "no link");
    cr_assert_eq(envfp__tree_stat(&tree, "/absolute", SOURCE_AS_EVER, &stat), ENVFP_REASON_NONE);
    cr_assert_eq(stat.type, SOURCE_FILE);
    cr_assert_eq(stat.size, 7);
    cr_assert_eq(envfp__tree_stat(&tree, "/", SOURCE_AS_EVER, &stat), ENVFP_REASON_NONE);
    cr_assert_eq(stat.type, SOURCE_DIRECTORY);
    envfp__arena_release(&arena);
    close(tree.root);
}

/* A link that leads onto a mount that may block is not followed there, nor is the mount point touched. */
Test(tree, touches_no_remote_mount, .init = build, .fini = destroy)
{
    struct mount remote = {.point = VIEW("/usr"), .type = VIEW("nfs"), .remote = true};
    struct mounts mounts = {.list = &remote, .count = 1, .remote_count = 1, .network_count = 1};
    struct tree tree = {.root = open(below("root"), O_PATH | O_DIRECTORY | O_CLOEXEC), .mounts = &mounts};
    char text[64];
    cr_assert_eq(read_through(&tree, "/usr/climbing", text, sizeof text), ENVFP_REASON_REMOTE);
    cr_assert_eq(read_through(&tree, "/directory/plain", text, sizeof text), ENVFP_REASON_REMOTE);
    cr_assert_eq(read_through(&tree, "/absolute", text, sizeof text), ENVFP_REASON_NONE);
    close(tree.root);
}

/* Container runtimes mask a file by binding /dev/null over it. */
Test(tree, a_masked_file_is_hidden)
{
    char text[64];
    for (int openat2 = 0; openat2 < 2; openat2++) {
        struct tree tree = {.root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC), .openat2 = openat2 != 0};
        cr_expect_eq(read_through(&tree, "/dev/null", text, sizeof text), ENVFP_REASON_HIDDEN);
        cr_expect_eq(read_through(&tree, "/dev/zero", text, sizeof text), ENVFP_REASON_UNSUPPORTED);
        close(tree.root);
    }
}

/* Where nobody knows which mounts may block, no other one is entered. */
Test(tree, enters_one_mount_only, .init = build, .fini = destroy)
{
    char text[64];
    for (int openat2 = 0; openat2 < 2; openat2++) {
        struct tree tree = {.root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC), .openat2 = openat2 != 0};
        cr_expect_eq(read_through(&tree, "/proc/version", text, sizeof text), ENVFP_REASON_NONE);
        tree.one_mount = true;
        cr_expect_eq(read_through(&tree, "/proc/version", text, sizeof text), ENVFP_REASON_REMOTE);
        close(tree.root);
        tree.root = open(below("root"), O_PATH | O_DIRECTORY | O_CLOEXEC);
        cr_expect_eq(read_through(&tree, "/absolute", text, sizeof text), ENVFP_REASON_NONE);
        close(tree.root);
    }
}

Test(tree, knows_a_device_as_mountinfo_writes_it, .init = build, .fini = destroy)
{
    char text[64];
    struct stat stat;
    struct arena arena;
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    int proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
    cr_assert_eq(fstat(proc, &stat), 0);
    snprintf(text, sizeof text, "%u:%u", major(stat.st_dev), minor(stat.st_dev));
    cr_expect(view_is(envfp__system_device(&arena, proc), text));
    cr_expect_eq(envfp__system_device(&arena, -1).length, 0);
    close(proc);
    envfp__arena_release(&arena);
}

/* A database inside a tree that this process has locked stays closed to us: our closing it would drop the lock. */
Test(tree, leaves_locked_databases_alone, .init = build, .fini = destroy)
{
    char text[64];
    struct arena arena;
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    cr_assert_eq(mkdir(below("root/var"), 0755), 0);
    cr_assert_eq(mkdir(below("root/var/lib"), 0755), 0);
    write_text("root/var/lib/db", "content\n");
    link_to("/var/lib/db", "root/var/lib/link");
    int held_open = open(below("root/var/lib/db"), O_RDWR);
    cr_assert_eq(fcntl(held_open, F_SETLK, &(struct flock){.l_type = F_WRLCK, .l_whence = SEEK_SET}), 0);
    for (int openat2 = 0; openat2 < 2; openat2++) {
        struct held held = {.arena = &arena};
        struct tree tree = {.root = open(below("root"), O_PATH | O_DIRECTORY | O_CLOEXEC),
                            .openat2 = openat2 != 0,
                            .held = &held};
        cr_expect_eq(read_through(&tree, "/var/lib/db", text, sizeof text), ENVFP_REASON_BUSY);
        cr_expect_eq(read_through(&tree, "/var/lib/link", text, sizeof text), ENVFP_REASON_BUSY);
        cr_expect_eq(read_through(&tree, "/etc/plain", text, sizeof text), ENVFP_REASON_NONE);
        close(tree.root);
    }
    close(held_open);
    envfp__arena_release(&arena);
}

/* A path as deep as the file system allows ends in an answer, not in our stack. */
Test(tree, depth_is_bounded, .init = build, .fini = destroy)
{
    char path[4096] = "", text[64];
    struct tree tree = {.root = open(below("root"), O_PATH | O_DIRECTORY | O_CLOEXEC)};
    int at = dup(tree.root);
    for (unsigned i = 0; i < 200; i++) {
        cr_assert_eq(mkdirat(at, "d", 0755), 0);
        int next = openat(at, "d", O_PATH | O_DIRECTORY | O_CLOEXEC);
        close(at);
        at = next;
        strcat(path, "/d");
    }
    close(at);
    strcat(path, "/x");
    cr_assert_eq(read_through(&tree, path, text, sizeof text), ENVFP_REASON_MALFORMED);
    memset(path, 'n', sizeof path - 1);
    path[0] = '/';
    path[sizeof path - 1] = '\0';
    cr_assert_neq(read_through(&tree, path, text, sizeof text), ENVFP_REASON_NONE);
    path[300] = '\0';
    cr_assert_eq(read_through(&tree, path, text, sizeof text), ENVFP_REASON_ABSENT);
    close(tree.root);
}
