/* SPDX-License-Identifier: MIT */
#include "rpm_world.h"

TestSuite(rpm_sqlite, .init = set_up, .fini = tear_down, .timeout = 120);

Test(rpm_sqlite, lists_packages)
{
    struct seed seed = read_seed("sqlite");
    world_bytes(world, SQLITE, seed.bytes, seed.main);
    world_collect(world, "rpm");
    check_packages(false);
    cr_expect_str_eq(world_set(world, PK, "rpm/kernel.x86_64"), "6.8.5-301.fc40 6.9.4-200.fc40");
    cr_expect_str_eq(world_set(world, PK, "rpm.database"), "sqlite");
    cr_expect_eq(world_facts(world)->sections[PK].count, 6);
    free(seed.bytes);
}
