/* SPDX-License-Identifier: MIT */
#include "rpm_world.h"

TestSuite(rpm_bdb, .init = set_up, .fini = tear_down, .timeout = 120);

Test(rpm_bdb, reads_hash_tables_of_both_byte_orders)
{
    static const char *const names[] = {"bdb", "bdb-big"};
    for (size_t i = 0; i < 2; i++) {
        struct seed seed = read_seed(names[i]);
        start_anew();
        world_bytes(world, BDB, seed.bytes, seed.length);
        world_collect(world, "rpm");
        check_packages(i == 1);
        cr_expect_str_eq(world_set(world, PK, "rpm.database"), "bdb");
        free(seed.bytes);
    }
}

/* Four thousand million buckets and pages in eight thousand bytes. */
Test(rpm_bdb, is_not_kept_busy_by_counts)
{
    struct seed seed = read_seed("bdb");
    memset(seed.bytes + 32, 0xff, 4);
    memset(seed.bytes + 72, 0xff, 4);
    seed.bytes[72] = 0xf0;
    world_bytes(world, BDB, seed.bytes, seed.length);
    world_collect(world, "rpm");
    cr_expect_str_eq(world_gap(world, PK, "rpm/*"), "truncated");
    cr_expect_leq(world_operations(world), 100);
    free(seed.bytes);
}
