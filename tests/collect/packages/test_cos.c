/* SPDX-License-Identifier: MIT */
#include "packages_world.h"

TestSuite(cos, .init = set_up, .fini = tear_down);

static const char cos_list[] =
    "{\n  \"installedPackages\": [\n"
    "    {\"category\": \"sys-libs\", \"name\": \"zlib\", \"version\": \"17162.336.17\",\n"
    "     \"ebuild_version\": \"1.2.11-r5\"},\n"
    "    {\"category\": \"app-arch\", \"name\": \"gzip\", \"version\": \"17162.336.16\"}\n  ],\n"
    "  \"buildTimePackages\": [\n"
    "    {\"category\": \"app-admin\", \"name\": \"eselect\", \"version\": \"1.4.8\"}\n  ]\n}\n";

Test(cos, lists_what_is_installed)
{
    world_file(world, "/etc/cos-package-info.json", cos_list);
    world_collect(world, "cos");
    expect("cos/sys-libs/zlib", "17162.336.17 ebuild 1.2.11-r5");
    expect("cos/app-arch/gzip", "17162.336.16");
    expect_whole(2);
    cut_everywhere("cos", "/etc/cos-package-info.json", cos_list, "cos", "\n}");
}

Test(cos, that_is_none)
{
    static const char *const texts[] = {"[]",
                                        "{\"installedPackages\": [[]]}",
                                        "{\"x\": 1, \"x\": 2}",
                                        "{]}",
                                        "x",
                                        "{\"installedPackages\": [{\"name\": \"a\"}]}",
                                        "{\"installedPackages\": [{\"name\": \"a\\\"b\"}]}",
                                        "}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct world *other = world_new();
        world_file(other, "/etc/cos-package-info.json", texts[i]);
        world_collect(other, "cos");
        cr_expect(world_gap(other, PK, "cos/*") || strcmp(texts[i], "{]}") == 0, "%s", texts[i]);
        cr_expect_eq(world_facts(other)->sections[PK].count, 0);
        world_free(other);
    }
}
