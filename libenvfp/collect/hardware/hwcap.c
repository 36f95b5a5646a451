/* SPDX-License-Identifier: MIT */
#include "collect/hardware/hwcap.h"

/*
 * Names by bit, as arch/<name>/include/uapi/asm/hwcap.h and /proc/cpuinfo have them; "-" is a bit that is
 * no extension for programs (an event stream, an emulated register) or not assigned. These lists are
 * frozen: a change of theirs changes digests and needs a new schema of the hardware layer.
 */
struct hwcap_family {
    const char *machine;                 /* start of uname -m */
    const char *platform;                /* start of AT_PLATFORM in the native mode; NULL: any */
    const char *hwcap, *hwcap2, *hwcap3; /* names from bit 0 up */
    const char *others;                  /* further names that only /proc/cpuinfo shows */
};

static const struct hwcap_family families[] = {
    {"aarch64", "aarch64",
     "fp asimd - aes pmull sha1 sha2 crc32 atomics fphp asimdhp - asimdrdm jscvt fcma lrcpc dcpop sha3 sm3 "
     "sm4 "
     "asimddp sha512 sve asimdfhm dit uscat ilrcpc flagm ssbs sb paca pacg gcs cmpbr fprcvt f8mm8 f8mm4 "
     "svef16mm sveeltperm sveaes2 svebfscale sve2p2 sme2p2 smesbitperm smeaes smesfexpa smestmop smesmop4",
     "dcpodp sve2 sveaes svepmull svebitperm svesha3 svesm4 flagm2 frint svei8mm svef32mm svef64mm svebf16 "
     "i8mm "
     "bf16 dgh rng bti mte ecv afp rpres mte3 sme smei16i64 smef64f64 smei8i32 smef16f32 smeb16f32 smef32f32 "
     "smefa64 wfxt ebf16 sveebf16 cssc rprfm sve2p1 sme2 sme2p1 smei16i32 smebi32i32 smeb16b16 smef16f16 "
     "mops hbc "
     "sveb16b16 lrcpc3 lse128 fpmr lut faminmax f8cvt f8fma f8dp4 f8dp2 f8e4m3 f8e5m2 smelutv2 smef8f16 "
     "smef8f32 "
     "smesf8fma smesf8dp4 smesf8dp2 poe",
     "mtefar mtestoreonly lsfe", ""},
    {"arm", "v",
     "swp half thumb 26bit fastmult fpa vfp edsp java iwmmxt crunch thumbee neon vfpv3 vfpv3d16 tls vfpv4 "
     "idiva "
     "idivt vfpd32 lpae - fphp asimdhp asimddp asimdfhm asimdbf16 i8mm",
     "aes pmull sha1 sha2 crc32 sb ssbs", "", ""},
    {"ppc", NULL,
     "ppcle true_le - - - - archpmu vsx arch_2_06 power6x dfp pa6t arch_2_05 ic_snoop smt booke cellbe "
     "power5+ "
     "power5 power4 notb efpdouble efpsingle spe ucache 4xxmac mmu fpu altivec ppc601 ppc64 ppc32",
     "- - - - - - - - - - - - - - - - - mma arch_3_1 htm-no-suspend scv darn ieee128 arch_3_00 htm-nosc "
     "vcrypto tar "
     "isel ebb dscr htm arch_2_07",
     "", ""},
    {"s390", NULL,
     "esan3 zarch stfle msa ldisp eimm dfp edat etf3eh highgprs te vx vxd vxe gs vxe2 vxp sort dflt vxp2 "
     "nnpa "
     "pcimio sie",
     "", "", ""},
    {"riscv", NULL, "a b c d - f - - i - - - m - - - q - - - - v", "", "",
     "zaamo zabha zacas zalrsc zawrs zba zbb zbc zbkb zbkc zbkx zbs zca zcb zcd zcf zclsd zcmop zfa zfbfmin "
     "zfh "
     "zfhmin zicbom zicbop zicboz zicclsm ziccrse zicfilp zicfiss zicntr zicond zicsr zifencei zihintntl "
     "zihintpause zihpm zilsd zimop zkn zknd zkne zknh zkr zks zksed zksh zkt ztso zvbb zvbc zve32f zve32x "
     "zve64d zve64f zve64x zvfbfmin zvfbfwma zvfh zvfhmin zvkb zvkg zvkn zvknc zvkned zvkng zvknha zvknhb "
     "zvks "
     "zvksc zvksed zvksg zvksh zvkt xsfvfnrclipxfqf xsfvfwmaccqqq xsfvqmaccdod xsfvqmaccqoq xtheadvector"},
    {"loongarch", NULL,
     "cpucfg lam ual fpu lsx lasx crc32 complex crypto lvz lbt_x86 lbt_arm lbt_mips ptw lspw", "", "",
     "lam_bh scq"},
    {"mips", NULL,
     "r6 msa crc32 mips16 mdmx mips3d smartmips dsp dsp2 dsp3 mips16e2 loongson-mmi loongson-ext "
     "loongson-ext2 loongson-cpucfg",
     "", "",
     "micromips mips1 mips2 mips3 mips4 mips5 mips32r1 mips32r2 mips32r5 mips32r6 mips64r1 mips64r2 mips64r5 "
     "mips64r6"},
    {"sparc", NULL,
     "flush stbar swap muldiv v9 ultra3 blkinit n2 mul32 div32 fsmuld v8plus popc vis vis2 ASIBlkInit fmaf "
     "vis3 hpc random trans fjfmau ima cspare pause cbcond crypto adp",
     "", "", "aes des kasumi camellia md5 sha1 sha256 sha512 mpmul montmul montsqr crc32c"},
};

