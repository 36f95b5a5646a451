/* SPDX-License-Identifier: MIT */
#include "rpm_world.h"

TestSuite(rpm_ndb, .init = set_up, .fini = tear_down, .timeout = 120);

Test(rpm_ndb, lists_packages)
{
    struct seed seed = read_seed("ndb");
    world_bytes(world, NDB, seed.bytes, seed.length);
    world_collect(world, "rpm");
    check_packages(false);
    cr_expect_str_eq(world_string(world, PK, "rpm/kernel.x86_64"), "6.9.4-200.fc40", "the other was erased");
    cr_expect_str_eq(world_set(world, PK, "rpm.database"), "ndb");
    free(seed.bytes);
}
