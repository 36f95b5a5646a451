/* SPDX-License-Identifier: MIT */
/* libcpuid gets only what it can take, whatever the processor's leaves say, and what it says is plain. */
#include "collect/hardware/codenames.h"
#include "names/names.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef ENVFP_WITH_LIBCPUID
/* ---- A processor that answers as a test says ---------------------------------------------------------- */

static struct {
    uint32_t leaf, subleaf, registers[4];
} said[128];
static size_t said_count;

static void say(uint32_t leaf, uint32_t subleaf, uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
    said[said_count].leaf = leaf;
    said[said_count].subleaf = subleaf;
    memcpy(said[said_count++].registers, (uint32_t[]){a, b, c, d}, sizeof said->registers);
}

static bool ask(void *self, uint32_t leaf, uint32_t subleaf, uint32_t registers[4])
{
    (void)self;
    memset(registers, 0, 4 * sizeof *registers);
    for (size_t i = 0; i < said_count; i++)
        if (said[i].leaf == leaf && said[i].subleaf == subleaf)
            memcpy(registers, said[i].registers, sizeof said->registers);
    return true;
}

static void say_vendor(const char *name, uint32_t highest)
{
    uint32_t parts[3];
    memcpy(parts, name, sizeof parts);
    say(0, 0, highest, parts[0], parts[2], parts[1]);
}

static void say_brand(const char *brand)
{
    uint32_t parts[12] = {0};
    memcpy(parts, brand, strlen(brand) < sizeof parts ? strlen(brand) : sizeof parts);
    for (uint32_t i = 0; i < 3; i++)
        say(0x80000002 + i, 0, parts[4 * i], parts[4 * i + 1], parts[4 * i + 2], parts[4 * i + 3]);
}

static const char *codename(void)
{
    static char text[65];
    if (!envfp__names_processor(ask, NULL, text, sizeof text))
        return "";
    cr_assert(envfp__codename_is_plain(view_of(text)));
    return text;
}

/* What is written to standard error and output meanwhile; the length of it is returned at the end. */
static int kept[2], caught = -1;

static void listen(void)
{
    char path[] = "/tmp/envfp-names-XXXXXX";
    fflush(NULL);
    caught = mkstemp(path);
    cr_assert_geq(caught, 0);
    unlink(path);
    for (int i = 0; i < 2; i++) {
        kept[i] = dup(i + 1);
        dup2(caught, i + 1);
    }
}

static long long heard(void)
{
    struct stat status;
    fflush(NULL);
    cr_assert_eq(fstat(caught, &status), 0);
    for (int i = 0; i < 2; i++) {
        dup2(kept[i], i + 1);
        close(kept[i]);
    }
    close(caught);
    return status.st_size;
}

static void say_milan(void)
{
    say_vendor("AuthenticAMD", 0x10);
    say(1, 0, 0x00a00f11, 0x00100800, 0x7ffafbff, 0x178bfbff);
    say(0x80000000, 0, 0x80000023, 0x68747541, 0x444d4163, 0x69746e65);
    say(0x80000001, 0, 0x00a00f11, 0x40000000, 0x75c237ff, 0x2fd3fbff);
    say_brand("AMD EPYC 7763 64-Core Processor");
}

Test(processor, names_a_processor)
{
    say_milan();
    cr_expect_str_eq(codename(), "EPYC (Milan)");
}

/* Bits of AMD's cache leaves: level and type, in EAX. */
static const uint32_t caches[] = {0x121, 0x122, 0x143, 0x163, 0x183};

Test(processor, cache_leaves_without_end)
{
    listen();
    for (uint32_t leaf = 4; leaf; leaf = leaf == 4 ? 0x8000001d : 0) {
        said_count = 0;
        if (leaf == 4) {
            say_vendor("GenuineIntel", 0x16);
            say(1, 0, 0x000306c3, 0x00100800, 0x7ffafbff, 0xbfebfbff);
            say(0x80000000, 0, 0x80000008, 0, 0, 0);
            say_brand("Intel(R) Core(TM) i7-4770 CPU @ 3.40GHz");
        } else {
            say_milan();
        }
        for (uint32_t i = 0; i < 32; i++)
            say(leaf, i, caches[i % 5], 0x01c0003f, 0x3f, 0);
        cr_expect(strstr(codename(), leaf == 4 ? "Haswell" : "EPYC (Milan)"));
    }
    cr_expect_eq(heard(), 0);
}

Test(processor, caches_of_unknown_kinds)
{
    listen();
    said_count = 0;
    say_milan();
    for (uint32_t i = 0; i < 32; i++)
        say(0x8000001d, i, 0x101 + 0x1f * i, 0x01c0003f, 0x3f, 0);
    cr_expect_str_eq(codename(), "EPYC (Milan)");
    cr_expect_eq(heard(), 0);
}

