/* SPDX-License-Identifier: MIT */
#include "rpm_world.h"

TestSuite(rpm_wal, .init = set_up, .fini = tear_down, .timeout = 120);

Test(rpm_wal, is_read_before_the_file)
{
    struct seed seed = read_seed("sqlite-wal");
    world_bytes(world, SQLITE, seed.bytes, seed.main);
    world_bytes(world, SQLITE "-wal", seed.bytes + seed.main, seed.length - seed.main);
    world_collect(world, "rpm");
    check_packages(true);
    start_anew();
    world_bytes(world, SQLITE, seed.bytes, seed.main);
    world_error(world, SQLITE "-wal", ENVFP_REASON_DENIED);
    world_collect(world, "rpm");
    cr_expect_str_eq(world_gap(world, PK, "rpm/*"), "denied", "the file alone is an old state");
    free(seed.bytes);
}
