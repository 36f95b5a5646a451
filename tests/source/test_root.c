/* SPDX-License-Identifier: MIT */
#include "collection.h"
#include "released.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

/* A file of .envfp: a byte, then empty lines. */
static void put(const char *directory, const char *name, size_t length, char first)
{
    char path[128];
    snprintf(path, sizeof path, "%s/.envfp/%s", directory, name);
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    for (size_t i = 0; i < length; i++)
        fputc(i ? '\n' : first, file);
    fclose(file);
}

static enum envfp_status start(const char *directory)
{
    struct collection collection;
    enum envfp_status status = collection_open(&collection, directory);
    collection_close(&collection);
    return status;
}

static enum envfp_status make_root(struct source_common *common, struct source *source)
{
    return envfp__source_root(common, "tests/machines/chroot-debian12/root", true, source);
}

/* What a recording says of its world is known whole, or the recording is refused. */
Test(root, refuses_a_recording_that_it_cannot_read_whole)
{
    static const char *const files[] = {"environ", "uname", "auxv", "probes", "errors"};
    char directory[] = "/tmp/envfp-root-XXXXXX", path[128];
    cr_assert_not_null(mkdtemp(directory));
    snprintf(path, sizeof path, "%s/.envfp", directory);
    cr_assert_eq(mkdir(path, 0700), 0);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        put(directory, "format", 2, '2');
        put(directory, files[i], (size_t)4 << 20, '\n');
        cr_expect_eq(start(directory), ENVFP_OK, "%s", files[i]);
        put(directory, files[i], ((size_t)4 << 20) + 1, '\n');
        cr_expect_eq(start(directory), ENVFP_TOO_BIG, "%s", files[i]);
        put(directory, files[i], 0, '\n');
    }
    collection_remove(directory);
}

Test(root, closes_what_it_holds_open)
{
    check_release(make_root);
}