const struct hwcap_family *envfp__hwcap_family(struct view machine)
{
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        if (view_starts(machine, view_of(families[i].machine)))
            return &families[i];
    return NULL;
}

static void add_bits(struct collect *c, const char *list, uint64_t bits, struct bag *names)
{
    struct view rest = view_of(list), name;
    for (unsigned bit = 0; bit < 64 && view_cut_word(&rest, &name); bit++)
        if (bits >> bit & 1 && !view_is(name, "-"))
            envfp__bag_add(c, names, name);
}

static bool read_bits(struct collect *c, const char *name, uint64_t *bits)
{
    struct view text;
    *bits = 0;
    return source_auxv(c->source, c->scratch, name, &text) == ENVFP_REASON_NONE &&
           envfp__view_number(text, 16, bits);
}

bool envfp__hwcap_read(struct collect *c, const struct hwcap_family *family, struct bag *names)
{
    struct view platform;
    uint64_t bits;
    if (family->platform &&
        source_auxv(c->source, c->scratch, "AT_PLATFORM", &platform) == ENVFP_REASON_NONE &&
        !view_starts(platform, view_of(family->platform)))
        return false;
    if (!read_bits(c, "AT_HWCAP", &bits))
        return false;
    add_bits(c, family->hwcap, bits, names);
    if (*family->hwcap2 && read_bits(c, "AT_HWCAP2", &bits))
        add_bits(c, family->hwcap2, bits, names);
    if (*family->hwcap3 && read_bits(c, "AT_HWCAP3", &bits))
        add_bits(c, family->hwcap3, bits, names);
    return true;
}

static bool list_has(const char *list, struct view name)
{
    struct view rest = view_of(list), known;
    while (view_cut_word(&rest, &known))
        if (view_equal(known, name))
            return !view_is(name, "-");
    return false;
}

void envfp__hwcap_reduce(struct collect *c, const struct hwcap_family *family, struct view flags,
                         struct bag *names)
{
    size_t start = 0;
    for (size_t i = 0; i <= flags.length; i++) {
        if (i < flags.length && !byte_is_blank(flags.text[i]) && flags.text[i] != ',')
            continue;
        struct view name = {flags.text + start, i - start};
        if (name.length && (list_has(family->hwcap, name) || list_has(family->hwcap2, name) ||
                            list_has(family->hwcap3, name) || list_has(family->others, name)))
            envfp__bag_add(c, names, name);
        start = i + 1;
    }
}
