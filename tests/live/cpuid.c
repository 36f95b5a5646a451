/* SPDX-License-Identifier: MIT */
/*
 * Preloaded: the processor's account of hypervisors becomes another one. CPUID is made to fault (arch_prctl(2),
 * ARCH_SET_CPUID; needs the flag cpuid_fault), and the signal's handler answers in its place. FAKE_HYPERVISOR is the
 * signature of up to twelve bytes; empty, there is no hypervisor. Any other leaf is the processor's.
 */
#define _GNU_SOURCE
#include <cpuid.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#define ARCH_SET_CPUID 0x1012
#define UNDEFINED_HERE 126 /* exit status: this machine cannot */

static char signature[12];
static int present;

static void allow(unsigned long on)
{
    if (syscall(SYS_arch_prctl, ARCH_SET_CPUID, on) != 0)
        _exit(UNDEFINED_HERE);
}

static void answer(uint32_t leaf, uint32_t subleaf, uint32_t r[4])
{
    memset(r, 0, 16);
    if (leaf == 0x40000000 && present) {
        r[0] = 0x4000000c;
        memcpy(&r[1], signature, 12);
    } else if (leaf == 0x40000001 && memcmp(signature, "Microsoft Hv", 12) == 0) {
        memcpy(&r[0], "Hv#1", 4); /* the interface; no privileges follow, as for a guest */
    } else if (leaf >= 0x40000000 && leaf <= 0x4000ffff) {
        return;
    } else {
        __cpuid_count(leaf, subleaf, r[0], r[1], r[2], r[3]);
    }
    if (leaf == 1)
        r[2] = (r[2] & 0x7fffffff) | (uint32_t)present << 31;
}

static void fault(int number, siginfo_t *info, void *context)
{
    greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
    const unsigned char *code = (const unsigned char *)(uintptr_t)registers[REG_RIP];
    uint32_t r[4];
    (void)info;
    if (code[0] != 0x0f || code[1] != 0xa2) {
        signal(number, SIG_DFL); /* a true fault, which comes again */
        return;
    }
    allow(1);
    answer((uint32_t)registers[REG_RAX], (uint32_t)registers[REG_RCX], r);
    allow(0);
    registers[REG_RAX] = r[0];
    registers[REG_RBX] = r[1];
    registers[REG_RCX] = r[2];
    registers[REG_RDX] = r[3];
    registers[REG_RIP] += 2;
}

__attribute__((constructor)) static void start(void)
{
    const char *given = getenv("FAKE_HYPERVISOR");
    struct sigaction action = {.sa_sigaction = fault, .sa_flags = SA_SIGINFO | SA_NODEFER};
    if (!given)
        return;
    present = *given != '\0';
    memcpy(signature, given, strnlen(given, 12));
    if (sigaction(SIGSEGV, &action, NULL) != 0)
        _exit(UNDEFINED_HERE);
    allow(0);
}
