/* SPDX-License-Identifier: MIT */
#include "rpm_world.h"

TestSuite(rpm, .init = set_up, .fini = tear_down, .timeout = 120);

Test(rpm, says_nothing_where_there_is_none)
{
    world_directory(world, "/var/lib/rpm");
    world_file(world, "/etc/os-release", "ID=debian\n");
    world_collect(world, "rpm");
    cr_expect_eq(world_facts(world)->sections[PK].count, 0);
    cr_expect_eq(world_facts(world)->sections[PK].gap_count, 0);
}

Test(rpm, says_what_cannot_be_read)
{
    struct seed seed = read_seed("sqlite");
    world_bytes(world, SQLITE, seed.bytes, seed.main);
    world_error(world, SQLITE, ENVFP_REASON_BUSY);
    world_collect(world, "rpm");
    cr_expect_str_eq(world_gap(world, PK, "rpm/*"), "busy");
    start_anew();
    world_bytes(world, SQLITE, "", 0);
    world_collect(world, "rpm");
    cr_expect_str_eq(world_gap(world, PK, "rpm/*"), "truncated", "a database has a head");
    start_anew();
    world_bytes(world, SQLITE, seed.bytes, seed.main);
    world_bytes(world, SQLITE "-journal", "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7rest", 12);
    world_collect(world, "rpm");
    cr_expect_str_eq(world_gap(world, PK, "rpm/*"), "busy", "half of a transaction may stand in the file");
    free(seed.bytes);
}

/* How many packages, each with a value that the whole database has. */
static size_t count_sound(struct world *whole, struct world *part)
{
    const struct section *section = &world_facts(part)->sections[PK];
    size_t count = 0;
    for (size_t i = 0; i < section->count; i++) {
        const struct envfp_fact *fact = &section->facts[i];
        if (!view_starts(fact->key, VIEW("rpm/")))
            continue;
        const struct envfp_fact *known = envfp__facts_find(world_facts(whole), PK, fact->key.text);
        cr_assert(known, "%s", fact->key.text);
        /* Of several versions only some may be left. */
        bool sound = envfp__facts_value_equal(fact, known);
        if (known->type == ENVFP_SET && fact->type == ENVFP_STRING)
            sound = envfp__facts_set_has(world_facts(whole), PK, fact->key.text, fact->value.string);
        else
            count++;
        cr_assert(sound, "%s", fact->key.text);
    }
    return count;
}

static void cut_everywhere(const char *name, const char *path)
{
    struct seed seed = read_seed(name);
    start_anew();
    world_bytes(world, path, seed.bytes, seed.main);
    world_collect(world, "rpm");
    size_t all = count_sound(world, world), gaps = 0;
    cr_assert_geq(all, 3);
    for (size_t length = 0; length < seed.main; length++) {
        struct world *part = world_new();
        world_bytes(part, path, seed.bytes, length);
        world_collect(part, "rpm");
        const char *reason = world_gap(part, PK, "rpm/*");
        bool gap = reason && strcmp(reason, "truncated") == 0;
        cr_assert(count_sound(world, part) == all || gap, "%s cut at %zu", name, length);
        gaps += gap;
        world_free(part);
    }
    cr_assert_gt(gaps, seed.main / 4);
    free(seed.bytes);
}

Test(rpm, tells_a_shortened_database)
{
    cut_everywhere("sqlite", SQLITE);
    cut_everywhere("sqlite-utf16", SQLITE);
    cut_everywhere("ndb", NDB);
    cut_everywhere("bdb", BDB);
    cut_everywhere("bdb-big", BDB);
}

Test(rpm, bears_any_failure)
{
    struct seed seed = read_seed("sqlite-wal"), other = read_seed("bdb");
    for (unsigned long n = 1; n < 40; n++) {
        struct world *broken = world_new();
        world_bytes(broken, SQLITE, seed.bytes, seed.main);
        world_bytes(broken, SQLITE "-wal", seed.bytes + seed.main, seed.length - seed.main);
        world_bytes(broken, BDB, other.bytes, other.main);
        world_fail_at(broken, n, ENVFP_REASON_DENIED);
        world_collect(broken, "rpm");
        if (n <= world_operations(broken))
            cr_expect(world_gap(broken, PK, "rpm/*"), "operation %lu", n);
        world_free(broken);
    }
    free(seed.bytes);
    free(other.bytes);
}
