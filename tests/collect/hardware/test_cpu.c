/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdio.h>

#include "world.h"

#define HW ENVFP_LAYER_HARDWARE
#define CPU "/sys/devices/system/cpu/"

static struct world *world;

static void set_up(void)
{
    world = world_new();
}

static void tear_down(void)
{
    world_free(world);
}

TestSuite(cpu, .init = set_up, .fini = tear_down);

/* Leaves of a made-up Intel processor of level v4: `leaf7` is EBX of leaf 7. */
static void add_intel(unsigned cpu, uint32_t leaf7)
{
    world_cpuid(world, cpu, 0, 0, 0xd, 0x756e6547, 0x6c65746e, 0x49656e69);
    world_cpuid(world, cpu, 1, 0, 0x00050657, 0, 0xfffa3203, 0x1f8bfbff);
    world_cpuid(world, cpu, 7, 0, 0, leaf7, 0, 0);
    world_cpuid(world, cpu, 0xd, 0, 0xe7, 0, 0, 0);
    world_cpuid(world, cpu, 0xd, 1, 0xf, 0, 0, 0);
    world_cpuid(world, cpu, 0x80000000, 0, 0x80000008, 0, 0, 0);
    world_cpuid(world, cpu, 0x80000001, 0, 0, 0, 0x121, 0x2c100800);
    world_brand(world, cpu, "  Intel(R)   Test  CPU ");
}

#define LEAF7_V4 0xd19f07abU

static bool isa_has(const char *name)
{
    const char *isa = world_set(world, HW, "cpu.isa");
    char word[64] = " ";
    if (!isa)
        return false;
    char padded[8192] = " ";
    strncat(padded, isa, sizeof padded - 3);
    strcat(padded, " ");
    strncat(word, name, sizeof word - 3);
    strcat(word, " ");
    return strstr(padded, word) != NULL;
}

Test(cpu, reads_identity_from_cpuid)
{
    add_intel(0, LEAF7_V4);
    world_probe(world, "xcr0", "0xe7");
    world_collect(world, "cpu");
    cr_assert_str_eq(world_string(world, HW, "cpu.vendor"), "GenuineIntel");
    cr_assert_str_eq(world_string(world, HW, "cpu.model_name"), "Intel(R) Test CPU");
    cr_assert_str_eq(world_string(world, HW, "cpu.family"), "6");
    cr_assert_str_eq(world_string(world, HW, "cpu.model"), "85");
    cr_assert_str_eq(world_string(world, HW, "cpu.stepping"), "7");
    cr_assert_str_eq(world_string(world, HW, "cpu.isa_level"), "x86-64-v4");
    cr_assert_null(world_string(world, HW, "cpu.kernel_vendor"));
}

Test(cpu, keeps_extensions_whose_registers_the_kernel_saves)
{
    add_intel(0, LEAF7_V4);
    world_probe(world, "xcr0", "0x7");
    world_collect(world, "cpu");
    cr_assert_str_eq(world_string(world, HW, "cpu.isa_level"), "x86-64-v3");
    cr_assert(isa_has("avx2"));
    cr_assert_not(isa_has("avx512f"));
    world_probe(world, "xcr0", "0x3");
    world_collect(world, "cpu");
    cr_assert_str_eq(world_string(world, HW, "cpu.isa_level"), "x86-64-v2");
    cr_assert_not(isa_has("avx2"));
}

Test(cpu, intersects_extensions_over_processors)
{
    add_intel(0, LEAF7_V4);
    add_intel(1, LEAF7_V4 & ~(UINT32_C(1) << 31));
    world_probe(world, "xcr0", "0xe7");
    world_collect(world, "cpu");
    cr_assert(isa_has("avx512f"));
    cr_assert_not(isa_has("avx512vl"));
    cr_assert_str_eq(world_string(world, HW, "cpu.isa_level"), "x86-64-v3");
}

Test(cpu, keeps_what_user_mode_linux_calls_itself)
{
    add_intel(0, LEAF7_V4);
    world_file(world, "/proc/cpuinfo", "processor\t: 0\nvendor_id\t: User Mode Linux\nmodel name\t: UML\n");
    world_collect(world, "cpu");
    cr_assert_str_eq(world_string(world, HW, "cpu.vendor"), "GenuineIntel");
    cr_assert_str_eq(world_string(world, HW, "cpu.kernel_vendor"), "User Mode Linux");
}

