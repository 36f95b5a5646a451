/* SPDX-License-Identifier: MIT */
#include "collect/hardware/x86.h"

/*
 * CPUID's bits under the names that Linux gives them in /proc/cpuinfo. A row that is not KERNEL is an extension that
 * programs may use; `cpu.isa` consists of these, so adding or removing one changes digests and needs a new schema
 * number of the hardware layer. KERNEL rows are context only. Rows of one leaf are adjacent, so that the leaf is read
 * once.
 */

/* clang-format off */
const struct x86_bit envfp__x86_bits[] = {
    {0x1, 0, EDX, 0, USER, "fpu"},         {0x1, 0, EDX, 1, KERNEL, "vme"},
    {0x1, 0, EDX, 2, KERNEL, "de"},        {0x1, 0, EDX, 3, KERNEL, "pse"},
    {0x1, 0, EDX, 4, USER, "tsc"},         {0x1, 0, EDX, 5, KERNEL, "msr"},
    {0x1, 0, EDX, 6, KERNEL, "pae"},       {0x1, 0, EDX, 7, KERNEL, "mce"},
    {0x1, 0, EDX, 8, USER, "cx8"},         {0x1, 0, EDX, 9, KERNEL, "apic"},
    {0x1, 0, EDX, 11, KERNEL, "sep"},      {0x1, 0, EDX, 12, KERNEL, "mtrr"},
    {0x1, 0, EDX, 13, KERNEL, "pge"},      {0x1, 0, EDX, 14, KERNEL, "mca"},
    {0x1, 0, EDX, 15, USER, "cmov"},       {0x1, 0, EDX, 16, KERNEL, "pat"},
    {0x1, 0, EDX, 17, KERNEL, "pse36"},    {0x1, 0, EDX, 18, KERNEL, "pn"},
    {0x1, 0, EDX, 19, USER, "clflush"},    {0x1, 0, EDX, 21, KERNEL, "dts"},
    {0x1, 0, EDX, 22, KERNEL, "acpi"},     {0x1, 0, EDX, 23, USER, "mmx"},
    {0x1, 0, EDX, 24, USER, "fxsr"},       {0x1, 0, EDX, 25, USER, "sse"},
    {0x1, 0, EDX, 26, USER, "sse2"},       {0x1, 0, EDX, 27, KERNEL, "ss"},
    {0x1, 0, EDX, 28, KERNEL, "ht"},       {0x1, 0, EDX, 29, KERNEL, "tm"},
    {0x1, 0, EDX, 30, KERNEL, "ia64"},     {0x1, 0, EDX, 31, KERNEL, "pbe"},
    {0x1, 0, ECX, 0, USER, "pni"},         {0x1, 0, ECX, 1, USER, "pclmulqdq"},
    {0x1, 0, ECX, 2, KERNEL, "dtes64"},    {0x1, 0, ECX, 3, KERNEL, "monitor"},
    {0x1, 0, ECX, 4, KERNEL, "ds_cpl"},    {0x1, 0, ECX, 5, KERNEL, "vmx"},
    {0x1, 0, ECX, 6, KERNEL, "smx"},       {0x1, 0, ECX, 7, KERNEL, "est"},
    {0x1, 0, ECX, 8, KERNEL, "tm2"},       {0x1, 0, ECX, 9, USER, "ssse3"},
    {0x1, 0, ECX, 10, KERNEL, "cid"},      {0x1, 0, ECX, 11, KERNEL, "sdbg"},
    {0x1, 0, ECX, 12, AVX, "fma"},         {0x1, 0, ECX, 13, USER, "cx16"},
    {0x1, 0, ECX, 14, KERNEL, "xtpr"},     {0x1, 0, ECX, 15, KERNEL, "pdcm"},
    {0x1, 0, ECX, 17, KERNEL, "pcid"},     {0x1, 0, ECX, 18, KERNEL, "dca"},
    {0x1, 0, ECX, 19, USER, "sse4_1"},     {0x1, 0, ECX, 20, USER, "sse4_2"},
    {0x1, 0, ECX, 21, KERNEL, "x2apic"},   {0x1, 0, ECX, 22, USER, "movbe"},
    {0x1, 0, ECX, 23, USER, "popcnt"},     {0x1, 0, ECX, 24, KERNEL, "tsc_deadline_timer"},
    {0x1, 0, ECX, 25, USER, "aes"},        {0x1, 0, ECX, 26, XSAVE, "xsave"},
    {0x1, 0, ECX, 28, AVX, "avx"},         {0x1, 0, ECX, 29, AVX, "f16c"},
    {0x1, 0, ECX, 30, USER, "rdrand"},     {0x1, 0, ECX, 31, KERNEL, "hypervisor"},

    {0x6, 0, EAX, 0, KERNEL, "dtherm"},    {0x6, 0, EAX, 1, KERNEL, "ida"},
    {0x6, 0, EAX, 2, KERNEL, "arat"},      {0x6, 0, EAX, 4, KERNEL, "pln"},
    {0x6, 0, EAX, 6, KERNEL, "pts"},       {0x6, 0, EAX, 7, KERNEL, "hwp"},
    {0x6, 0, ECX, 0, KERNEL, "aperfmperf"}, {0x6, 0, ECX, 3, KERNEL, "epb"},

    {0x7, 0, EBX, 0, KERNEL, "fsgsbase"},  {0x7, 0, EBX, 1, KERNEL, "tsc_adjust"},
    {0x7, 0, EBX, 2, KERNEL, "sgx"},       {0x7, 0, EBX, 3, USER, "bmi1"},
    {0x7, 0, EBX, 4, USER, "hle"},         {0x7, 0, EBX, 5, AVX, "avx2"},
    {0x7, 0, EBX, 7, KERNEL, "smep"},      {0x7, 0, EBX, 8, USER, "bmi2"},
    {0x7, 0, EBX, 9, USER, "erms"},        {0x7, 0, EBX, 10, KERNEL, "invpcid"},
    {0x7, 0, EBX, 11, USER, "rtm"},        {0x7, 0, EBX, 12, KERNEL, "cqm"},
    {0x7, 0, EBX, 14, KERNEL, "mpx"},      {0x7, 0, EBX, 15, KERNEL, "rdt_a"},
    {0x7, 0, EBX, 16, AVX512, "avx512f"},  {0x7, 0, EBX, 17, AVX512, "avx512dq"},
    {0x7, 0, EBX, 18, USER, "rdseed"},     {0x7, 0, EBX, 19, USER, "adx"},
    {0x7, 0, EBX, 20, KERNEL, "smap"},     {0x7, 0, EBX, 21, AVX512, "avx512ifma"},
    {0x7, 0, EBX, 23, USER, "clflushopt"}, {0x7, 0, EBX, 24, USER, "clwb"},
    {0x7, 0, EBX, 25, KERNEL, "intel_pt"}, {0x7, 0, EBX, 26, AVX512, "avx512pf"},
    {0x7, 0, EBX, 27, AVX512, "avx512er"}, {0x7, 0, EBX, 28, AVX512, "avx512cd"},
    {0x7, 0, EBX, 29, USER, "sha_ni"},     {0x7, 0, EBX, 30, AVX512, "avx512bw"},
    {0x7, 0, EBX, 31, AVX512, "avx512vl"}, {0x7, 0, ECX, 1, AVX512, "avx512vbmi"},
    {0x7, 0, ECX, 2, KERNEL, "umip"},      {0x7, 0, ECX, 3, KERNEL, "pku"},
    {0x7, 0, ECX, 4, USER, "ospke"},       {0x7, 0, ECX, 5, USER, "waitpkg"},
    {0x7, 0, ECX, 6, AVX512, "avx512_vbmi2"}, {0x7, 0, ECX, 8, USER, "gfni"},
    {0x7, 0, ECX, 9, AVX, "vaes"},         {0x7, 0, ECX, 10, AVX, "vpclmulqdq"},
    {0x7, 0, ECX, 11, AVX512, "avx512_vnni"}, {0x7, 0, ECX, 12, AVX512, "avx512_bitalg"},
    {0x7, 0, ECX, 13, KERNEL, "tme"},      {0x7, 0, ECX, 14, AVX512, "avx512_vpopcntdq"},
    {0x7, 0, ECX, 16, KERNEL, "la57"},     {0x7, 0, ECX, 22, USER, "rdpid"},
    {0x7, 0, ECX, 24, KERNEL, "bus_lock_detect"}, {0x7, 0, ECX, 25, USER, "cldemote"},
    {0x7, 0, ECX, 27, USER, "movdiri"},    {0x7, 0, ECX, 28, USER, "movdir64b"},
    {0x7, 0, ECX, 29, KERNEL, "enqcmd"},   {0x7, 0, ECX, 30, KERNEL, "sgx_lc"},
    {0x7, 0, EDX, 2, AVX512, "avx512_4vnniw"}, {0x7, 0, EDX, 3, AVX512, "avx512_4fmaps"},
    {0x7, 0, EDX, 4, USER, "fsrm"},        {0x7, 0, EDX, 8, AVX512, "avx512_vp2intersect"},
    {0x7, 0, EDX, 10, KERNEL, "md_clear"}, {0x7, 0, EDX, 14, USER, "serialize"},
    {0x7, 0, EDX, 16, USER, "tsxldtrk"},   {0x7, 0, EDX, 18, KERNEL, "pconfig"},
    {0x7, 0, EDX, 19, KERNEL, "arch_lbr"}, {0x7, 0, EDX, 20, KERNEL, "ibt"},
    {0x7, 0, EDX, 22, AMX, "amx_bf16"},    {0x7, 0, EDX, 23, AVX512, "avx512_fp16"},
    {0x7, 0, EDX, 24, AMX, "amx_tile"},    {0x7, 0, EDX, 25, AMX, "amx_int8"},
    {0x7, 0, EDX, 28, KERNEL, "flush_l1d"}, {0x7, 0, EDX, 29, KERNEL, "arch_capabilities"},

    {0x7, 1, EAX, 0, AVX, "sha512"},       {0x7, 1, EAX, 1, AVX, "sm3"},
    {0x7, 1, EAX, 2, AVX, "sm4"},          {0x7, 1, EAX, 3, USER, "rao_int"},
    {0x7, 1, EAX, 4, AVX, "avx_vnni"},     {0x7, 1, EAX, 5, AVX512, "avx512_bf16"},
    {0x7, 1, EAX, 7, USER, "cmpccxadd"},   {0x7, 1, EAX, 10, USER, "fzrm"},
    {0x7, 1, EAX, 11, USER, "fsrs"},       {0x7, 1, EAX, 12, USER, "fsrc"},
    {0x7, 1, EAX, 18, KERNEL, "lkgs"},     {0x7, 1, EAX, 21, AMX, "amx_fp16"},
    {0x7, 1, EAX, 23, AVX, "avx_ifma"},    {0x7, 1, EAX, 26, KERNEL, "lam"},
    {0x7, 1, EAX, 31, USER, "movrs"},
    {0x7, 1, EDX, 4, AVX, "avx_vnni_int8"}, {0x7, 1, EDX, 5, AVX, "avx_ne_convert"},
    {0x7, 1, EDX, 8, AMX, "amx_complex"},  {0x7, 1, EDX, 10, AVX, "avx_vnni_int16"},
    {0x7, 1, EDX, 14, USER, "prefetchi"},  {0x7, 1, EDX, 15, KERNEL, "user_msr"},
     {0x7, 1, EDX, 19, AVX512, "avx10"},
    {0x7, 1, EDX, 21, APX, "apx"},

    {0xd, 1, EAX, 0, XSAVE, "xsaveopt"},   {0xd, 1, EAX, 1, XSAVE, "xsavec"},
    {0xd, 1, EAX, 2, XSAVE, "xgetbv1"},    {0xd, 1, EAX, 3, KERNEL, "xsaves"},

    {0x1e, 1, EAX, 4, AMX, "amx_fp8"},     {0x1e, 1, EAX, 6, AMX, "amx_tf32"},
    {0x1e, 1, EAX, 7, AMX, "amx_avx512"},  {0x1e, 1, EAX, 8, AMX, "amx_movrs"},

    /* Not a bit: the lowest version of AVX10 that has it. */
    {0x24, 0, EBX, 2, AVX512, "avx10_2"},

    {0x29, 0, EBX, 0, APX, "apx_nci_ndd_nf"},

    {0x80000001, 0, EDX, 11, KERNEL, "syscall"}, {0x80000001, 0, EDX, 19, KERNEL, "mp"},
    {0x80000001, 0, EDX, 20, KERNEL, "nx"}, {0x80000001, 0, EDX, 22, USER, "mmxext"},
    {0x80000001, 0, EDX, 25, KERNEL, "fxsr_opt"}, {0x80000001, 0, EDX, 26, KERNEL, "pdpe1gb"},
    {0x80000001, 0, EDX, 27, USER, "rdtscp"}, {0x80000001, 0, EDX, 29, USER, "lm"},
    {0x80000001, 0, EDX, 30, USER, "3dnowext"}, {0x80000001, 0, EDX, 31, USER, "3dnow"},
    {0x80000001, 0, ECX, 0, USER, "lahf_lm"}, {0x80000001, 0, ECX, 1, KERNEL, "cmp_legacy"},
    {0x80000001, 0, ECX, 2, KERNEL, "svm"}, {0x80000001, 0, ECX, 3, KERNEL, "extapic"},
    {0x80000001, 0, ECX, 4, KERNEL, "cr8_legacy"}, {0x80000001, 0, ECX, 5, USER, "abm"},
    {0x80000001, 0, ECX, 6, USER, "sse4a"}, {0x80000001, 0, ECX, 7, USER, "misalignsse"},
    {0x80000001, 0, ECX, 8, USER, "3dnowprefetch"}, {0x80000001, 0, ECX, 9, KERNEL, "osvw"},
    {0x80000001, 0, ECX, 10, KERNEL, "ibs"}, {0x80000001, 0, ECX, 11, AVX, "xop"},
    {0x80000001, 0, ECX, 12, KERNEL, "skinit"}, {0x80000001, 0, ECX, 13, KERNEL, "wdt"},
    {0x80000001, 0, ECX, 15, KERNEL, "lwp"}, {0x80000001, 0, ECX, 16, AVX, "fma4"},
    {0x80000001, 0, ECX, 17, KERNEL, "tce"}, {0x80000001, 0, ECX, 19, KERNEL, "nodeid_msr"},
    {0x80000001, 0, ECX, 21, USER, "tbm"}, {0x80000001, 0, ECX, 22, KERNEL, "topoext"},
    {0x80000001, 0, ECX, 23, KERNEL, "perfctr_core"}, {0x80000001, 0, ECX, 24, KERNEL, "perfctr_nb"},
    {0x80000001, 0, ECX, 26, KERNEL, "bpext"}, {0x80000001, 0, ECX, 27, KERNEL, "ptsc"},
    {0x80000001, 0, ECX, 28, KERNEL, "perfctr_llc"}, {0x80000001, 0, ECX, 29, USER, "mwaitx"},

    {0x80000007, 0, EDX, 7, KERNEL, "hw_pstate"}, {0x80000007, 0, EDX, 9, KERNEL, "cpb"},
    {0x80000007, 0, EDX, 11, KERNEL, "proc_feedback"},

    {0x80000008, 0, EBX, 0, USER, "clzero"}, {0x80000008, 0, EBX, 1, KERNEL, "irperf"},
    {0x80000008, 0, EBX, 2, KERNEL, "xsaveerptr"}, {0x80000008, 0, EBX, 4, USER, "rdpru"},
    {0x80000008, 0, EBX, 9, KERNEL, "wbnoinvd"}, {0x80000008, 0, EBX, 12, KERNEL, "ibpb"},
    {0x80000008, 0, EBX, 14, KERNEL, "ibrs"}, {0x80000008, 0, EBX, 15, KERNEL, "stibp"},
    {0x80000008, 0, EBX, 24, KERNEL, "ssbd"}, {0x80000008, 0, EBX, 25, KERNEL, "virt_ssbd"},

    {0x8000000a, 0, EDX, 0, KERNEL, "npt"}, {0x8000000a, 0, EDX, 1, KERNEL, "lbrv"},
    {0x8000000a, 0, EDX, 2, KERNEL, "svm_lock"}, {0x8000000a, 0, EDX, 3, KERNEL, "nrip_save"},
    {0x8000000a, 0, EDX, 4, KERNEL, "tsc_scale"}, {0x8000000a, 0, EDX, 5, KERNEL, "vmcb_clean"},
    {0x8000000a, 0, EDX, 6, KERNEL, "flushbyasid"}, {0x8000000a, 0, EDX, 7, KERNEL, "decodeassists"},
    {0x8000000a, 0, EDX, 10, KERNEL, "pausefilter"}, {0x8000000a, 0, EDX, 12, KERNEL, "pfthreshold"},
    {0x8000000a, 0, EDX, 13, KERNEL, "avic"}, {0x8000000a, 0, EDX, 15, KERNEL, "v_vmsave_vmload"},
    {0x8000000a, 0, EDX, 16, KERNEL, "vgif"},

    /* AMD's own bits for extensions that Intel shows in leaf 7. */
    {0x80000021, 0, EAX, 20, USER, "prefetchi"}, {0x80000021, 0, EAX, 23, AVX512, "avx512_bmm"},

    {0xc0000001, 0, EDX, 2, KERNEL, "rng"}, {0xc0000001, 0, EDX, 3, USER, "rng_en"},
    {0xc0000001, 0, EDX, 6, KERNEL, "ace"}, {0xc0000001, 0, EDX, 7, USER, "ace_en"},
    {0xc0000001, 0, EDX, 8, KERNEL, "ace2"}, {0xc0000001, 0, EDX, 9, USER, "ace2_en"},
    {0xc0000001, 0, EDX, 10, KERNEL, "phe"}, {0xc0000001, 0, EDX, 11, USER, "phe_en"},
    {0xc0000001, 0, EDX, 12, KERNEL, "pmm"}, {0xc0000001, 0, EDX, 13, USER, "pmm_en"},
};
/* clang-format on */

const size_t envfp__x86_bit_count = sizeof envfp__x86_bits / sizeof *envfp__x86_bits;
