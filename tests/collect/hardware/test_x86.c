/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdio.h>

#include "collect/hardware/x86.h"
#include "world.h"

#define HW ENVFP_LAYER_HARDWARE

static struct world *world;

static void set_up(void)
{
    world = world_new();
    world_uname(world, "Linux", "6.18", "#1", "x86_64");
}

static void tear_down(void)
{
    world_free(world);
}

/* What was told of CPUID stays told. */
static void start_anew(void)
{
    tear_down();
    set_up();
}

TestSuite(x86, .init = set_up, .fini = tear_down);

static void leaf(uint32_t number, uint32_t subleaf, uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
    world_cpuid(world, 0, number, subleaf, a, b, c, d);
}

#define INTEL 0x756e6547, 0x6c65746e, 0x49656e69
#define AMD 0x68747541, 0x444d4163, 0x69746e65
#define CENTAUR 0x746e6543, 0x736c7561, 0x48727561

/* EBX, ECX, EDX of leaf 0 come in the order of the name's thirds: EBX, EDX, ECX. */
static void vendor(uint32_t highest, uint32_t first, uint32_t third, uint32_t second)
{
    leaf(0, 0, highest, first, third, second);
}

static bool has(const char *key, const char *name)
{
    char padded[8192] = " ", word[64] = " ";
    const char *set = world_set(world, HW, key);
    if (!set)
        return false;
    strncat(padded, set, sizeof padded - 3);
    strcat(padded, " ");
    strncat(word, name, sizeof word - 3);
    strcat(word, " ");
    return strstr(padded, word) != NULL;
}

Test(x86, the_table_fits_and_asks_each_leaf_once)
{
    cr_assert_leq(envfp__x86_bit_count, (size_t)X86_WORDS * 64);
    for (size_t i = 1; i < envfp__x86_bit_count; i++)
        for (size_t j = i; j-- > 0;) {
            const struct x86_bit *a = &envfp__x86_bits[i], *b = &envfp__x86_bits[j];
            bool same_leaf = a->leaf == b->leaf && a->subleaf == b->subleaf;
            cr_assert_not(same_leaf && a->reg == b->reg && a->bit == b->bit, "%s and %s", a->name, b->name);
            cr_assert(!same_leaf || (envfp__x86_bits[i - 1].leaf == a->leaf &&
                                     envfp__x86_bits[i - 1].subleaf == a->subleaf),
                      "%s stands apart from its leaf", a->name);
        }
}

/* What /proc/cpuinfo shows need not be asked for: a trap for each leaf in a virtual machine. */
Test(x86, asks_few_leaves)
{
    vendor(0xd, INTEL);
    leaf(1, 0, 0x000906a3, 0, 0xfffa3203, 0x1f8bfbff);
    leaf(7, 0, 0, 0xd19f07ab, 0, 0);
    leaf(0xd, 1, 0xf, 0, 0, 0);
    leaf(0x80000001, 0, 0, 0, 0x121, 0x2c100800);
    world_probe(world, "xcr0", "0xe7");
    world_file(world, "/proc/cpuinfo",
               "processor\t: 0\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 154\n"
               "model name\t: Test\nflags\t\t: fpu\n");
    world_fail_at(world, 0, ENVFP_REASON_NONE);
    world_collect(world, "cpu");
    /* Five leaves (0, 1, 7, 0xd, 0x80000001), XCR0, uname, and files; three more would be the name's. */
    cr_assert_eq(world_operations(world), 14);
    cr_assert_str_eq(world_string(world, HW, "cpu.model_name"), "Test");
}

/* A Pentium 4 answers the leaves above its highest with that one's registers. */
Test(x86, asks_no_leaf_above_the_highest)
{
    world_uname(world, "Linux", "2.6", "#1", "i686");
    vendor(5, INTEL);
    leaf(1, 0, 0x00000f29, 0, 0x4400, 0xbfebfbff);
    leaf(5, 0, 0x40, 0x40, 3, 0x22220);
    leaf(7, 0, 0x40, 0xffffffff, 0xffffffff, 0xffffffff);
    leaf(7, 1, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff);
    leaf(0x80000000, 0, 0x80000004, 0, 0, 0);
    leaf(0x80000001, 0, 0, 0, 0, 0);
    leaf(0x80000008, 0, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff);
    world_collect(world, "cpu");
    cr_assert(has("cpu.isa", "sse2"));
    cr_assert_not(has("cpu.isa", "erms"));
    cr_assert_not(has("cpu.isa", "movrs"));
    cr_assert_not(has("cpu.isa", "clzero"));
    cr_assert_not(has("cpu.features", "fsgsbase"));
}

