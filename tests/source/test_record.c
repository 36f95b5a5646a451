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
    envfp__source_common_init(&common, &arena);
    cr_assert_eq(envfp__source_record(&common, world_source(world), directory, &recorder), ENVFP_OK);
    cr_assert_eq(source_stat(&recorder, path, &repeated), ENVFP_REASON_NONE);
    cr_assert(envfp__source_record_finish(&recorder));

    cr_assert_eq(envfp__source_root(&common, top, true, &replay), ENVFP_OK);
    cr_assert_eq(source_stat(&replay, path, &repeated), ENVFP_REASON_NONE);
    cr_expect_eq(repeated.type, said.type);
    cr_expect_eq(repeated.mode, said.mode);
    cr_expect_eq(repeated.size, said.size);
    cr_expect_eq(repeated.inode, said.inode & INT64_MAX);

    envfp__source_root_close(&replay);
    envfp__arena_release(&arena);
    world_free(world);
    close(directory);
    snprintf(command, sizeof command, "rm -rf '%s'", top);
    cr_assert_eq(system(command), 0);
}