Test(cpu, reads_flags_where_cpuid_does_not_answer)
{
    world_uname(world, "Linux", "6.1", "#1", "x86_64");
    world_file(world, "/proc/cpuinfo",
               "processor\t: 0\nvendor_id\t: AuthenticAMD\ncpu family\t: 25\nmodel\t\t: 1\nmodel name\t: AMD "
               "EPYC  7B13\n"
               "stepping\t: 0\nmicrocode\t: 0xa0011\nphysical id\t: 0\ncore id\t\t: 0\n"
               "flags\t\t: fpu cx8 cmov mmx fxsr sse sse2 syscall lm pni ssse3 cx16 sse4_1 sse4_2 popcnt "
               "lahf_lm msr\n\n"
               "processor\t: 1\nphysical id\t: 0\ncore id\t\t: 0\n"
               "flags\t\t: fpu cx8 cmov mmx fxsr sse sse2 syscall lm pni ssse3 cx16 sse4_1 sse4_2 popcnt "
               "lahf_lm new\n");
    world_collect(world, "cpu");
    cr_assert_str_eq(world_string(world, HW, "cpu.vendor"), "AuthenticAMD");
    cr_assert_str_eq(world_string(world, HW, "cpu.model_name"), "AMD EPYC 7B13");
    cr_assert_str_eq(world_string(world, HW, "cpu.isa_level"), "x86-64-v2");
    cr_assert_not(isa_has("new"));
    cr_assert_not_null(strstr(world_set(world, HW, "cpu.features"), "new"));
    cr_assert_str_eq(world_set(world, HW, "cpu.microcode"), "0xa0011");
    cr_assert_eq(world_integer(world, HW, "cpu.logical"), 2);
    cr_assert_eq(world_integer(world, HW, "topology.cores"), 1);
    cr_assert_eq(world_integer(world, HW, "topology.threads_per_core"), 2);
}

Test(cpu, reads_arm_processors_of_two_kinds_and_no_serial_number)
{
    world_uname(world, "Linux", "6.1", "#1", "aarch64");
    world_file(world, "/proc/cpuinfo",
               "processor\t: 0\nFeatures\t: fp asimd evtstrm aes cpuid\nCPU implementer\t: 0x41\nCPU "
               "architecture: 8\n"
               "CPU variant\t: 0x1\nCPU part\t: 0xd05\nCPU revision\t: 0\n\nprocessor\t: 1\n"
               "Features\t: fp asimd evtstrm aes cpuid\nCPU implementer\t: 0x41\nCPU architecture: 8\n"
               "CPU variant\t: 0x3\nCPU part\t: 0xd0b\nCPU revision\t: 1\n\nHardware\t: Board\n"
               "Serial\t\t: 5400503583203c3c040e\n");
    world_collect(world, "cpu");
    cr_assert_str_eq(world_string(world, HW, "cpu.vendor"), "ARM");
    cr_assert_str_eq(world_string(world, HW, "cpu.family"), "8");
    cr_assert_str_eq(world_string(world, HW, "cpu.model"), "0xd05+0xd0b");
    cr_assert_str_eq(world_string(world, HW, "cpu.stepping"), "r1p0+r3p1");
    cr_assert_str_eq(world_set(world, HW, "cpu.isa"), "aes asimd fp");
    cr_assert_str_eq(world_string(world, HW, "cpu.platform"), "Board");
    const struct section *section = &world_facts(world)->sections[HW];
    for (size_t i = 0; i < section->count; i++)
        if (section->facts[i].type == ENVFP_STRING)
            cr_assert_not(view_has(section->facts[i].value.string, VIEW("54005035")));
}

Test(cpu, of_mips_whose_kernel_names_no_isa)
{
    world_uname(world, "Linux", "6.1", "#1", "mips64");
    world_auxv(world, "AT_HWCAP", "0x1");
    world_file(world, "/proc/cpuinfo", "system type\t\t: board\nprocessor\t\t: 0\n");
    world_collect(world, "cpu");
    cr_expect_str_eq(world_set(world, HW, "cpu.isa"), "r6");
}

Test(cpu, prefers_the_auxiliary_vector_unless_it_is_of_another_mode)
{
    world_uname(world, "Linux", "6.1", "#1", "aarch64");
    world_file(world, "/proc/cpuinfo", "processor : 0\nFeatures : fp asimd\nCPU part : 0xd0c\n");
    world_auxv(world, "AT_PLATFORM", "aarch64");
    world_auxv(world, "AT_HWCAP", "0x103");
    world_auxv(world, "AT_HWCAP2", "0x2");
    world_collect(world, "cpu");
    cr_assert_str_eq(world_set(world, HW, "cpu.isa"), "asimd atomics fp sve2");
    world_auxv(world, "AT_PLATFORM", "v8l");
    world_collect(world, "cpu");
    cr_assert_str_eq(world_set(world, HW, "cpu.isa"), "asimd fp");
}