static void add_newest(uint32_t avx10_version)
{
    vendor(0x29, INTEL);
    leaf(1, 0, 0x400f10, 0, 0xfffa3203, 0x1f8bfbff);
    leaf(7, 0, 1, 0xd19f07ab, 0, 0x01400000);
    leaf(7, 1, 0x80200000, 0, 0, 0x00284000);
    leaf(0xd, 1, 0xf, 0, 0, 0);
    leaf(0x1e, 1, 0x1d0, 0, 0, 0);
    leaf(0x24, 0, 0, 0x70000 | avx10_version, 0, 0);
    leaf(0x29, 0, 0, 1, 0, 0);
    leaf(0x80000001, 0, 0, 0, 0x121, 0x2c100800);
}

Test(x86, newest_extensions_need_their_registers)
{
    add_newest(2);
    world_probe(world, "xcr0", "0xe00e7");
    world_collect(world, "cpu");
    cr_assert(has("cpu.isa", "amx_fp8"));
    cr_assert(has("cpu.isa", "amx_movrs"));
    cr_assert(has("cpu.isa", "avx10"));
    cr_assert(has("cpu.isa", "avx10_2"));
    cr_assert(has("cpu.isa", "apx_nci_ndd_nf"));
    cr_assert(has("cpu.isa", "movrs"));
    world_probe(world, "xcr0", "0xe7");
    world_collect(world, "cpu");
    cr_assert_not(has("cpu.isa", "amx_fp8"));
    cr_assert_not(has("cpu.isa", "apx_nci_ndd_nf"));
    cr_assert(has("cpu.isa", "avx10_2"));
    start_anew();
    add_newest(1);
    world_collect(world, "cpu");
    cr_assert(has("cpu.isa", "avx10"));
    cr_assert_not(has("cpu.isa", "avx10_2"));
}

Test(x86, each_maker_has_leaves_of_its_own)
{
    vendor(0x10, AMD);
    leaf(1, 0, 0x00b40f40, 0, 0xfffa3203, 0x1f8bfbff);
    leaf(0x80000001, 0, 0, 0, 0x121, 0x2c100800);
    leaf(0x80000021, 0, 1U << 20, 0, 0, 0);
    leaf(0xc0000001, 0, 0, 0, 0, 0xffffffff);
    world_collect(world, "cpu");
    cr_assert(has("cpu.isa", "prefetchi"));
    cr_assert_not(has("cpu.isa", "ace_en"));
    start_anew();
    vendor(0xa, CENTAUR);
    leaf(1, 0, 0x000006fd, 0, 0xfffa3203, 0x1f8bfbff);
    leaf(0x80000021, 0, 1U << 20, 0, 0, 0);
    leaf(0xc0000001, 0, 0, 0, 0, 0xffffffff);
    world_collect(world, "cpu");
    cr_assert_not(has("cpu.isa", "prefetchi"));
    cr_assert(has("cpu.isa", "ace_en"));
    cr_assert_not(has("cpu.isa", "ace"));
    cr_assert(has("cpu.features", "ace"));
}

#define HOST                                                                                                 \
    "processor\t: 0\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 143\nmodel name\t: The Host\n"

