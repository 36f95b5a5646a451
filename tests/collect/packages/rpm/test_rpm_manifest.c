/* SPDX-License-Identifier: MIT */
#include "rpm_world.h"

TestSuite(rpm_manifest, .init = set_up, .fini = tear_down, .timeout = 120);

Test(rpm_manifest, reads_what_an_image_lists)
{
    world_file(world, "/var/lib/rpmmanifest/container-manifest-1",
               "bash-5.2.15-3.azl3.x86_64\nca-certificates-base-3.0.0-8.azl3.noarch\ngpg-pubkey-3135ce90-"
               "5e6fda74.(none)\n");
    world_collect(world, "rpm");
    cr_expect_str_eq(world_string(world, PK, "rpm/bash.x86_64"), "5.2.15-3.azl3");
    cr_expect_str_eq(world_string(world, PK, "rpm/ca-certificates-base.noarch"), "3.0.0-8.azl3");
    cr_expect_str_eq(world_set(world, PK, "rpm.database"), "manifest");
    cr_expect_eq(world_facts(world)->sections[PK].count, 3);
    world_file(
        world, "/var/lib/rpmmanifest/container-manifest-2",
        "bash\t5.2.15-3.azl3\t1700000000\t1690000000\tMicrosoft\t(none)\t100\tx86_64\t0\tbash.src.rpm\n"
        "openssl\t3.3.0-1.azl3\t1700000000\t1690000000\tMicrosoft\t(none)\t100\tx86_64\t2\topenssl.src.rpm\n"
        "ntp\t4.2-1\t1700000000\t1690000000\tMicrosoft\t7\t100\t(none)\t\tntp.src.rpm\n");
    world_collect(world, "rpm");
    cr_expect_str_eq(world_string(world, PK, "rpm/bash.x86_64"), "5.2.15-3.azl3");
    cr_expect_str_eq(world_string(world, PK, "rpm/openssl.x86_64"), "2:3.3.0-1.azl3");
    cr_expect_str_eq(world_string(world, PK, "rpm/ntp"), "7:4.2-1");
    cr_expect_null(world_string(world, PK, "rpm/old.noarch"));
    cr_expect_null(world_gap(world, PK, "rpm/*"));
    start_anew();
    world_file(world, "/var/lib/rpmmanifest/container-manifest-2",
               "bash\t5.2.15-3.azl3\t1\t1\tM\t(none)\t1\tx86_64\t1");
    world_collect(world, "rpm");
    cr_expect_str_eq(world_gap(world, PK, "rpm/*"), "truncated");
    cr_expect_null(world_string(world, PK, "rpm/bash.x86_64"), "its epoch may have been longer");
}
