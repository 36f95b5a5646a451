/* SPDX-License-Identifier: MIT */
/* A world for each test of a package manager, and what is told of it. */
#ifndef ENVFP_TESTS_PACKAGES_WORLD_H
#define ENVFP_TESTS_PACKAGES_WORLD_H

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "world.h"

#define PK ENVFP_LAYER_PACKAGES

static struct world *world;

static inline void set_up(void)
{
    world = world_new();
}

static inline void tear_down(void)
{
    world_free(world);
}

static inline void expect(const char *key, const char *value)
{
    const char *found = world_string(world, PK, key);
    cr_expect(found && strcmp(found, value) == 0, "%s: %s", key, found ? found : "nothing");
}

static inline void expect_whole(size_t count)
{
    cr_expect_eq(world_facts(world)->sections[PK].count, count);
    cr_expect_eq(world_facts(world)->sections[PK].gap_count, 0);
}

/* Cut at each length, a file gives a shorter list that says so, or ends where a package ends; what it gives is
 * never anything that the whole does not give. */
static inline void cut_everywhere(const char *collector, const char *path, const char *text,
                                  const char *inventory, const char *end)
{
    char gap[64], part[2048];
    snprintf(gap, sizeof gap, "%s/*", inventory);
    world_file(world, path, text);
    world_collect(world, collector);
    size_t length = strlen(text), most = world_facts(world)->sections[PK].count;
    cr_assert_lt(length, sizeof part);
    for (size_t cut = 0; cut < length; cut++) {
        struct world *shorter = world_new();
        memcpy(part, text, cut);
        part[cut] = '\0';
        if (strcmp(collector, "guix") == 0)
            world_directory(shorter, "/gnu/store");
        world_file(shorter, path, part);
        world_collect(shorter, collector);
        const struct section *section = &world_facts(shorter)->sections[PK];
        for (size_t i = 0; i < section->count; i++) {
            const struct envfp_fact *same =
                envfp__facts_find(world_facts(world), PK, section->facts[i].key.text);
            cr_expect(same && envfp__facts_value_equal(same, &section->facts[i]), "%s cut at %zu: %s", path,
                      cut, section->facts[i].key.text);
        }
        bool at_end = cut == 0 ||
                      (end && cut >= strlen(end) && strncmp(part + cut - strlen(end), end, strlen(end)) == 0);
        cr_expect(section->count == most || at_end || world_gap(shorter, PK, gap), "%s cut at %zu", path,
                  cut);
        world_free(shorter);
    }
}

#endif
