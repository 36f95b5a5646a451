/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "world.h"

static struct world *world;

static void set_up(void)
{
    world = world_new();
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(markers, .init = set_up, .fini = tear_down);

#define CONTAINER ENVFP_LAYER_CONTAINER

Test(markers, lists_files_as_context)
{
    world_file(world, "/.dockerenv", "");
    world_directory(world, "/.flatpak-info");
    world_collect(world, "markers");
    cr_assert_str_eq(world_set(world, CONTAINER, "markers.found"), "/.dockerenv");
    cr_assert_eq(envfp__facts_find(world_facts(world), CONTAINER, "markers.found")->class, ENVFP_CONTEXT);
}

Test(markers, reads_the_engine_and_nothing_else)
{
    world_file(world, "/run/.containerenv", "engine=\"podman-4.9.3\"\nname=\"secret\"\nid=\"12\"\n");
    world_collect(world, "markers");
    cr_assert_str_eq(world_string(world, CONTAINER, "markers.engine"), "podman");
    cr_assert_str_eq(world_set(world, CONTAINER, "markers.found"), "/run/.containerenv");
}

Test(markers, prefers_the_managers_own_word)
{
    world_file(world, "/run/host/container-manager", "podman\n");
    world_file(world, "/run/systemd/container", "oci\n");
    world_collect(world, "markers");
    cr_assert_str_eq(world_string(world, CONTAINER, "markers.manager"), "podman");
}

Test(markers, refuses_words_that_are_none)
{
    world_file(world, "/run/systemd/container", "a b\nc");
    world_collect(world, "markers");
    cr_assert_null(world_string(world, CONTAINER, "markers.manager"));
}
