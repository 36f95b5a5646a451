/* SPDX-License-Identifier: MIT */
/* What a recording says is what the source said. */
#include "source/system.h"
#include "world.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* A file of a world whose inode has the highest bit, as overlayfs's have. */
static const char *file_with_a_high_inode(struct world *world, struct source_stat *stat)
{
    static char path[64];
    for (unsigned i = 0; i < 1000; i++) {
        snprintf(path, sizeof path, "/usr/share/things/number-%u", i);
        world_file(world, path, "text\n");
        cr_assert_eq(source_stat(world_source(world), path, stat), ENVFP_REASON_NONE);
        if (stat->inode >> 63)
            return path;
    }
    cr_assert_fail("no such inode");
    return NULL;
}

Test(record, a_stat_of_any_inode_is_repeated)
{
    char top[] = "/tmp/envfp-record-XXXXXX", command[64];
    cr_assert_not_null(mkdtemp(top));
    int directory = open(top, O_RDONLY | O_DIRECTORY);
    cr_assert_geq(directory, 0);
    struct world *world = world_new();
    struct source_stat said, repeated;
    const char *path = file_with_a_high_inode(world, &said);

    struct arena arena;
    struct source_common common;
    struct source recorder, replay;
    envfp__arena_init(&arena, NULL, SIZE_MAX);
    envfp__source_common_init(&common, &envfp__declarers, &arena);
    cr_assert_eq(
        envfp__source_record(&common, world_source(world), directory, false, VIEW(""), NULL, &recorder),
        ENVFP_OK);
    cr_assert_eq(source_stat(&recorder, path, &repeated), ENVFP_REASON_NONE);
    cr_assert(envfp__source_record_finish(&recorder));

    cr_assert_eq(envfp__source_root(&common, top, true, &replay), ENVFP_OK);
    cr_assert_eq(source_stat(&replay, path, &repeated), ENVFP_REASON_NONE);
    cr_expect_eq(repeated.type, said.type);
    cr_expect_eq(repeated.mode, said.mode);
    cr_expect_eq(repeated.size, said.size);
    cr_expect_eq(repeated.inode, said.inode & INT64_MAX);

    envfp__source_release(&replay);
    envfp__source_release(&recorder);
    envfp__arena_release(&arena);
    world_free(world);
    close(directory);
    snprintf(command, sizeof command, "rm -rf '%s'", top);
    cr_assert_eq(system(command), 0);
}

/* A world that is recorded into a folder of its own. */
struct recording {
    char top[32];
    int directory;
    struct world *world;
    struct arena arena;
    struct source_common common;
    struct source recorder;
};

static void start(struct recording *recording, struct world *world)
{
    strcpy(recording->top, "/tmp/envfp-record-XXXXXX");
    cr_assert_not_null(mkdtemp(recording->top));
    recording->directory = open(recording->top, O_RDONLY | O_DIRECTORY);
    recording->world = world;
    envfp__arena_init(&recording->arena, NULL, SIZE_MAX);
    envfp__source_common_init(&recording->common, &envfp__declarers, &recording->arena);
    cr_assert_eq(envfp__source_record(&recording->common, world_source(world), recording->directory, false,
                                      VIEW(""), NULL, &recording->recorder),
                 ENVFP_OK);
}

static void end(struct recording *recording)
{
    char command[64];
    envfp__source_release(&recording->recorder);
    envfp__arena_release(&recording->arena);
    world_free(recording->world);
    close(recording->directory);
    snprintf(command, sizeof command, "rm -rf '%s'", recording->top);
    cr_assert_eq(system(command), 0);
}

#define HASH "0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c-"

Test(record, a_system_in_a_store_loses_its_host)
{
    static const char path[] = "/nix/store/5av396z8xa13jg89g9jws145c0k26k2x-system-path";
    struct world *world = world_new();
    struct recording recording;
    struct view resolved;
    char target[128];
    world_directory(world, "/nix/store/5av396z8xa13jg89g9jws145c0k26k2x-system-path/bin");
    world_link(world, "/run/current-system", "/nix/store/" HASH "nixos-system-host-23.05");
    world_link(world, "/nix/store/" HASH "nixos-system-host-23.05/sw", path);
    start(&recording, world);
    cr_assert_eq(source_resolve(&recording.recorder, &recording.arena, "/run/current-system/sw", &resolved),
                 ENVFP_REASON_NONE);
    cr_assert(envfp__source_record_finish(&recording.recorder));
    ssize_t length = readlinkat(recording.directory, "run/current-system", target, sizeof target - 1);
    cr_assert_geq(length, 0);
    target[length] = '\0';
    cr_expect_str_eq(target + length - strlen(HASH "nixos-system-_"), HASH "nixos-system-_", "%s", target);
    length = readlinkat(recording.directory, "nix/store/" HASH "nixos-system-_/sw", target, sizeof target);
    cr_expect_geq(length, 0);
    end(&recording);
}

Test(record, links_of_packages_name_what_they_lead_to)
{
    struct world *world = world_new();
    struct recording recording;
    struct view target;
    char read[128];
    static const char *const links[][3] = {
        {"/var/lib/flatpak/app/a/current", "../alice/stable", "?"},
        {"/var/lib/flatpak/app/b/current", "x86_64/stable", "x86_64/stable"},
        {"/var/lib/flatpak/runtime/b/x86_64/46/active", "by alice", "?"},
        {"/snap/a/current", "alice", "?"},
        {"/snap/b/current", "x12", "x12"},
    };
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        world_link(world, links[i][0], links[i][1]);
    start(&recording, world);
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        cr_expect_eq(source_link(&recording.recorder, &recording.arena, links[i][0], &target),
                     ENVFP_REASON_NONE);
    cr_assert(envfp__source_record_finish(&recording.recorder));
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        ssize_t length = readlinkat(recording.directory, links[i][0] + 1, read, sizeof read - 1);
        cr_assert_geq(length, 0);
        read[length] = '\0';
        cr_expect_str_eq(read, links[i][2]);
    }
    end(&recording);
}