Test(cpu, reads_power_and_its_platform)
{
    world_uname(world, "Linux", "6.1", "#1", "ppc64le");
    world_file(world, "/proc/cpuinfo",
               "processor\t: 0\ncpu\t\t: POWER9 (architected), altivec supported\nclock\t\t: 2200.000000MHz\n"
               "revision\t: 2.2 (pvr 004e 1202)\n\nplatform\t: pSeries\nmodel\t\t: IBM,9009-42A\n"
               "machine\t\t: CHRP IBM,9009-42A\n");
    world_collect(world, "cpu");
    cr_assert_str_eq(world_string(world, HW, "cpu.model_name"), "POWER9 (architected), altivec supported");
    cr_assert_str_eq(world_string(world, HW, "cpu.model"), "2.2 (pvr 004e 1202)");
    cr_assert_str_eq(world_string(world, HW, "cpu.platform"), "pSeries");
}

Test(cpu, reads_s390_without_its_identification)
{
    world_uname(world, "Linux", "6.1", "#1", "s390x");
    world_file(world, "/proc/cpuinfo",
               "vendor_id       : IBM/S390\n# processors    : 2\nfeatures\t: esan3 zarch stfle unheard\n"
               "processor 0: version = FF,  identification = 000123,  machine = 2964\n"
               "processor 1: version = FF,  identification = 100123,  machine = 2964\n");
    world_collect(world, "cpu");
    cr_assert_str_eq(world_string(world, HW, "cpu.vendor"), "IBM/S390");
    cr_assert_str_eq(world_string(world, HW, "cpu.model"), "2964");
    cr_assert_str_eq(world_set(world, HW, "cpu.isa"), "esan3 stfle zarch");
    cr_assert_eq(world_integer(world, HW, "cpu.logical"), 2);
}

static void isa_is(const char *cpuinfo, const char *isa)
{
    struct world *riscv = world_new();
    world_uname(riscv, "Linux", "6.1", "#1", "riscv64");
    world_file(riscv, "/proc/cpuinfo", cpuinfo);
    world_collect(riscv, "cpu");
    cr_expect_str_eq(world_set(riscv, HW, "cpu.isa"), isa, "%s", cpuinfo);
    world_free(riscv);
}

/* A draft of the vector extension goes by its letter; another line, or the core's own number, takes it back. */
Test(cpu, a_draft_of_riscv_vectors_is_none)
{
    isa_is("processor : 0\nisa : rv64imafdcvsu\nmmu : sv39\ncpu-vector : 0.7.1\n",
           "a c d f i m xtheadvector");
    /* Allwinner's D1, by its maker's kernel, and the same by Linux itself */
    isa_is("processor : 0\nisa : rv64imafdcvu\nmmu : sv39\nmvendorid : 0x5b7\nmarchid : 0x0\nmimpid : 0x0\n",
           "a c d f i m xtheadvector");
    isa_is("processor : 0\nisa : rv64imafdc_xtheadvector\nmvendorid : 0x5b7\nmarchid : 0x0\n",
           "a c d f i m xtheadvector");
    /* A later core of the same maker's, and another line that says 1.0 */
    isa_is(
        "processor : 0\nisa : rv64imafdcv_zve32f_zve32x\nmvendorid : 0x5b7\nmarchid : 0x8000000009140d00\n",
        "a c d f i m v zve32f zve32x");
    isa_is("processor : 0\nisa : rv64imafdcv\ncpu-vector : 1.0\nmvendorid : 0x710\nmarchid : 0x0\n",
           "a c d f i m v");
    isa_is("processor : 0\nisa : rv64imafdc\nmvendorid : 0x5b7\nmarchid : 0x0\n", "a c d f i m");
}

Test(cpu, splits_riscv_extensions)
{
    world_uname(world, "Linux", "6.1", "#1", "riscv64");
    world_file(
        world, "/proc/cpuinfo",
        "processor\t: 0\nhart\t\t: 1\nisa\t\t: rv64imafdc_zicsr_zba_xvendor\nuarch\t\t: sifive,u74-mc\n"
        "mvendorid\t: 0x489\nmarchid\t\t: 0x7\nmimpid\t\t: 0x42\n");
    world_collect(world, "cpu");
    cr_assert_str_eq(world_set(world, HW, "cpu.isa"), "a c d f i m zba zicsr");
    cr_assert_str_eq(world_string(world, HW, "cpu.model_name"), "sifive,u74-mc");
    cr_assert_str_eq(world_string(world, HW, "cpu.vendor"), "0x489");
}