/* valgrind's processor is of the host's maker, and another one. */
Test(x86, shows_what_programs_see_and_no_mixture)
{
    vendor(0xd, INTEL);
    leaf(1, 0, 0x000306c3, 0, 0x00002001, 0x1f8bfbff);
    leaf(0x80000001, 0, 0, 0, 1, 0x2c100800);
    world_brand(world, 0, "The Program's");
    world_file(world, "/proc/cpuinfo", HOST "flags\t\t: fpu hypervisor amx_tile\n");
    world_collect(world, "cpu");
    cr_assert_eq(world_boolean(world, HW, "cpu.kernel_hypervisor"), 1);
    cr_assert_str_eq(world_string(world, HW, "cpu.model"), "60");
    cr_assert_str_eq(world_string(world, HW, "cpu.model_name"), "The Program's");
    cr_assert_not(has("cpu.features", "amx_tile"));
    cr_assert(has("cpu.features", "lm"));
    /* Rosetta: an ARM host. */
    world_file(world, "/proc/cpuinfo", "processor\t: 0\nFeatures\t: fp asimd\nCPU implementer\t: 0x61\n");
    world_collect(world, "cpu");
    cr_assert_str_eq(world_string(world, HW, "cpu.vendor"), "GenuineIntel");
    cr_assert_not(has("cpu.features", "asimd"));
}

Test(x86, an_emulators_host_is_not_the_processor)
{
    world_uname(world, "Linux", "6.1", "#1", "aarch64");
    world_file(world, "/proc/cpuinfo", HOST "flags\t\t: fpu amx_tile\n\nprocessor\t: 1\n");
    world_auxv(world, "AT_HWCAP", "0x3");
    world_collect(world, "cpu");
    cr_assert_null(world_string(world, HW, "cpu.vendor"));
    cr_assert_null(world_string(world, HW, "cpu.model"));
    cr_assert_null(world_set(world, HW, "cpu.features"));
    cr_assert_str_eq(world_string(world, HW, "cpu.kernel_vendor"), "GenuineIntel");
    cr_assert_str_eq(world_set(world, HW, "cpu.isa"), "asimd fp");
    cr_assert_eq(world_integer(world, HW, "cpu.logical"), 2);
}

static void add_cache(unsigned cpu, const char *size)
{
    static const char *const names[] = {"level", "type", "size", "shared_cpu_list"};
    const char *const values[] = {"1", "Data", size, "0-1"};
    for (size_t i = 0; i < 4; i++) {
        char path[96];
        snprintf(path, sizeof path, "/sys/devices/system/cpu/cpu%u/cache/index0/%s", cpu, names[i]);
        world_file(world, path, values[i]);
    }
}

static void add_hybrid(void)
{
    world_file(world, "/sys/devices/system/cpu/online", "0-1");
    for (unsigned cpu = 0; cpu < 2; cpu++) {
        char path[96];
        snprintf(path, sizeof path, "/sys/devices/system/cpu/cpu%u/topology/thread_siblings_list", cpu);
        world_file(world, path, cpu ? "1" : "0");
        snprintf(path, sizeof path, "/sys/devices/system/cpu/cpu%u/topology/core_siblings_list", cpu);
        world_file(world, path, "0-1");
        add_cache(cpu, cpu ? "32K" : "48K");
    }
    world_file(world, "/sys/devices/cpu_core/cpus", "0\n");
    world_file(world, "/sys/devices/cpu_atom/cpus", "1\n");
}

Test(x86, hybrids_show_each_kind_of_core)
{
    add_hybrid();
    world_collect(world, "cpu"); /* without CPUID's word */
    cr_assert_str_eq(world_set(world, HW, "cpu.core_types"), "atom core");
    cr_assert_str_eq(world_set(world, HW, "cache.l1d_kib"), "32 48");
    vendor(7, INTEL);
    leaf(1, 0, 0x00090672, 0, 0x2001, 0x1f8bfbff);
    leaf(7, 0, 0, 0, 0, 1U << 15);
    world_collect(world, "cpu");
    cr_assert_str_eq(world_set(world, HW, "cpu.core_types"), "atom core");
    start_anew();
    add_hybrid();
    vendor(7, INTEL);
    leaf(1, 0, 0x00090672, 0, 0x2001, 0x1f8bfbff);
    leaf(7, 0, 0, 0, 0, 0); /* no hybrid: not looked for */
    world_collect(world, "cpu");
    cr_assert_null(world_set(world, HW, "cpu.core_types"));
}
