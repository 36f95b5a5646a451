/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "world.h"

#define HW ENVFP_LAYER_HARDWARE

static struct world *world;

static void set_up(void)
{
    world = world_new();
    world_source(world)->common->detail = true;
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(names, .init = set_up, .fini = tear_down);

Test(names, a_name_is_told_where_detail_is)
{
    world_probe(world, "cpu_codename", "EPYC (Milan)");
    world_source(world)->common->detail = false;
    world_collect(world, "names");
    cr_expect_null(world_string(world, HW, "cpu.codename"));
    world_source(world)->common->detail = true;
    world_collect(world, "names");
    cr_expect_str_eq(world_string(world, HW, "cpu.codename"), "EPYC (Milan)");
}

Test(names, what_no_name_looks_like_is_none)
{
    world_probe(world, "cpu_codename", "secret = \"hunter2\"");
    world_collect(world, "names");
    cr_expect_null(world_string(world, HW, "cpu.codename"));
    cr_expect_str_eq(world_gap(world, HW, "cpu.codename"), "malformed");
}

static void be(uint32_t signature)
{
    world_cpuid(world, 0, 0, 0, 1, 0x68747541, 0x444d4163, 0x69746e65);
    world_cpuid(world, 0, 1, 0, signature, 0, 0, 0);
    world_probe(world, "cpu_codename", "EPYC (Milan)");
    world_collect(world, "cpu");
    world_collect_also(world, "names");
}

Test(names, an_agreeing_name_is_told)
{
    be(0x00a00f11); /* family 25, model 1 */
    cr_expect_str_eq(world_string(world, HW, "cpu.model"), "1");
    cr_expect_str_eq(world_string(world, HW, "cpu.codename"), "EPYC (Milan)");
}

Test(names, a_contradicting_name_is_left_out)
{
    be(0x00a10f11); /* family 25, model 17: a Genoa */
    cr_expect_str_eq(world_string(world, HW, "cpu.model"), "17");
    cr_expect_null(world_string(world, HW, "cpu.codename"));
    cr_expect_null(world_gap(world, HW, "cpu.codename"));
}
