/* SPDX-License-Identifier: MIT */
#include "collect/hardware/hwcap.h"

/*
 * Bits and their names as in arch/<name>/include/uapi/asm/hwcap.h and /proc/cpuinfo. A bit that is no extension for
 * programs (an event stream, an emulated register) has no row. These lists are frozen: changing one changes digests and
 * needs a new schema number of the hardware layer.
 */
enum word { HWCAP, HWCAP2, HWCAP3, WORDS };

struct bit {
    uint8_t word, bit;
    char name[18];
};

static const struct bit aarch64_bits[] = {
    {HWCAP, 0, "fp"},           {HWCAP, 1, "asimd"},
    {HWCAP, 3, "aes"},          {HWCAP, 4, "pmull"},
    {HWCAP, 5, "sha1"},         {HWCAP, 6, "sha2"},
    {HWCAP, 7, "crc32"},        {HWCAP, 8, "atomics"},
    {HWCAP, 9, "fphp"},         {HWCAP, 10, "asimdhp"},
    {HWCAP, 12, "asimdrdm"},    {HWCAP, 13, "jscvt"},
    {HWCAP, 14, "fcma"},        {HWCAP, 15, "lrcpc"},
    {HWCAP, 16, "dcpop"},       {HWCAP, 17, "sha3"},
    {HWCAP, 18, "sm3"},         {HWCAP, 19, "sm4"},
    {HWCAP, 20, "asimddp"},     {HWCAP, 21, "sha512"},
    {HWCAP, 22, "sve"},         {HWCAP, 23, "asimdfhm"},
    {HWCAP, 24, "dit"},         {HWCAP, 25, "uscat"},
    {HWCAP, 26, "ilrcpc"},      {HWCAP, 27, "flagm"},
    {HWCAP, 28, "ssbs"},        {HWCAP, 29, "sb"},
    {HWCAP, 30, "paca"},        {HWCAP, 31, "pacg"},
    {HWCAP, 32, "gcs"},         {HWCAP, 33, "cmpbr"},
    {HWCAP, 34, "fprcvt"},      {HWCAP, 35, "f8mm8"},
    {HWCAP, 36, "f8mm4"},       {HWCAP, 37, "svef16mm"},
    {HWCAP, 38, "sveeltperm"},  {HWCAP, 39, "sveaes2"},
    {HWCAP, 40, "svebfscale"},  {HWCAP, 41, "sve2p2"},
    {HWCAP, 42, "sme2p2"},      {HWCAP, 43, "smesbitperm"},
    {HWCAP, 44, "smeaes"},      {HWCAP, 45, "smesfexpa"},
    {HWCAP, 46, "smestmop"},    {HWCAP, 47, "smesmop4"},
    {HWCAP2, 0, "dcpodp"},      {HWCAP2, 1, "sve2"},
    {HWCAP2, 2, "sveaes"},      {HWCAP2, 3, "svepmull"},
    {HWCAP2, 4, "svebitperm"},  {HWCAP2, 5, "svesha3"},
    {HWCAP2, 6, "svesm4"},      {HWCAP2, 7, "flagm2"},
    {HWCAP2, 8, "frint"},       {HWCAP2, 9, "svei8mm"},
    {HWCAP2, 10, "svef32mm"},   {HWCAP2, 11, "svef64mm"},
    {HWCAP2, 12, "svebf16"},    {HWCAP2, 13, "i8mm"},
    {HWCAP2, 14, "bf16"},       {HWCAP2, 15, "dgh"},
    {HWCAP2, 16, "rng"},        {HWCAP2, 17, "bti"},
    {HWCAP2, 18, "mte"},        {HWCAP2, 19, "ecv"},
    {HWCAP2, 20, "afp"},        {HWCAP2, 21, "rpres"},
    {HWCAP2, 22, "mte3"},       {HWCAP2, 23, "sme"},
    {HWCAP2, 24, "smei16i64"},  {HWCAP2, 25, "smef64f64"},
    {HWCAP2, 26, "smei8i32"},   {HWCAP2, 27, "smef16f32"},
    {HWCAP2, 28, "smeb16f32"},  {HWCAP2, 29, "smef32f32"},
    {HWCAP2, 30, "smefa64"},    {HWCAP2, 31, "wfxt"},
    {HWCAP2, 32, "ebf16"},      {HWCAP2, 33, "sveebf16"},
    {HWCAP2, 34, "cssc"},       {HWCAP2, 35, "rprfm"},
    {HWCAP2, 36, "sve2p1"},     {HWCAP2, 37, "sme2"},
    {HWCAP2, 38, "sme2p1"},     {HWCAP2, 39, "smei16i32"},
    {HWCAP2, 40, "smebi32i32"}, {HWCAP2, 41, "smeb16b16"},
    {HWCAP2, 42, "smef16f16"},  {HWCAP2, 43, "mops"},
    {HWCAP2, 44, "hbc"},        {HWCAP2, 45, "sveb16b16"},
    {HWCAP2, 46, "lrcpc3"},     {HWCAP2, 47, "lse128"},
    {HWCAP2, 48, "fpmr"},       {HWCAP2, 49, "lut"},
    {HWCAP2, 50, "faminmax"},   {HWCAP2, 51, "f8cvt"},
    {HWCAP2, 52, "f8fma"},      {HWCAP2, 53, "f8dp4"},
    {HWCAP2, 54, "f8dp2"},      {HWCAP2, 55, "f8e4m3"},
    {HWCAP2, 56, "f8e5m2"},     {HWCAP2, 57, "smelutv2"},
    {HWCAP2, 58, "smef8f16"},   {HWCAP2, 59, "smef8f32"},
    {HWCAP2, 60, "smesf8fma"},  {HWCAP2, 61, "smesf8dp4"},
    {HWCAP2, 62, "smesf8dp2"},  {HWCAP2, 63, "poe"},
    {HWCAP3, 0, "mtefar"},      {HWCAP3, 1, "mtestoreonly"},
    {HWCAP3, 2, "lsfe"},
};

