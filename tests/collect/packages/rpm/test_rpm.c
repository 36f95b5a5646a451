/* SPDX-License-Identifier: MIT */
/* The databases stand in tests/fuzz/seeds/rpm, made by rpm_databases.py; test_rpm.py has more of them. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "collect/packages/rpm/rpm.h"
#include "world.h"

#define PK ENVFP_LAYER_PACKAGES
#define SQLITE "/var/lib/rpm/rpmdb.sqlite"
#define NDB "/usr/lib/sysimage/rpm/Packages.db"
#define BDB "/usr/share/rpm/Packages"

static struct world *world;

static void set_up(void)
{
    world = world_new();
}

static void tear_down(void)
{
    world_free(world);
}

static void start_anew(void)
{
    tear_down();
    set_up();
}

TestSuite(rpm, .init = set_up, .fini = tear_down, .timeout = 120);

struct seed {
    unsigned char *bytes;
    size_t length, main; /* SQLite's log lies behind the main part */
};

static struct seed read_seed(const char *name)
{
    char path[256];
    struct seed seed = {malloc((size_t)1 << 20), 0, 0};
    snprintf(path, sizeof path, "tests/fuzz/seeds/rpm/%s", name);
    FILE *file = fopen(path, "rb");
    cr_assert(file && seed.bytes, "%s", path);
    bool sqlite = fgetc(file) == 0;
    unsigned char length[4] = {0};
    if (sqlite)
        cr_assert_eq(fread(length, 1, 4, file), 4);
    seed.length = fread(seed.bytes, 1, (size_t)1 << 20, file);
    seed.main = sqlite ? length[0] | (size_t)length[1] << 8 | (size_t)length[2] << 16 : seed.length;
    fclose(file);
    return seed;
}

static void check_packages(bool without_first)
{
    cr_expect_null(world_gap(world, PK, "rpm/*"));
    if (!without_first)
        cr_expect_str_eq(world_string(world, PK, "rpm/bash.x86_64"), "5.2.26-3.fc40");
    else
        cr_expect_null(world_string(world, PK, "rpm/bash.x86_64"));
    cr_expect_str_eq(world_string(world, PK, "rpm/openssl-libs.x86_64"), "1:3.2.1-2.fc40");
    cr_expect_str_eq(world_string(world, PK, "rpm/openssl-libs.i686"), "1:3.2.1-2.fc40");
    cr_expect_str_eq(world_string(world, PK, "rpm/tzdata.noarch"), "2024a-5.fc40",
                     "an epoch of zero is none");
    cr_expect_null(world_string(world, PK, "rpm/gpg-pubkey"));
}

Test(rpm, reads_sqlite)
{
    struct seed seed = read_seed("sqlite");
    world_bytes(world, SQLITE, seed.bytes, seed.main);
    world_collect(world, "rpm");
    check_packages(false);
    cr_expect_str_eq(world_set(world, PK, "rpm/kernel.x86_64"), "6.8.5-301.fc40 6.9.4-200.fc40");
    cr_expect_str_eq(world_set(world, PK, "rpm.database"), "sqlite");
    cr_expect_eq(world_facts(world)->sections[PK].count, 6);
    free(seed.bytes);
}

Test(rpm, reads_the_log_before_the_file)
{
    struct seed seed = read_seed("sqlite-wal");
    world_bytes(world, SQLITE, seed.bytes, seed.main);
    world_bytes(world, SQLITE "-wal", seed.bytes + seed.main, seed.length - seed.main);
    world_collect(world, "rpm");
    check_packages(true);
    start_anew();
    world_bytes(world, SQLITE, seed.bytes, seed.main);
    world_error(world, SQLITE "-wal", ENVFP_REASON_DENIED);
    world_collect(world, "rpm");
    cr_expect_str_eq(world_gap(world, PK, "rpm/*"), "denied", "the file alone is an old state");
    free(seed.bytes);
}

Test(rpm, reads_ndb)
{
    struct seed seed = read_seed("ndb");
    world_bytes(world, NDB, seed.bytes, seed.length);
    world_collect(world, "rpm");
    check_packages(false);
    cr_expect_str_eq(world_string(world, PK, "rpm/kernel.x86_64"), "6.9.4-200.fc40", "the other was erased");
    cr_expect_str_eq(world_set(world, PK, "rpm.database"), "ndb");
    free(seed.bytes);
}

Test(rpm, reads_hash_tables_of_both_byte_orders)
{
    static const char *const names[] = {"bdb", "bdb-big"};
    for (size_t i = 0; i < 2; i++) {
        struct seed seed = read_seed(names[i]);
        start_anew();
        world_bytes(world, BDB, seed.bytes, seed.length);
        world_collect(world, "rpm");
        check_packages(i == 1);
        cr_expect_str_eq(world_set(world, PK, "rpm.database"), "bdb");
        free(seed.bytes);
    }
}

