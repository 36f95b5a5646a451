/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <zlib.h>

#include "app_world.h"

static struct world *collect_rust(const char *text, size_t cut)
{
    static unsigned char packed[8192];
    uLongf length = sizeof packed;
    cr_assert_eq(compress(packed, &length, (const Bytef *)text, (uLong)strlen(text)), Z_OK);
    return collect(".dep-v0", packed, length - cut, true, false);
}

Test(program_rust, packages)
{
    struct world *world = collect_rust(
        "{\"packages\":[{\"name\":\"adler\",\"version\":\"1.0.2\",\"source\":\"registry\"},"
        "{\"name\":\"cc\",\"version\":\"1.0.9\",\"source\":\"registry\",\"kind\":\"build\"},"
        "{\"name\":\"mine\",\"version\":\"0.1.0\",\"source\":\"local\",\"dependencies\":[0,3],\"root\":true},"
        "{\"name\":\"syn\",\"version\":\"2.0.1\",\"source\":\"registry\",\"kind\":\"runtime\"}]}",
        0);
    expect(world, "process.rust/adler", "1.0.2");
    expect(world, "process.rust/cc", NULL);
    expect(world, "process.rust/mine", "0.1.0");
    expect(world, "process.rust/syn", "2.0.1");
    expect_gap(world, "process.rust/*", NULL);
    world_free(world);
}

static void expect_rust_gap(struct world *world, const char *reason)
{
    expect_gap(world, "process.rust/*", reason);
    world_free(world);
}

Test(program_rust, that_cannot_be_told)
{
    expect_rust_gap(collect_rust("{\"packages\":[{\"name\":\"adler\",\"version\":\"1.0.2\"}]}", 5),
                    "malformed");
    expect_rust_gap(collect_rust("{\"packages\":[{\"name\":", 0), "malformed");
    expect_rust_gap(collect(".dep-v0", "no zlib", 7, true, false), "malformed");
    expect_rust_gap(collect(".dep-v0", "", 0, true, false), "malformed");
}

Test(program_rust, that_unpacks_without_end)
{
    static unsigned char text[16 << 20], packed[1 << 16];
    uLongf length = sizeof packed;
    memset(text, ' ', sizeof text);
    cr_assert_eq(compress(packed, &length, text, sizeof text), Z_OK);
    expect_rust_gap(collect(".dep-v0", packed, length, true, false), "truncated");
}