static const struct bit arm_bits[] = {
    {HWCAP, 0, "swp"},       {HWCAP, 1, "half"},       {HWCAP, 2, "thumb"},     {HWCAP, 3, "26bit"},
    {HWCAP, 4, "fastmult"},  {HWCAP, 5, "fpa"},        {HWCAP, 6, "vfp"},       {HWCAP, 7, "edsp"},
    {HWCAP, 8, "java"},      {HWCAP, 9, "iwmmxt"},     {HWCAP, 10, "crunch"},   {HWCAP, 11, "thumbee"},
    {HWCAP, 12, "neon"},     {HWCAP, 13, "vfpv3"},     {HWCAP, 14, "vfpv3d16"}, {HWCAP, 15, "tls"},
    {HWCAP, 16, "vfpv4"},    {HWCAP, 17, "idiva"},     {HWCAP, 18, "idivt"},    {HWCAP, 19, "vfpd32"},
    {HWCAP, 20, "lpae"},     {HWCAP, 22, "fphp"},      {HWCAP, 23, "asimdhp"},  {HWCAP, 24, "asimddp"},
    {HWCAP, 25, "asimdfhm"}, {HWCAP, 26, "asimdbf16"}, {HWCAP, 27, "i8mm"},     {HWCAP2, 0, "aes"},
    {HWCAP2, 1, "pmull"},    {HWCAP2, 2, "sha1"},      {HWCAP2, 3, "sha2"},     {HWCAP2, 4, "crc32"},
    {HWCAP2, 5, "sb"},       {HWCAP2, 6, "ssbs"},
};

static const struct bit ppc_bits[] = {
    {HWCAP, 0, "ppcle"},
    {HWCAP, 1, "true_le"},
    {HWCAP, 6, "archpmu"},
    {HWCAP, 7, "vsx"},
    {HWCAP, 8, "arch_2_06"},
    {HWCAP, 9, "power6x"},
    {HWCAP, 10, "dfp"},
    {HWCAP, 11, "pa6t"},
    {HWCAP, 12, "arch_2_05"},
    {HWCAP, 13, "ic_snoop"},
    {HWCAP, 14, "smt"},
    {HWCAP, 15, "booke"},
    {HWCAP, 16, "cellbe"},
    {HWCAP, 17, "power5+"},
    {HWCAP, 18, "power5"},
    {HWCAP, 19, "power4"},
    {HWCAP, 20, "notb"},
    {HWCAP, 21, "efpdouble"},
    {HWCAP, 22, "efpsingle"},
    {HWCAP, 23, "spe"},
    {HWCAP, 24, "ucache"},
    {HWCAP, 25, "4xxmac"},
    {HWCAP, 26, "mmu"},
    {HWCAP, 27, "fpu"},
    {HWCAP, 28, "altivec"},
    {HWCAP, 29, "ppc601"},
    {HWCAP, 30, "ppc64"},
    {HWCAP, 31, "ppc32"},
    {HWCAP2, 17, "mma"},
    {HWCAP2, 18, "arch_3_1"},
    {HWCAP2, 19, "htm-no-suspend"},
    {HWCAP2, 20, "scv"},
    {HWCAP2, 21, "darn"},
    {HWCAP2, 22, "ieee128"},
    {HWCAP2, 23, "arch_3_00"},
    {HWCAP2, 24, "htm-nosc"},
    {HWCAP2, 25, "vcrypto"},
    {HWCAP2, 26, "tar"},
    {HWCAP2, 27, "isel"},
    {HWCAP2, 28, "ebb"},
    {HWCAP2, 29, "dscr"},
    {HWCAP2, 30, "htm"},
    {HWCAP2, 31, "arch_2_07"},
};

