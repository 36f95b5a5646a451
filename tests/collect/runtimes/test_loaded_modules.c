/* SPDX-License-Identifier: MIT */
#include "world.h"

#include <criterion/criterion.h>
#include <string.h>

#define RT ENVFP_LAYER_RUNTIMES

static struct world *world;

static void set_up(void)
{
    world = world_new();
    world_variable(world, "HOME", "/home/me");
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(loaded_modules, .init = set_up, .fini = tear_down);

static void is(const char *key, const char *value)
{
    const char *got = world_string(world, RT, key);
    cr_expect(value ? got && strcmp(got, value) == 0 : !got, "%s: %s", key, got ? got : "nothing");
}

Test(loaded_modules, there_are_none)
{
    world_variable(world, "LOADEDMODULES", "");
    world_collect(world, "loaded_modules");
    cr_expect_eq(world_facts(world)->sections[RT].count, 0);
}

/* As Lmod 8.7 sets them. */
Test(loaded_modules, of_lmod)
{
    world_variable(world, "LMOD_VERSION", "8.7.60");
    world_variable(world, "LOADEDMODULES", "GCC/12.3.0:OpenMPI/4.1.5-GCC-12.3.0:intel/compiler/2023.1:foss");
    world_collect(world, "loaded_modules");
    is("module.system", "lmod 8.7.60");
    is("module/GCC", "12.3.0");
    is("module/OpenMPI", "4.1.5-GCC-12.3.0");
    is("module/intel/compiler", "2023.1");
    is("module/foss", "loaded");
    is("module.order", "GCC/12.3.0:OpenMPI/4.1.5-GCC-12.3.0:intel/compiler/2023.1:foss");
}

/* As Environment Modules 5 does. */
Test(loaded_modules, of_environment_modules)
{
    world_variable(world, "MODULES_CMD", "/usr/lib/x86_64-linux-gnu/modulecmd.tcl");
    world_variable(world, "LOADEDMODULES", "cray-mpich/8.1.25:rocm/5.4.3:cuda/12.1.1_530.30");
    world_collect(world, "loaded_modules");
    is("module.system", "environment-modules");
    is("module/cray-mpich", "8.1.25");
    is("module/cuda", "12.1.1_530.30");
}

Test(loaded_modules, that_are_files_of_somebody_are_not_named)
{
    world_variable(world, "LOADEDMODULES", "/home/hunter2/modules/own:gcc/12");
    world_collect(world, "loaded_modules");
    is("module/gcc", "12");
    is("module/?", "loaded");
    is("module.order", "?:gcc/12");
}

Test(loaded_modules, beside_an_environment_of_spack)
{
    world_variable(world, "SPACK_ENV", "/home/me/spack/var/spack/environments/sim");
    world_collect(world, "loaded_modules");
    is("spack.environment", "~/spack/var/spack/environments/sim");
}

Test(loaded_modules, that_cannot_be_read_are_gaps)
{
    world_variable(world, "LOADEDMODULES", "gcc/12");
    world_fail_at(world, 1, ENVFP_REASON_DENIED);
    world_collect(world, "loaded_modules");
    cr_expect_str_eq(world_gap(world, RT, "module/*"), "denied");
    is("module/gcc", NULL);
}
