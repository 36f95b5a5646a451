/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

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

TestSuite(identity, .init = set_up, .fini = tear_down);

static void collect(const char *machine, const char *cpuinfo)
{
    world_uname(world, "Linux", "6.18", "#1", machine);
    world_file(world, "/proc/cpuinfo", cpuinfo);
    world_collect(world, "cpu");
}

#define STRING(key, value) cr_assert_str_eq(world_string(world, HW, key), value)
#define SET(key, value) cr_assert_str_eq(world_set(world, HW, key), value)

Test(identity, reads_midr_where_cpuinfo_tells_nothing)
{
    world_uname(world, "Linux", "6.18", "#1", "aarch64");
    world_file(world, CPU "online", "0-1,3");
    world_file(world, CPU "cpu0/regs/identification/midr_el1", "0x00000000412fd050\n");
    world_file(world, CPU "cpu1/regs/identification/midr_el1", "0x00000000414fd0b1\n");
    world_file(world, CPU "cpu3/regs/identification/midr_el1", "0x00000000414fd0b1\n");
    world_collect(world, "cpu");
    STRING("cpu.vendor", "ARM");
    STRING("cpu.family", "8");
    STRING("cpu.model", "0xd05+0xd0b");
    STRING("cpu.stepping", "r2p0+r4p1");
}

Test(identity, arm_registers_agree_however_they_are_read)
{
    collect("aarch64", "processor\t: 0\nCPU implementer\t: 0x41\nCPU architecture: 8\nCPU variant\t: 0x2\n"
                       "CPU part\t: 0xd05\nCPU revision\t: 0\n\nprocessor\t: 1\nCPU implementer\t: 0x41\n"
                       "CPU architecture: 8\nCPU variant\t: 0x4\nCPU part\t: 0xd0b\nCPU revision\t: 1\n");
    STRING("cpu.model", "0xd05+0xd0b");
    STRING("cpu.stepping", "r2p0+r4p1");
}

Test(identity, part_numbers_are_each_makers_own)
{
    collect("aarch64", "processor\t: 0\nCPU implementer\t: 0x41\nCPU variant\t: 0x1\nCPU part\t: 0xd05\n"
                       "CPU revision\t: 0\n\nprocessor\t: 4\nCPU implementer\t: 0x48\nCPU variant\t: 0x1\n"
                       "CPU part\t: 0xd40\nCPU revision\t: 0\n");
    STRING("cpu.vendor", "ARM+HiSilicon");
    STRING("cpu.model", "ARM:0xd05+HiSilicon:0xd40");
    STRING("cpu.stepping", "r1p0");
}

Test(identity, extensions_are_those_of_every_kind_of_core)
{
    collect("riscv64", "processor\t: 0\nisa\t\t: rv64imafdcv_zicsr_zba_zbb\nuarch\t\t: a\n\n"
                       "processor\t: 1\nisa\t\t: rv64gc_zba\nuarch\t\t: b\n");
    SET("cpu.isa", "a c d f i m zba zicsr");
    collect("armv7l", "processor\t: 0\nFeatures\t: half thumb neon vfpv4\nCPU part\t: 0xc07\n\n"
                      "processor\t: 1\nFeatures\t: half thumb neon\nCPU part\t: 0xc0f\n");
    SET("cpu.isa", "half neon thumb");
    SET("cpu.features", "half neon thumb vfpv4");
}

Test(identity, third_word_of_hwcap)
{
    world_auxv(world, "AT_HWCAP", "0x100000001");
    world_auxv(world, "AT_HWCAP3", "0x4");
    collect("aarch64", "processor\t: 0\nCPU implementer\t: 0x41\n");
    SET("cpu.isa", "fp gcs lsfe");
}

Test(identity, mips)
{
    collect("mips64", "system type\t\t: IMG Pistachio SoC (B0)\nmachine\t\t\t: IMG Marduk\nprocessor\t\t: 0\n"
                      "cpu model\t\t: MIPS interAptiv (multi) V2.0  FPU V0.0\n"
                      "isa\t\t\t: mips1 mips2 mips32r1 mips32r2\n"
                      "ASEs implemented\t: mips16 dsp mt eva\npackage\t\t\t: 0\ncore\t\t\t: 0\n\n"
                      "processor\t\t: 1\npackage\t\t\t: 0\ncore\t\t\t: 1\n");
    STRING("cpu.model_name", "MIPS interAptiv (multi) V2.0 FPU V0.0");
    STRING("cpu.platform", "IMG Pistachio SoC (B0)");
    SET("cpu.isa", "dsp mips1 mips16 mips2 mips32r1 mips32r2");
    cr_assert_eq(world_integer(world, HW, "topology.cores"), 2);
}

Test(identity, sparc)
{
    collect("sparc64", "cpu\t\t: UltraSparc T5 (Niagara5)\nfpu\t\t: UltraSparc T5 integrated FPU\n"
                       "pmu\t\t: niagara5\ntype\t\t: sun4v\nncpus probed\t: 2\nncpus active\t: 2\n"
                       "cpucaps\t\t: flush,stbar,v9,ASIBlkInit,vis3,aes,unheard\nCPU0:\t\t online\n");
    STRING("cpu.model_name", "UltraSparc T5 (Niagara5)");
    STRING("cpu.platform", "sun4v");
    SET("cpu.isa", "ASIBlkInit aes flush stbar v9 vis3");
    cr_assert_eq(world_integer(world, HW, "cpu.logical"), 2);
}

