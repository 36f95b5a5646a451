/* SPDX-License-Identifier: MIT */
/*
 * What CPUID shows of hypervisors. Each leaf costs a trap in a virtual machine, so the scan starts only if the
 * hypervisor bit is set, and ends early.
 */
#ifdef DECLARING

COLLECTOR(0, LIVE)

SEEN("/sys/devices/system/cpu/sev")

FACT("cpuid.hyperv_root", BOOLEAN, CONTEXT, INFORMS, MACHINE, "", "",
     "CPUID leaf 0x40000003; Hyper-V Top Level Functional Specification",
     "Whether this is Hyper-V's root partition, which looks like a guest.")
FACT("cpuid.hypervisor_bit", BOOLEAN, CONTEXT, INFORMS, MACHINE, "", "", "CPUID leaf 1, ECX bit 31",
     "Whether the processor says that a hypervisor is present.")
FACT("cpuid.isolation", STRING, HASHED, ALTERS, MACHINE, "", "", "CPUID leaves 0x21 and 0x4000000c",
     "Technology that keeps this virtual machine's memory from its host.")
FACT("cpuid.sev_capable", SET, CONTEXT, INFORMS, MACHINE, "", "", "CPUID leaf 0x8000001f",
     "Encryption that the processor could give; whether it is in use, only root may read.")
FACT("cpuid.signatures", SET, HASHED, ALTERS, MACHINE, "", "",
     "CPUID leaves from 0x40000000; Documentation/virt/kvm/x86/cpuid.rst",
     "Every hypervisor interface that the processor offers: clocks, spinlocks and interrupts work "
     "differently.")
FACT("sysfs_hypervisor.sev_snp", BOOLEAN, CONTEXT, INFORMS, MACHINE, "", "/sys/devices/system/cpu/sev",
     "Documentation/ABI/testing/sysfs-hypervisor",
     "Whether the kernel says that it runs under SEV-SNP; kernels before 6.14 do not.")

#else
#define LAYER HYPERVISOR
#define OWNER cpuid
#define DECLARES "collect/hypervisor/cpuid.c"
#include "collect/declare.h"

#include "base/cpuid.h"
#include "collect/collect.h"

#define FIRST 0x40000000U
#define STEP 0x100U
#define LAST 0x4000ff00U

enum { EAX, EBX, ECX, EDX };

/* Hyper-V's interface, "Hv#1" in EAX, and bits of EBX behind it; Top Level Functional Specification, chapter 2. */
#define HYPERV 0x31237648U
enum { HYPERV_MANAGES_CPUS = 12, HYPERV_ISOLATED = 22 };
enum { HYPERV_SNP = 2, HYPERV_TDX = 3 }; /* kinds of isolation */

/* Bits of EAX of leaf 0x8000001f; AMD64 Architecture Programmer's Manual, volume 3. */
enum { SEV = 1 << 1, SEV_ES = 1 << 3, SEV_SNP = 1 << 4 };

enum { SIGNATURE_LENGTH = 3 * sizeof(uint32_t) };

static bool read_leaf(struct collect *c, uint32_t leaf, uint32_t r[4])
{
    return source_cpuid(c->source, 0, leaf, 0, r) == ENVFP_REASON_NONE;
}

/* A signature up to the first NUL; false where it is no printable text. */
static bool signature_of(const uint32_t r[4], char text[SIGNATURE_LENGTH + 1])
{
    *cpuid_text(cpuid_text(cpuid_text(text, r[EBX]), r[ECX]), r[EDX]) = '\0';
    size_t length = strlen(text);
    for (size_t i = 0; i < length; i++)
        if (text[i] < ' ' || text[i] > '~')
            return false;
    return view_trim((struct view){text, length}).length > 0;
}

/*
 * Collects the signature of every interface, in steps of 0x100: where Hyper-V's enlightenments are at 0x40000000, KVM's
 * or Xen's own interface is at 0x40000100. KVM's own comes last (QEMU, target/i386/kvm/kvm.c), so the scan ends there,
 * which saves a trap. It also ends at an empty range, unless that is the first: an interface beyond an empty range has
 * not been seen in practice, and looking for one would cost 254 traps. Returns the base of Microsoft's interface, or 0.
 */