/* Whether a name is empty decides what is told of it: one of blanks is none. */
Test(record, blanks_at_the_end_of_a_name_are_kept)
{
    struct world *world = world_new();
    struct recording recording;
    struct source replay;
    struct source_uname names;
    world_uname(world, "Linux", " 6.1 ", "#1 SMP", " ");
    start(&recording, world);
    cr_assert_eq(source_uname(&recording.recorder, &recording.arena, &names), ENVFP_REASON_NONE);
    cr_assert(envfp__source_record_finish(&recording.recorder));
    cr_assert_eq(envfp__source_root(&recording.common, recording.top, true, &replay), ENVFP_OK);
    cr_assert_eq(source_uname(&replay, &recording.arena, &names), ENVFP_REASON_NONE);
    cr_expect(view_is(names.release, " 6.1 "));
    cr_expect(view_is(names.machine, " "));
    envfp__source_release(&replay);
    end(&recording);
}

/* What two paths that lead to one file are read as, first `a`: in a recording each is as it was, or not there. */
static void record_two_forms(const char *link, const char *file, const char *text, bool link_first)
{
    struct world *world = world_new();
    struct recording recording;
    struct source replay;
    const char *paths[] = {link_first ? link : file, link_first ? file : link};
    world_file(world, file, text);
    world_link(world, link, file);
    start(&recording, world);
    for (size_t i = 0; i < 2; i++) {
        struct view read;
        cr_assert_eq(source_read(&recording.recorder, paths[i], &read), ENVFP_REASON_NONE);
    }
    cr_assert(envfp__source_record_finish(&recording.recorder));
    cr_assert_eq(envfp__source_root(&recording.common, recording.top, true, &replay), ENVFP_OK);
    for (size_t i = 0; i < 2; i++) {
        struct view read;
        enum envfp_reason reason = source_read(&replay, paths[i], &read);
        cr_expect(reason == ENVFP_REASON_HIDDEN, "%s, %s first: %d", paths[i], paths[0], (int)reason);
    }
    envfp__source_release(&replay);
    end(&recording);
}

Test(record, a_file_of_two_forms_is_none)
{
    static const char *const cases[][3] = {
        {"/proc/self/mountinfo", "/proc/self/status", "CapBnd:\t00000000a80425fb\nSeccomp:\t2\n"},
        {"/etc/timezone", "/etc/os-release", "ID=debian\nVERSION_ID=12\n"},
        {"/etc/ld.so.preload", "/etc/nsswitch.conf", "hosts: files dns\npasswd: files\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (unsigned first = 0; first < 2; first++)
            record_two_forms(cases[i][0], cases[i][1], cases[i][2], first);
}

/* What a deadline keeps from being asked: the recording says that it was not read. What is not there is a guess, of which
 * only the folder is named. */
Test(record, what_is_not_asked_is_said)
{
    struct world *world = world_new();
    struct recording recording;
    struct source replay;
    struct source_stat stat;
    struct source_entry *entries;
    struct view target;
    size_t count;
    world_file(world, "/etc/os-release", "ID=debian\n");
    world_directory(world, "/etc/ld.so.conf.d");
    world_directory(world, "/usr/share");
    world_link(world, "/etc/localtime", "/usr/share/zoneinfo/Etc/UTC");
    start(&recording, world);
    recording.common.deadline = 1;
    (void)source_read(&recording.recorder, "/etc/os-release", &target);
    (void)source_list(&recording.recorder, &recording.arena, "/etc/ld.so.conf.d", &entries, &count);
    (void)source_link(&recording.recorder, &recording.arena, "/etc/localtime", &target);
    (void)source_stat(&recording.recorder, "/usr/share/secret/x", &stat);
    cr_assert(envfp__source_record_finish(&recording.recorder));
    recording.common.deadline = 0;
    cr_assert_eq(envfp__source_root(&recording.common, recording.top, true, &replay), ENVFP_OK);
    cr_expect_eq(source_read(&replay, "/etc/os-release", &target), ENVFP_REASON_TRUNCATED);
    cr_expect_eq(source_list(&replay, &recording.arena, "/etc/ld.so.conf.d", &entries, &count),
                 ENVFP_REASON_TRUNCATED);
    cr_expect_eq(source_link(&replay, &recording.arena, "/etc/localtime", &target), ENVFP_REASON_TRUNCATED);
    cr_expect_eq(source_stat(&replay, "/usr/share/secret/x", &stat), ENVFP_REASON_TRUNCATED);
    cr_expect_eq(source_read(&replay, "/.envfp/errors", &target), ENVFP_REASON_ABSENT);
    envfp__source_release(&replay);
    end(&recording);
}

Test(record, a_file_that_is_cut_is_said)
{
    struct world *world = world_new();
    struct recording recording;
    struct source replay;
    struct view read;
    world_file(world, "/etc/os-release", "ID=debian\nVERSION_ID=12\n");
    start(&recording, world);
    recording.common.file_limit = 10;
    cr_expect_eq(source_read(&recording.recorder, "/etc/os-release", &read), ENVFP_REASON_TRUNCATED);
    cr_assert(envfp__source_record_finish(&recording.recorder));
    recording.common.file_limit = 1 << 20;
    cr_assert_eq(envfp__source_root(&recording.common, recording.top, true, &replay), ENVFP_OK);
    cr_expect_eq(source_read(&replay, "/etc/os-release", &read), ENVFP_REASON_TRUNCATED);
    envfp__source_release(&replay);
    end(&recording);
}
