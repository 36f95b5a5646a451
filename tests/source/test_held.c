/* SPDX-License-Identifier: MIT */
/* Which databases this process has locked, by a list of locks that anybody may make long. */
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
    static char path[128];
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

static void build(void)
{
    strcpy(top, "/tmp/envfp-held-XXXXXX");
    cr_assert_not_null(mkdtemp(top));
    cr_assert_eq(mkdir(below("var"), 0755), 0);
    cr_assert_eq(mkdir(below("var/lib"), 0755), 0);
    write_text("var/lib/db", "content\n");
    write_text("var/lib/other", "content\n");
    write_text("db", "content\n");
}

static void destroy(void)
{
    static const char *const names[] = {"var/lib/db", "var/lib/other", "db", "var/lib", "var", ""};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        (void)remove(below(names[i]));
}

static enum envfp_reason read_db(const struct tree *tree, const char *path)
{
    struct source_file file;
    enum envfp_reason reason = envfp__tree_open(tree, path, SOURCE_AS_EVER, &file);
    if (file.descriptor >= 0)
        close(file.descriptor);
    return reason;
}

#define LOCKS 4000

/* A process with many locks of its own, which lie on no database. */
static void take_locks(int file)
{
    for (int i = 0; i < LOCKS; i++) {
        struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 2 * i, .l_len = 1};
        cr_assert_eq(fcntl(file, F_SETLK, &lock), 0);
    }
}

static struct tree held_tree(struct held *held)
{
    return (struct tree){.root = open(below(""), O_PATH | O_DIRECTORY | O_CLOEXEC),
                         .openat2 = true,
                         .proc = true,
                         .held = held};
}

/* Anybody on the machine may take locks. Their list must not fill our memory once for each file, and where it is not
 * read again, a lock that was in it is still known. */
Test(held, many_locks_cost_little, .init = build, .fini = destroy)
{
    struct arena arena;
    envfp__arena_init(&arena, NULL, (size_t)8 << 20);
    struct held held = {.arena = &arena};
    struct tree tree = held_tree(&held);
    int locked = open(below("db"), O_RDWR), database = open(below("var/lib/db"), O_RDWR);
    cr_assert_eq(fcntl(database, F_SETLK, &(struct flock){.l_type = F_WRLCK, .l_whence = SEEK_SET}), 0);
    take_locks(locked);
    for (int i = 0; i < 200; i++)
        cr_assert_eq(read_db(&tree, "/var/lib/other"), ENVFP_REASON_NONE, "%d", i);
    cr_expect_eq(arena.failed, false);
    cr_expect_eq(read_db(&tree, "/var/lib/db"), ENVFP_REASON_BUSY);
    close(tree.root);
    close(locked);
    close(database);
    envfp__arena_release(&arena);
}

/* A list that is too long tells nothing: what is open under the name does. */
Test(held, too_many_locks_leave_what_is_open, .init = build, .fini = destroy)
{
    struct arena arena;
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    struct held held = {.arena = &arena, .read = UINT64_MAX, .reason = ENVFP_REASON_TRUNCATED};
    struct tree tree = held_tree(&held);
    int database = open(below("var/lib/db"), O_RDWR);
    cr_expect_eq(read_db(&tree, "/var/lib/db"), ENVFP_REASON_BUSY);
    cr_expect_eq(read_db(&tree, "/var/lib/other"), ENVFP_REASON_NONE);
    close(tree.root);
    close(database);
    envfp__arena_release(&arena);
}

/* On file systems without devices of their own the number of a locked file may be another than stat's. */
Test(held, a_lock_that_may_be_another_files_counts_where_the_name_is_open, .init = build, .fini = destroy)
{
    struct stat stat;
    struct arena arena;
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    struct held held = {.arena = &arena};
    struct tree tree = held_tree(&held);
    int locked = open(below("db"), O_RDWR), database = open(below("var/lib/db"), O_RDWR);
    cr_assert_eq(fstat(database, &stat), 0);
    enum envfp_reason expected = major(stat.st_dev) == 0 ? ENVFP_REASON_BUSY : ENVFP_REASON_NONE;
    cr_expect_eq(read_db(&tree, "/var/lib/db"), ENVFP_REASON_NONE);
    cr_assert_eq(fcntl(locked, F_SETLK, &(struct flock){.l_type = F_WRLCK, .l_whence = SEEK_SET}), 0);
    cr_expect_eq(read_db(&tree, "/var/lib/db"), expected);
    cr_expect_eq(read_db(&tree, "/var/lib/other"), ENVFP_REASON_NONE);
    close(tree.root);
    close(locked);
    close(database);
    envfp__arena_release(&arena);
}
