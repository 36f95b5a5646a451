/* SPDX-License-Identifier: MIT */
#include "packages_world.h"

TestSuite(portage, .init = set_up, .fini = tear_down);

Test(portage, lists_what_is_installed)
{
    world_file(world, "/var/db/pkg/dev-lang/python-3.11.9-r1/SLOT", "3.11\n");
    world_file(world, "/var/db/pkg/dev-lang/python-3.11.9-r1/USE", "amd64 ssl readline elibc_glibc\n");
    world_file(world, "/var/db/pkg/dev-lang/python-3.11.9-r1/IUSE", "bluetooth +ssl +readline -tk\n");
    world_file(world, "/var/db/pkg/dev-lang/python-3.12.3/SLOT", "3.12\n");
    world_file(world, "/var/db/pkg/app-misc/Getopt-Long-2.580.0/SLOT", "0\n");
    world_file(world, "/var/db/pkg/app-misc/-MERGING-foo-1/SLOT", "0\n");
    world_collect(world, "portage");
    cr_expect_str_eq(world_set(world, PK, "portage/dev-lang/python"),
                     "3.11.9-r1 slot 3.11 use readline,ssl 3.12.3 slot 3.12");
    expect("portage/app-misc/Getopt-Long", "2.580.0");
    expect_whole(2);
}

Test(portage, shows_no_address)
{
    world_directory(world, "/var/db/pkg/app/a-1");
    world_file(world, "/var/db/pkg/app/a-1/SLOT", "leak@x\n");
    world_file(world, "/var/db/pkg/app/a-1/USE", "b leak@x l10n_sr@latin\n");
    world_file(world, "/var/db/pkg/app/a-1/IUSE", "b leak@x l10n_sr@latin\n");
    world_collect(world, "portage");
    expect("portage/app/a", "1 slot ? use ?,b,l10n_sr@latin");
}
