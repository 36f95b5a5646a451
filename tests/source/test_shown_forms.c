/* SPDX-License-Identifier: MIT */
/* What is shown of a value, and that a recording of it says the same. */
#include "source/keep_parts.h"
#include "world.h"

#include <criterion/criterion.h>

static struct world *world;
static struct arena arena;

static void set_up(void)
{
    world = world_new();
    world_variable(world, "HOME", "/home/me");
    envfp__arena_init(&arena, NULL, SIZE_MAX);
}

static void tear_down(void)
{
    envfp__arena_release(&arena);
    world_free(world);
}

TestSuite(shown_forms, .init = set_up, .fini = tear_down);

static struct view show(enum variable_form form, struct view value, bool recorded)
{
    return envfp__arena_copy(&arena, envfp__source_show(world_source(world), &arena, form, value, recorded));
}

static void shows(enum variable_form form, const char *value, const char *expected)
{
    struct view shown = show(form, view_of(value), false);
    cr_expect_str_eq(shown.text, expected, "%s: %s", value, shown.text);
    struct view again = show(form, show(form, view_of(value), true), false);
    cr_expect_str_eq(again.text, expected, "%s, recorded: %s", value, again.text);
}

Test(shown_forms, plain_words_are_names_and_numbers)
{
    shows(VARIABLE_PLAIN, "4,3,2", "4,3,2");
    shows(VARIABLE_PLAIN, "  dynamic,4 ", "dynamic,4");
    shows(VARIABLE_PLAIN, "E_ALL & ~E_DEPRECATED", "E_ALL & ~E_DEPRECATED");
    shows(VARIABLE_PLAIN, "skylake-avx512", "skylake-avx512");
    shows(VARIABLE_PLAIN, "/home/me/x", "set");
    shows(VARIABLE_PLAIN, "https://h/", "set");
    shows(VARIABLE_PLAIN, "joe@corp.example", "set");
    shows(VARIABLE_PLAIN, "ghp_0123456789abcdefABCDEFghijkl0123", "set");
    shows(VARIABLE_PLAIN, "q3f9a12b4c5d6e7", "set");
    shows(VARIABLE_PLAIN, "10.1.2.3", "set");
    shows(VARIABLE_PLAIN, "eth0,10.1.2.3:80", "set");
    shows(VARIABLE_PLAIN, "node7.cluster.example:80", "set");
    shows(VARIABLE_PLAIN, "0.0,0.1", "0.0,0.1");
    shows(VARIABLE_PLAIN, "TLSv1.2", "TLSv1.2");
    shows(VARIABLE_PLAIN, "", "");
}

Test(shown_forms, switches_are_known_ones)
{
    shows(VARIABLE_FLAGS, "-mod=vendor -trimpath", "-mod=vendor -trimpath");
    shows(VARIABLE_FLAGS, "-ldflags=-X=main.token=hunter2 -tags=acme", "-ldflags=? -tags=?");
    shows(VARIABLE_FLAGS, "-C target-cpu=native -Clink-arg=-fuse-ld=mold",
          "-C target-cpu=native -Clink-arg=-fuse-ld=mold");
    shows(VARIABLE_FLAGS, "-Ctarget-cpu=native\037-Clink-arg=-Wl,-rpath,/home/me",
          "-Ctarget-cpu=native -Clink-arg=?");
    shows(VARIABLE_FLAGS, "-Xmx512m -XX:+UseG1GC -XX:MaxRAMPercentage=75.0",
          "-Xmx512m -XX:+UseG1GC -XX:MaxRAMPercentage=75.0");
    shows(VARIABLE_FLAGS, "-Dpassword=hunter2 -Dfile.encoding=UTF-8 -javaagent:/opt/a.jar",
          "-D? -Dfile.encoding=UTF-8 -javaagent:?");
    shows(VARIABLE_FLAGS, "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED");
    shows(VARIABLE_FLAGS, "--max-old-space-size=4096 --require /x/hunter2.js",
          "--max-old-space-size=4096 --require ?");
    shows(VARIABLE_FLAGS, "--openssl-legacy-provider --experimental-vm-modules",
          "--openssl-legacy-provider --experimental-vm-modules");
    shows(VARIABLE_FLAGS, "off", "off");
    shows(VARIABLE_FLAGS, "https://joe:hunter2@h/,direct", "?");
    shows(VARIABLE_FLAGS, "-trimpathhunter2", "?");
}