Test(processor, levels_that_count_nothing)
{
    listen();
    say_vendor("GenuineIntel", 0x16);
    say(1, 0, 0x000306c3, 0x00100800, 0x7ffafbff, 0xbfebfbff);
    say(7, 0, 0, 4, 0, 0x8000); /* SGX and a hybrid */
    say(0xb, 0, 1, 0x10000, 0x100, 0);
    for (uint32_t i = 1; i < 16; i++)
        say(0xb, i, 4, 8, 0x200 + i, 0);
    say(0x12, 0, 3, 0, 0, 0);
    for (uint32_t i = 1; i < 16; i++)
        say(0x12, i, 0x1001, 0, 0x1000, 0);
    say(0x80000000, 0, 0x80000008, 0, 0, 0);
    say_brand("Intel(R) Core(TM) i7-4770 CPU @ 3.40GHz");
    cr_expect(strstr(codename(), "Haswell"), "%s", codename());
    cr_expect_eq(heard(), 0);
}

Test(processor, processors_of_nobody)
{
    static const char *const vendors[] = {"KVMKVMKVM\0\0", "GenuineIntl ", "\0\0\0\0\0\0\0\0\0\0\0",
                                          "CyrixInstead",  "Genuine  RDC", "Vortex86 SoC"};
    for (size_t i = 0; i < sizeof vendors / sizeof *vendors; i++) {
        said_count = 0;
        say_vendor(vendors[i], 0x16);
        say(1, 0, 0x000306c3, 0x00100800, 0x7ffafbff, 0xbfebfbff);
        cr_expect_str_eq(codename(), "", "%s", vendors[i]);
    }
    for (uint32_t family = 0; family < 16; family++) { /* of the signature: none but these was ever made */
        said_count = 0;
        say_vendor("GenuineIntel", 0x16);
        say(1, 0, family << 8, 0, 0, 0);
        if (family != 15 && (family < 4 || family > 6))
            cr_expect_str_eq(codename(), "", "family %u", family);
    }
}

static uint64_t state = 0x9e3779b97f4a7c15;

static uint32_t number(uint32_t below)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    uint32_t value = (uint32_t)(state >> 16);
    return below ? value % below : value;
}

/* Of any value the half are small or have few bits: counts, ends, kinds. */
static uint32_t any(void)
{
    switch (number(4)) {
    case 0: return number(0x400);
    case 1: return UINT32_C(1) << number(32);
    case 2: return number(2) ? UINT32_MAX : caches[number(5)];
    default: return number(0);
    }
}

static void say_anything(void)
{
    static const char *const vendors[] = {"GenuineIntel", "AuthenticAMD", "HygonGenuine", "CentaurHauls"};
    static const char *const brands[] = {"Intel(R) Core(TM) i7",
                                         "Intel(R) Core(TM) i3-",
                                         "Intel(R) Xeon(R) CPU  X33333333333333333",
                                         "AMD Turion(tm) 64 X2 TL-60",
                                         "CPU CPU",
                                         "Genuine Intel(R) CPU T2",
                                         "                                                "};
    static const uint32_t leaves[] = {2,          7,          0x12,       0x14,       0x1a,
                                      0x80000001, 0x80000005, 0x80000006, 0x80000007, 0x80000008,
                                      0x8000001a, 0x8000001e, 0x80000026};
    said_count = 0;
    say_vendor(vendors[number(4)], number(8) ? number(0x20) : any());
    say(1, 0, number(2) ? any() : number(0x1000) << 12 | 0x600 | number(0x100), any(), any(), any());
    say(0x80000000, 0, number(8) ? 0x80000000 + number(0x30) : any(), any(), any(), any());
    if (number(2))
        say_brand(brands[number(sizeof brands / sizeof *brands)]);
    for (uint32_t i = 2; number(2) && i < 5; i++)
        say(0x80000000 + i, 0, any(), any(), any(), any());
    for (size_t i = 0; i < sizeof leaves / sizeof *leaves; i++)
        say(leaves[i], 0, any(), any(), any(), any());
    for (uint32_t i = 0; i < 18; i++) {
        say(4, i, number(4) ? caches[number(5)] | number(0) << 8 : any(), any(), any(), any());
        say(0xb, i, any(), any(), number(4) << 8, any());
        say(0x8000001d, i, number(4) ? caches[number(5)] | number(0) << 8 : any(), any(), any(), any());
    }
}

Test(processor, whatever_a_hypervisor_says, .timeout = 120)
{
    unsigned named = 0;
    listen();
    for (unsigned round = 0; round < 20000; round++) {
        say_anything();
        named += codename()[0] != '\0';
    }
    cr_expect_eq(heard(), 0);
    cr_expect_gt(named, 1000, "the rounds come as far as libcpuid's tables");
}
#endif