static const struct bit s390_bits[] = {
    {HWCAP, 0, "esan3"},  {HWCAP, 1, "zarch"},    {HWCAP, 2, "stfle"}, {HWCAP, 3, "msa"},
    {HWCAP, 4, "ldisp"},  {HWCAP, 5, "eimm"},     {HWCAP, 6, "dfp"},   {HWCAP, 7, "edat"},
    {HWCAP, 8, "etf3eh"}, {HWCAP, 9, "highgprs"}, {HWCAP, 10, "te"},   {HWCAP, 11, "vx"},
    {HWCAP, 12, "vxd"},   {HWCAP, 13, "vxe"},     {HWCAP, 14, "gs"},   {HWCAP, 15, "vxe2"},
    {HWCAP, 16, "vxp"},   {HWCAP, 17, "sort"},    {HWCAP, 18, "dflt"}, {HWCAP, 19, "vxp2"},
    {HWCAP, 20, "nnpa"},  {HWCAP, 21, "pcimio"},  {HWCAP, 22, "sie"},
};

static const struct bit riscv_bits[] = {
    {HWCAP, 0, "a"}, {HWCAP, 1, "b"},  {HWCAP, 2, "c"},  {HWCAP, 3, "d"},  {HWCAP, 5, "f"},
    {HWCAP, 8, "i"}, {HWCAP, 12, "m"}, {HWCAP, 16, "q"}, {HWCAP, 21, "v"},
};

static const struct bit loongarch_bits[] = {
    {HWCAP, 0, "cpucfg"},    {HWCAP, 1, "lam"},  {HWCAP, 2, "ual"},      {HWCAP, 3, "fpu"},
    {HWCAP, 4, "lsx"},       {HWCAP, 5, "lasx"}, {HWCAP, 6, "crc32"},    {HWCAP, 7, "complex"},
    {HWCAP, 8, "crypto"},    {HWCAP, 9, "lvz"},  {HWCAP, 10, "lbt_x86"}, {HWCAP, 11, "lbt_arm"},
    {HWCAP, 12, "lbt_mips"}, {HWCAP, 13, "ptw"}, {HWCAP, 14, "lspw"},
};

static const struct bit mips_bits[] = {
    {HWCAP, 0, "r6"},
    {HWCAP, 1, "msa"},
    {HWCAP, 2, "crc32"},
    {HWCAP, 3, "mips16"},
    {HWCAP, 4, "mdmx"},
    {HWCAP, 5, "mips3d"},
    {HWCAP, 6, "smartmips"},
    {HWCAP, 7, "dsp"},
    {HWCAP, 8, "dsp2"},
    {HWCAP, 9, "dsp3"},
    {HWCAP, 10, "mips16e2"},
    {HWCAP, 11, "loongson-mmi"},
    {HWCAP, 12, "loongson-ext"},
    {HWCAP, 13, "loongson-ext2"},
    {HWCAP, 14, "loongson-cpucfg"},
};

static const struct bit sparc_bits[] = {
    {HWCAP, 0, "flush"},  {HWCAP, 1, "stbar"},   {HWCAP, 2, "swap"},    {HWCAP, 3, "muldiv"},
    {HWCAP, 4, "v9"},     {HWCAP, 5, "ultra3"},  {HWCAP, 6, "blkinit"}, {HWCAP, 7, "n2"},
    {HWCAP, 8, "mul32"},  {HWCAP, 9, "div32"},   {HWCAP, 10, "fsmuld"}, {HWCAP, 11, "v8plus"},
    {HWCAP, 12, "popc"},  {HWCAP, 13, "vis"},    {HWCAP, 14, "vis2"},   {HWCAP, 15, "ASIBlkInit"},
    {HWCAP, 16, "fmaf"},  {HWCAP, 17, "vis3"},   {HWCAP, 18, "hpc"},    {HWCAP, 19, "random"},
    {HWCAP, 20, "trans"}, {HWCAP, 21, "fjfmau"}, {HWCAP, 22, "ima"},    {HWCAP, 23, "cspare"},
    {HWCAP, 24, "pause"}, {HWCAP, 25, "cbcond"}, {HWCAP, 26, "crypto"}, {HWCAP, 27, "adp"},
};