Test(cpu, says_what_it_may_not_read)
{
    world_error(world, "/proc/cpuinfo", ENVFP_REASON_DENIED);
    world_collect(world, "cpu");
    cr_assert_str_eq(world_gap(world, HW, "cpu.*"), "denied");
}

static void add_topology(unsigned cpu, const char *threads, const char *package)
{
    char path[128];
    snprintf(path, sizeof path, CPU "cpu%u/topology/thread_siblings_list", cpu);
    world_file(world, path, threads);
    snprintf(path, sizeof path, CPU "cpu%u/topology/core_siblings_list", cpu);
    world_file(world, path, package);
}

static void add_cache(unsigned cpu, unsigned index, const char *level, const char *type, const char *size,
                      const char *shared)
{
    const char *const names[] = {"level", "type", "size", "shared_cpu_list"};
    const char *const values[] = {level, type, size, shared};
    for (size_t i = 0; i < 4; i++) {
        char path[128];
        snprintf(path, sizeof path, CPU "cpu%u/cache/index%u/%s", cpu, index, names[i]);
        world_file(world, path, values[i]);
    }
}

Test(cpu, counts_sockets_cores_threads_and_nodes)
{
    world_file(world, CPU "online", "0-7\n");
    for (unsigned cpu = 0; cpu < 8; cpu++) {
        char threads[16];
        snprintf(threads, sizeof threads, "%u-%u\n", cpu & ~1U, cpu | 1U);
        add_topology(cpu, threads, cpu < 4 ? "0-3\n" : "4-7\n");
    }
    world_file(world, "/sys/devices/system/node/online", "0-1\n\0");
    world_collect(world, "cpu");
    cr_assert_eq(world_integer(world, HW, "topology.sockets"), 2);
    cr_assert_eq(world_integer(world, HW, "topology.cores"), 4);
    cr_assert_eq(world_integer(world, HW, "topology.threads_per_core"), 2);
    cr_assert_eq(world_integer(world, HW, "topology.numa_nodes"), 2);
    cr_assert_eq(world_integer(world, HW, "cpu.logical"), 8);
}

Test(cpu, reads_one_core_below_each_last_level_cache)
{
    world_file(world, CPU "online", "0-3");
    for (unsigned cpu = 0; cpu < 4; cpu++) {
        char self[8];
        snprintf(self, sizeof self, "%u", cpu);
        add_topology(cpu, self, "0-3");
        add_cache(cpu, 0, "1", "Data", "48K", self);
        add_cache(cpu, 1, "1", "Instruction", "32K", self);
        add_cache(cpu, 2, "2", "Unified", "2M", self);
        add_cache(cpu, 3, "3", "Unified", cpu < 2 ? "16384K" : "8192K", cpu < 2 ? "0-1" : "2-3");
    }
    /* Never looked at: its neighbour has spoken for it. */
    add_cache(1, 0, "1", "Data", "64K", "1");
    world_collect(world, "cpu");
    cr_assert_str_eq(world_set(world, HW, "cache.l1d_kib"), "48");
    cr_assert_str_eq(world_set(world, HW, "cache.l1i_kib"), "32");
    cr_assert_str_eq(world_set(world, HW, "cache.l2_kib"), "2048");
    cr_assert_str_eq(world_set(world, HW, "cache.l3_kib"), "16384 8192");
}

Test(cpu, survives_nonsense)
{
    world_file(world, CPU "online", "0-99999999,7-3,x");
    world_file(world, CPU "cpu0/topology/thread_siblings_list", "-1");
    world_file(world, CPU "cpu0/cache/index0/level", "nine");
    world_file(world, "/proc/cpuinfo",
               ":\n:::\nprocessor : 0\nprocessor\nphysical id : 99999999999999999999\n"
               "core id : 1\nflags :\nprocessor 1: machine = \n");
    world_collect(world, "cpu");
    cr_assert_str_eq(world_gap(world, HW, "topology.*"), "malformed");
    cr_assert_str_eq(world_gap(world, HW, "cache.*"), "malformed");
}

Test(cpu, every_failing_operation_leaves_gaps_only)
{
    world_uname(world, "Linux", "6.1", "#1", "x86_64");
    world_file(world, "/proc/cpuinfo", "processor : 0\nvendor_id : x\nflags : fpu\n");
    world_file(world, CPU "online", "0");
    add_topology(0, "0", "0");
    add_cache(0, 0, "1", "Data", "48K", "0");
    for (unsigned long n = 1; n < 40; n++) {
        world_fail_at(world, n, ENVFP_REASON_DENIED);
        world_collect(world, "cpu");
    }
    cr_assert_not(world_facts(world)->arena->failed);
}
