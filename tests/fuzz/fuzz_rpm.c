/* SPDX-License-Identifier: MIT */
/*
 * rpm's databases from any bytes: every reader ends, reads no more pages than there are, and finds the same twice.
 * The first byte is the format; SQLite's file has its length in front, and its log behind.
 * tests/collect/packages/rpm/rpm_databases.py makes seeds.
 */
#include "world.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void add_sqlite(struct world *world, const uint8_t *data, size_t size)
{
    if (size < 4)
        return;
    size_t length = data[0] | (size_t)data[1] << 8 | (size_t)data[2] << 16;
    length = length < size - 4 ? length : size - 4;
    world_bytes(world, "/var/lib/rpm/rpmdb.sqlite", data + 4, length);
    if (length < size - 4)
        world_bytes(world, "/var/lib/rpm/rpmdb.sqlite-wal", data + 4 + length, size - 4 - length);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const paths[] = {"/usr/lib/sysimage/rpm/Packages.db", "/usr/share/rpm/Packages",
                                        "/var/lib/rpmmanifest/container-manifest-1",
                                        "/var/lib/rpmmanifest/container-manifest-2"};
    if (size < 1)
        return 0;
    struct world *world = world_new();
    world_refuses(
        world); /* that a recording tells the same is asked of texts that somebody wrote, in the unit tests */
    if (data[0] % 5 == 0)
        add_sqlite(world, data + 1, size - 1);
    else
        world_bytes(world, paths[data[0] % 5 - 1], data + 1, size - 1);
    world_collect(world, "rpm");
    /* A small file holds few packages, whatever it says of itself: the smallest header takes 50 bytes. */
    const struct section *section = &world_facts(world)->sections[ENVFP_LAYER_PACKAGES];
    if (section->count > 1 + size / (data[0] % 5 < 3 ? 50 : 5) || world_operations(world) > 1000 + size)
        abort();
    world_free(world);
    return 0;
}