Test(rpm, reads_what_an_image_lists)
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

/* Four thousand million buckets and pages in eight thousand bytes. */
Test(rpm, is_not_kept_busy_by_counts)
{
    struct seed seed = read_seed("bdb");
    memset(seed.bytes + 32, 0xff, 4);
    memset(seed.bytes + 72, 0xff, 4);
    seed.bytes[72] = 0xf0;
    world_bytes(world, BDB, seed.bytes, seed.length);
    world_collect(world, "rpm");
    cr_expect_str_eq(world_gap(world, PK, "rpm/*"), "truncated");
    cr_expect_leq(world_operations(world), 100);
    free(seed.bytes);
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

/* ---- Headers ------------------------------------------------------------------------------------------- */

static char header_bytes[1024];

static enum envfp_reason next_byte(struct rpm_stream *stream)
{
    stream->piece = (struct view){header_bytes + stream->place++, 1};
    stream->left--;
    return ENVFP_REASON_NONE;
}

static void put_u32(char *at, uint32_t number)
{
    for (unsigned i = 0; i < 4; i++)
        at[i] = (char)(number >> (24 - 8 * i) & 0xff);
}

struct entry {
    uint32_t tag, type, offset, count;
};

/* A file that nobody records. */
static const struct source_ops no_operations;
static const struct source nowhere = {.ops = &no_operations};
static struct rpm_file no_file = {.source = &nowhere};

/* The data is "name\0one\0two\0noarch\0" and the number 9, aligned. */
static enum envfp_reason read_header(const struct entry *entries, uint32_t count, struct rpm_package *package)
{
    static const char data[24] = "name\0one\0two\0noar\0\0\0\0\0\0\x09";
    put_u32(header_bytes, count);
    put_u32(header_bytes + 4, sizeof data);
    for (uint32_t i = 0; i < count; i++) {
        char *at = header_bytes + 8 + 16 * (size_t)i;
        put_u32(at, entries[i].tag);
        put_u32(at + 4, entries[i].type);
        put_u32(at + 8, entries[i].offset);
        put_u32(at + 12, entries[i].count);
    }
    memcpy(header_bytes + 8 + 16 * (size_t)count, data, sizeof data);
    struct rpm_stream stream = {
        .next = next_byte, .file = &no_file, .left = 8 + 16 * (uint64_t)count + sizeof data};
    return envfp__rpm_header_read(&stream, stream.left, package);
}

Test(rpm, reads_tags_in_the_order_of_their_data)
{
    struct rpm_package package;
    const struct entry entries[] = {{1003, 4, 20, 1}, {1022, 6, 13, 1}, {1000, 6, 0, 1},
                                    {1002, 6, 9, 1},  {1001, 6, 5, 1},  {1000, 6, 9, 1}};
    cr_assert_eq(read_header(entries, 6, &package), ENVFP_REASON_NONE);
    cr_expect(view_is((struct view){package.name.bytes, package.name.length}, "name"),
              "the first one counts");
    cr_expect(view_is((struct view){package.version.bytes, package.version.length}, "one"));
    cr_expect(view_is((struct view){package.release.bytes, package.release.length}, "two"));
    cr_expect(view_is((struct view){package.arch.bytes, package.arch.length}, "noar"));
    cr_expect_eq(package.epoch, 9);
}

Test(rpm, refuses_unsound_headers)
{
    struct rpm_package package;
    const struct entry name = {1000, 6, 0, 1}, version = {1001, 6, 5, 1};
    static const struct entry bad[] = {
        {1001, 6, 2, 1},          /* overlaps the name */
        {1001, 4, 5, 1},          /* no text */
        {1001, 6, 24, 1},         /* behind the data */
        {1001, 6, 0xffffffff, 1}, /* far behind */
        {1001, 6, 5, 0},          /* nothing */
        {1001, 6, 23, 1},         /* does not end */
        {1003, 4, 21, 1},         /* does not fit */
        {1003, 6, 20, 1},         /* no number */
    };
    cr_expect_eq(read_header((struct entry[]){name, version}, 2, &package), ENVFP_REASON_NONE);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        cr_expect_eq(read_header((struct entry[]){name, bad[i], version}, 3, &package),
                     ENVFP_REASON_MALFORMED, "row %zu", i);
    cr_expect_eq(read_header(&name, 1, &package), ENVFP_REASON_MALFORMED, "no version");
}