static uint32_t scan(struct collect *c, struct bag *signatures)
{
    uint32_t microsoft = 0;
    char first[SIGNATURE_LENGTH + 1] = "";
    for (uint32_t base = FIRST; base <= LAST; base += STEP) {
        uint32_t r[4];
        char text[SIGNATURE_LENGTH + 1];
        bool found = read_leaf(c, base, r) && signature_of(r, text);
        /* A processor answers a leaf that it lacks with its highest one. */
        found = found && !(base != FIRST && r[EAX] < base && r[EAX] != 0 && strcmp(text, first) == 0);
        if (found) {
            envfp__bag_add(c, signatures, view_of(text));
            if (strcmp(text, "Microsoft Hv") == 0)
                microsoft = base;
            if (strcmp(text, "KVMKVMKVM") == 0)
                break;
            if (base == FIRST)
                memcpy(first, text, sizeof first);
        } else if (base >= FIRST + STEP) {
            break;
        }
    }
    return microsoft;
}

static void collect_hyperv(struct collect *c, uint32_t base)
{
    uint32_t r[4];
    if (!read_leaf(c, base + 1, r) || r[EAX] != HYPERV)
        return;
    if (!read_leaf(c, base + 3, r))
        return;
    /* Linux takes the right to manage CPUs for the mark of the root partition, and a confidential guest's
     * word for nothing (arch/x86/kernel/cpu/mshyperv.c). */
    bool isolated = r[EBX] >> HYPERV_ISOLATED & 1;
    fact_boolean(c, "cpuid.hyperv_root", r[EBX] >> HYPERV_MANAGES_CPUS & 1 && !isolated);
    if (!isolated || !read_leaf(c, base + 0xc, r))
        return;
    uint32_t type = r[EBX] & 0xf;
    if (type == HYPERV_SNP || type == HYPERV_TDX)
        fact_string(c, "cpuid.isolation", view_of(type == HYPERV_SNP ? "sev-snp" : "tdx"));
}

/* SEV is AMD's and Hygon's. */
static bool is_intel(struct collect *c)
{
    uint32_t r[4];
    return read_leaf(c, 0, r) && r[EBX] == 0x756e6547 && r[EDX] == 0x49656e69 && r[ECX] == 0x6c65746e;
}

static void collect_confidential(struct collect *c)
{
    uint32_t r[4];
    if (read_leaf(c, 0x21, r)) {
        char text[SIGNATURE_LENGTH + 1];
        /* EBX, EDX, ECX, as leaf 0 does. */
        uint32_t turned[4] = {0, r[EBX], r[EDX], r[ECX]};
        if (signature_of(turned, text) && strcmp(text, "IntelTDX    ") == 0)
            fact_string(c, "cpuid.isolation", VIEW("tdx"));
    }
    if (!is_intel(c) && read_leaf(c, 0x8000001f, r) && r[EAX] & (SEV | SEV_ES | SEV_SNP)) {
        struct bag names = {0};
        if (r[EAX] & SEV)
            envfp__bag_add(c, &names, VIEW("sev"));
        if (r[EAX] & SEV_ES)
            envfp__bag_add(c, &names, VIEW("sev_es"));
        if (r[EAX] & SEV_SNP)
            envfp__bag_add(c, &names, VIEW("sev_snp"));
        fact_set(c, "cpuid.sev_capable", names.items, names.count);
        /* Since Linux 6.14 a folder shows that the kernel is an SEV-SNP guest. */
        struct source_stat stat;
        if (r[EAX] & SEV_SNP &&
            source_stat(c->source, "/sys/devices/system/cpu/sev", &stat) == ENVFP_REASON_NONE)
            fact_boolean(c, "sysfs_hypervisor.sev_snp", true);
    }
}

void envfp__collect_cpuid(struct collect *c)
{
    uint32_t r[4];
    enum envfp_reason reason = source_cpuid(c->source, 0, 1, 0, r);
    if (reason != ENVFP_REASON_NONE) {
        /* Other processors have no such leaves: that is no gap. */
        if (reason != ENVFP_REASON_UNSUPPORTED)
            fact_gap(c, "cpuid.*", reason);
        return;
    }
    bool present = r[ECX] >> 31 & 1;
    fact_boolean(c, "cpuid.hypervisor_bit", present);
    if (!present)
        return;
    struct bag signatures = {0};
    uint32_t microsoft = scan(c, &signatures);
    fact_set(c, "cpuid.signatures", signatures.items, signatures.count);
    if (microsoft)
        collect_hyperv(c, microsoft);
    collect_confidential(c);
}

#endif
