/* SPDX-License-Identifier: MIT */
/* The processor and kernel that this process runs on. */
#include "source/live.h"

#include "base/text.h"

#include <errno.h>
#include <sys/auxv.h>
#include <sys/utsname.h>

#if defined(__x86_64__) || defined(__i386__)
#include "base/processor.h"

enum envfp_reason envfp__machine_cpuid(void *self, unsigned cpu, uint32_t leaf, uint32_t subleaf,
                                       uint32_t registers[4])
{
    (void)self;
    if (cpu != 0)
        return ENVFP_REASON_ABSENT;
    __cpuid_count(leaf, subleaf, registers[0], registers[1], registers[2], registers[3]);
    return ENVFP_REASON_NONE;
}

unsigned envfp__machine_cpuid_count(void *self)
{
    (void)self;
    return 1;
}

/* XCR0: which register states the kernel switches. Only there where OSXSAVE says that XGETBV works. */
static bool read_xcr0(uint64_t *xcr0)
{
    uint32_t leaf[4], a, d;
    processor_leaf(1, 0, leaf); /* the C library's copy of the leaf: the kernel's view, and no trap */
    if (!(leaf[2] & UINT32_C(1) << 27))
        return false;
    __asm__ volatile("xgetbv" : "=a"(a), "=d"(d) : "c"(0));
    *xcr0 = (uint64_t)d << 32 | a;
    return true;
}
#else
enum envfp_reason envfp__machine_cpuid(void *self, unsigned cpu, uint32_t leaf, uint32_t subleaf,
                                       uint32_t registers[4])
{
    (void)self;
    (void)cpu;
    (void)leaf;
    (void)subleaf;
    memset(registers, 0, 4 * sizeof *registers);
    return ENVFP_REASON_UNSUPPORTED;
}

unsigned envfp__machine_cpuid_count(void *self)
{
    (void)self;
    return 0;
}

static bool read_xcr0(uint64_t *xcr0)
{
    *xcr0 = 0;
    return false;
}
#endif

enum envfp_reason envfp__machine_uname(void *self, struct arena *arena, struct source_uname *names)
{
    (void)self;
    struct utsname from;
    if (uname(&from) != 0)
        return envfp__system_reason(errno);
    names->sysname = envfp__arena_copy(arena, view_of(from.sysname));
    names->release = envfp__arena_copy(arena, view_of(from.release));
    names->version = envfp__arena_copy(arena, view_of(from.version));
    names->machine = envfp__arena_copy(arena, view_of(from.machine));
    return ENVFP_REASON_NONE;
}

static struct view hex_number(struct arena *arena, uint64_t number)
{
    char digits[16];
    size_t at = sizeof digits;
    do {
        digits[--at] = "0123456789abcdef"[number & 15];
        number >>= 4;
    } while (number);
    return envfp__arena_join(arena, (struct view[]){VIEW("0x"), {digits + at, sizeof digits - at}}, 2);
}

enum envfp_reason envfp__machine_auxv(void *self, struct arena *arena, const char *name, struct view *value)
{
    static const struct {
        const char *name;
        unsigned long type;
        bool text;
    } vector[] = {
        {"AT_HWCAP", AT_HWCAP, false},      {"AT_HWCAP2", AT_HWCAP2, false},
        {"AT_PLATFORM", AT_PLATFORM, true}, {"AT_BASE_PLATFORM", AT_BASE_PLATFORM, true},
        {"AT_SECURE", AT_SECURE, false},    {"AT_HWCAP3", 29, false},
        {"AT_MINSIGSTKSZ", 51, false},
    };
    (void)self;
    for (size_t i = 0; i < sizeof vector / sizeof *vector; i++) {
        if (strcmp(name, vector[i].name) != 0)
            continue;
        errno = 0;
        unsigned long number = getauxval(vector[i].type);
        if (number == 0 && errno == ENOENT)
            return ENVFP_REASON_ABSENT;
        if (!vector[i].text)
            *value = hex_number(arena, number);
        else if (number)
            *value = envfp__arena_copy(arena, view_of((const char *)(uintptr_t)number));
        return ENVFP_REASON_NONE;
    }
    return ENVFP_REASON_ABSENT;
}

enum envfp_reason envfp__machine_probe(struct arena *arena, const char *name, struct view *result)
{
    uint64_t xcr0;
    if (strcmp(name, "xcr0") == 0) {
        if (!read_xcr0(&xcr0))
            return ENVFP_REASON_ABSENT;
        *result = hex_number(arena, xcr0);
        return ENVFP_REASON_NONE;
    }
    if (strcmp(name, "page_size") == 0) {
        struct text text = {.arena = arena};
        envfp__text_add_number(&text, (int64_t)getauxval(AT_PAGESZ));
        *result = envfp__text_view(&text);
        return ENVFP_REASON_NONE;
    }
    return ENVFP_REASON_ABSENT;
}