struct hwcap_family {
    char machine[10], platform[8]; /* starts of uname -m and, in the native mode, of AT_PLATFORM; "": any */
    const struct bit *bits;
    size_t count;
    const char *others; /* further names, which only /proc/cpuinfo shows */
};

#define COUNT(bits) (sizeof(bits) / sizeof *(bits))

static const struct hwcap_family families[] = {
    {"aarch64", "aarch64", aarch64_bits, COUNT(aarch64_bits), ""},
    {"arm", "v", arm_bits, COUNT(arm_bits), ""},
    {"ppc", "", ppc_bits, COUNT(ppc_bits), ""},
    {"s390", "", s390_bits, COUNT(s390_bits), ""},
    {"riscv", "", riscv_bits, COUNT(riscv_bits),
     "zaamo zabha zacas zalrsc zawrs zba zbb zbc zbkb zbkc zbkx zbs zca zcb zcd zcf zclsd zcmop zfa zfbfmin "
     "zfh zfhmin zicbom zicbop zicboz zicclsm ziccrse zicfilp zicfiss zicntr zicond zicsr zifencei zihintntl "
     "zihintpause zihpm zilsd zimop zkn zknd zkne zknh zkr zks zksed zksh zkt ztso zvbb zvbc zve32f zve32x "
     "zve64d zve64f zve64x zvfbfmin zvfbfwma zvfh zvfhmin zvkb zvkg zvkn zvknc zvkned zvkng zvknha zvknhb "
     "zvks zvksc zvksed zvksg zvksh zvkt xsfvfnrclipxfqf xsfvfwmaccqqq xsfvqmaccdod xsfvqmaccqoq "
     "xtheadvector"},
    {"loongarch", "", loongarch_bits, COUNT(loongarch_bits), "lam_bh scq"},
    {"mips", "", mips_bits, COUNT(mips_bits),
     "micromips mips1 mips2 mips3 mips4 mips5 mips32r1 mips32r2 mips32r5 mips32r6 mips64r1 mips64r2 mips64r5 "
     "mips64r6"},
    {"sparc", "", sparc_bits, COUNT(sparc_bits),
     "aes des kasumi camellia md5 sha1 sha256 sha512 mpmul montmul montsqr crc32c"},
};

const struct hwcap_family *envfp__hwcap_family(struct view machine)
{
    for (size_t i = 0; i < COUNT(families); i++)
        if (view_starts(machine, view_of(families[i].machine)))
            return &families[i];
    return NULL;
}

static void add_bits(struct collect *c, const struct hwcap_family *family, enum word word, uint64_t value,
                     struct bag *names)
{
    for (size_t i = 0; i < family->count; i++)
        if (family->bits[i].word == word && (value >> family->bits[i].bit & 1))
            envfp__bag_add(c, names, view_of(family->bits[i].name));
}

static bool has_word(const struct hwcap_family *family, enum word word)
{
    for (size_t i = 0; i < family->count; i++)
        if (family->bits[i].word == word)
            return true;
    return false;
}

bool envfp__hwcap_read(struct collect *c, const struct hwcap_family *family, struct bag *names)
{
    static const char keys[WORDS][10] = {
        [HWCAP] = "AT_HWCAP", [HWCAP2] = "AT_HWCAP2", [HWCAP3] = "AT_HWCAP3"};
    struct view text;
    if (*family->platform && source_auxv(c->source, c->scratch, "AT_PLATFORM", &text) == ENVFP_REASON_NONE &&
        !view_starts(text, view_of(family->platform)))
        return false;
    for (enum word word = HWCAP; word < WORDS; word++) {
        uint64_t value;
        if (!has_word(family, word))
            continue;
        if (source_auxv(c->source, c->scratch, keys[word], &text) == ENVFP_REASON_NONE &&
            envfp__view_number(text, 16, &value))
            add_bits(c, family, word, value, names);
        else if (word == HWCAP)
            return false;
    }
    return true;
}

static bool is_known(const struct hwcap_family *family, struct view name)
{
    struct view rest = view_of(family->others), other;
    for (size_t i = 0; i < family->count; i++)
        if (view_is(name, family->bits[i].name))
            return true;
    while (view_cut_word(&rest, &other))
        if (view_equal(other, name))
            return true;
    return false;
}

void envfp__hwcap_reduce(struct collect *c, const struct hwcap_family *family, struct view flags,
                         struct bag *names)
{
    size_t start = 0;
    for (size_t i = 0; i <= flags.length; i++) {
        if (i < flags.length && !byte_is_blank(flags.text[i]) && flags.text[i] != ',')
            continue;
        struct view name = {view_at(flags, start), i - start};
        if (name.length && is_known(family, name))
            envfp__bag_add(c, names, name);
        start = i + 1;
    }
}