Test(shown_forms, an_address_has_a_scheme_and_nothing_else)
{
    shows(VARIABLE_SCHEME, "http://joe:hunter2@proxy.corp:3128", "http");
    shows(VARIABLE_SCHEME, "SOCKS5H://10.0.0.1", "socks5h");
    shows(VARIABLE_SCHEME, "proxy.corp:3128", "set");
    shows(VARIABLE_SCHEME, "hunter2://x", "set");
    shows(VARIABLE_SCHEME, "", "");
}

Test(shown_forms, devices_are_counted)
{
    shows(VARIABLE_DEVICES, "0,1,2", "3");
    shows(VARIABLE_DEVICES, "GPU-5ebd5c3a-1111-2222-3333-444455556666", "1");
    shows(VARIABLE_DEVICES, "", "0");
    shows(VARIABLE_DEVICES, "-1", "0");
    shows(VARIABLE_DEVICES, "0,-1,1", "1");
    shows(VARIABLE_DEVICES, "NoDevFiles", "0");
    shows(VARIABLE_DEVICES, "void", "0");
    shows(VARIABLE_DEVICES, "all", "all");
    shows(VARIABLE_DEVICES, "7", "1");
}

Test(shown_forms, modules_have_names_and_versions)
{
    shows(VARIABLE_MODULES, "openmpi/4.1.6:gcc/12", "openmpi/4.1.6:gcc/12");
    shows(VARIABLE_MODULES, ":OpenMPI/4.1.5-GCC-12.3.0:", "OpenMPI/4.1.5-GCC-12.3.0");
    shows(VARIABLE_MODULES, "/home/me/m/own:foss", "?:foss");
    shows(VARIABLE_MODULES, "~/m:../x:a//b:joe@h", "?:?:?:?");
}

Test(shown_forms, words_and_paths_are_as_ever)
{
    shows(VARIABLE_WORD, "de_DE.UTF-8", "de_DE.UTF-8");
    shows(VARIABLE_WORD, "a b", "set");
    shows(VARIABLE_PATHS, "/home/me/x:/opt", "~/x:/opt");
    shows(VARIABLE_PATHS, "https://h/", "set");
    shows(VARIABLE_PRESENCE, "x", "set");
    shows(VARIABLE_PRESENCE, "", "");
}

/* ---- Variables that begin alike ---- */

static size_t count_of(enum envfp_reason expected)
{
    struct view *names;
    size_t count;
    cr_assert_eq(envfp__source_variables(world_source(world), &arena, "UCX_*", &names, &count), expected);
    for (size_t i = 1; i < count; i++)
        cr_expect(view_compare(names[i - 1], names[i]) < 0, "sorted");
    return count;
}

Test(shown_forms, variables_of_a_beginning_are_settings)
{
    cr_expect_eq(count_of(ENVFP_REASON_NONE), 0);
    world_variable(world, "UCX_TLS", "rc,sm");
    world_variable(world, "UCX_NET_DEVICES", "mlx5_0:1");
    world_variable(world, "UCX_", "x");
    world_variable(world, "UCX_A-B", "x");
    world_variable(world, "UCX_0123456789", "x");
    world_variable(world, "UCY_TLS", "x");
    cr_expect_eq(count_of(ENVFP_REASON_NONE), 2);
}

Test(shown_forms, variables_of_a_beginning_are_bounded)
{
    for (unsigned i = 0; i < 129; i++) {
        char name[] = "UCX_AA";
        name[4] = (char)('A' + i / 26);
        name[5] = (char)('A' + i % 26);
        world_variable(world, name, "x");
    }
    cr_expect_eq(count_of(ENVFP_REASON_TRUNCATED), 0);
}

Test(shown_forms, variables_that_cannot_be_read_are_no_absence)
{
    world_fail_at(world, 1, ENVFP_REASON_DENIED);
    cr_expect_eq(count_of(ENVFP_REASON_DENIED), 0);
}