Test(identity, alpha)
{
    collect("alpha", "cpu\t\t\t: Alpha\ncpu model\t\t: EV67\ncpu variation\t\t: 7\ncpu revision\t\t: 0\n"
                     "cpu serial number\t: AY12345678\nsystem type\t\t: Tsunami\nplatform string\t\t: DS20E\n"
                     "cpus detected\t\t: 2\ncpus active\t\t: 2\n");
    STRING("cpu.model_name", "EV67");
    STRING("cpu.model", "7");
    STRING("cpu.platform", "Tsunami");
    cr_assert_eq(world_integer(world, HW, "cpu.logical"), 2);
    cr_assert_null(world_string(world, HW, "cpu.vendor"));
}

Test(identity, parisc_and_itanium)
{
    collect("parisc64", "processor\t: 0\ncpu family\t: PA-RISC 2.0\ncpu\t\t: PA8900 (Shortfin)\n"
                        "capabilities\t: os64 iopdir_fdc\nmodel\t\t: 9000/800/rp3440\n");
    STRING("cpu.model_name", "PA8900 (Shortfin)");
    STRING("cpu.family", "PA-RISC 2.0");
    collect("ia64",
            "processor  : 0\nvendor     : GenuineIntel\narch       : IA-64\nfamily     : 32\n"
            "model      : 1\nmodel name : Dual-Core Intel(R) Itanium(R) Processor 9040\n"
            "revision   : 7\nfeatures   : branchlong, 16-byte atomic ops\nphysical id: 0\ncore id    : 0\n");
    STRING("cpu.vendor", "GenuineIntel");
    STRING("cpu.family", "32");
    STRING("cpu.model", "1");
    cr_assert_eq(world_integer(world, HW, "topology.sockets"), 1);
}

Test(identity, loongarch)
{
    collect("loongarch64",
            "system type\t\t: generic-loongson-machine\n\nprocessor\t\t: 0\npackage\t\t\t: 0\n"
            "core\t\t\t: 0\nCPU Family\t\t: Loongson-64bit\nModel Name\t\t: Loongson-3A6000\n"
            "CPU Revision\t\t: 0x00\nISA\t\t\t: loongarch32 loongarch64\n"
            "Features\t\t: cpucfg lam lam_bh scq lsx ptw\n\nprocessor\t\t: 1\npackage\t\t\t: 0\n"
            "core\t\t\t: 0\nModel Name\t\t: Loongson-3A6000\n");
    STRING("cpu.family", "Loongson-64bit");
    STRING("cpu.model_name", "Loongson-3A6000");
    SET("cpu.isa", "cpucfg lam lam_bh lsx ptw scq");
    cr_assert_eq(world_integer(world, HW, "topology.threads_per_core"), 2);
}

Test(identity, small_machines)
{
    collect("m68k", "CPU:\t\t68040\nMMU:\t\t68040\nFPU:\t\t68040\nClocking:\t24.9MHz\n");
    STRING("cpu.model_name", "68040");
    collect("sh4",
            "machine\t\t: R2D+\nprocessor\t: 0\ncpu family\t: sh4\ncpu type\t: SH7751R\ncpu flags\t: fpu\n");
    STRING("cpu.model_name", "SH7751R");
    STRING("cpu.family", "sh4");
    SET("cpu.features", "fpu");
    collect("xtensa", "CPU count\t: 1\nCPU list\t: 0\nvendor_id\t: Tensilica\nmodel\t\t: Xtensa LX4\n"
                      "core ID\t\t: dc233c\nflags\t\t: nmi debug\n");
    STRING("cpu.vendor", "Tensilica");
    STRING("cpu.model", "Xtensa LX4");
    SET("cpu.features", "debug nmi");
    cr_assert_eq(world_integer(world, HW, "cpu.logical"), 1);
    collect("arc",
            "\nprocessor [0]\t: ARC HS38 R2.1 (ARCv2 ISA)\nprocessor [1]\t: ARC HS38 R2.1 (ARCv2 ISA)\n");
    STRING("cpu.model_name", "ARC HS38 R2.1 (ARCv2 ISA)");
    cr_assert_eq(world_integer(world, HW, "cpu.logical"), 2);
    collect("nios2", "CPU:\t\tNios II/f\nMMU:\t\tpresent\n");
    STRING("cpu.model_name", "Nios II/f");
    cr_assert_eq(world_integer(world, HW, "cpu.logical"), 1);
    collect("csky", "processor\t: 0\nC-SKY CPU model : ck860\nproduct info[0] : 0x04920000\n");
    STRING("cpu.model_name", "ck860");
    collect("hexagon", "processor\t: 0\nmodel name\t: Hexagon Virtual Machine\n");
    STRING("cpu.model_name", "Hexagon Virtual Machine");
    collect("openrisc",
            "processor\t\t: 0\ncpu architecture\t: OpenRISC 1000 (1.1-rev0)\ncpu\t\t\t: OpenRISC-13\n"
            "revision\t\t: 8\n");
    STRING("cpu.model_name", "OpenRISC-13");
}
