/* SPDX-License-Identifier: MIT */
/* What the kernel tells of itself. */
#ifdef DECLARING
#define CPUS "/sys/devices/system/cpu/"
#define CLOCK "/sys/devices/system/clocksource/clocksource0/"
#define THP "/sys/kernel/mm/transparent_hugepage/"

LINES("/proc/cgroups", cgroups)
LINES("/proc/cmdline", cmdline)
TEXT("/proc/config.gz", configuration_packed)
TEXT("/boot/config-*", configuration)
TEXT("/lib/modules/*/config", configuration)
TEXT("/usr/lib/ostree-boot/config-*", configuration)
TEXT("/usr/boot/config-*", configuration)
LINES("/proc/filesystems", words)
LINES("/proc/misc", words)
LINES("/proc/modules", first_word)
LINES("/proc/swaps", swaps)
TEXT("/proc/sys/kernel/core_pattern", core_pattern)
LINES("/proc/sys/kernel/osrelease", words)
LINES("/proc/sys/kernel/seccomp/actions_avail", words)
SEEN("/proc/sys/fs/binfmt_misc/*")
LINES("/proc/sys/**", words)
LINES("/proc/version", built)
LINES(CLOCK "{available,current}_clocksource", words)
LINES(CPUS "{isolated,nohz_full}", cpus)
LINES(CPUS "smt/control", words)
NAMES(CPUS "vulnerabilities/", all)
LINES(CPUS "vulnerabilities/*", text)
LINES("/sys/fs/selinux/enforce", number)
NAMES("/sys/kernel/livepatch/", all)
NAMES("/sys/kernel/mm/hugepages/", all)
LINES("/sys/kernel/mm/hugepages/*/nr_hugepages", number)
LINES("/sys/kernel/mm/{ksm/run,lru_gen/enabled}", number)
NAMES(THP, all)
LINES(THP "{defrag,enabled,shmem_enabled}", words)
LINES(THP "*/enabled", words)
LINES("/sys/kernel/sched_ext/{state,root/ops}", words)
LINES("/sys/kernel/security/{lsm,lockdown}", words)
LINES("/sys/module/{apparmor,zswap}/parameters/enabled", words)
LINES("/sys/module/*/parameters/nested", words)

#else
#include "collect/kernel/configuration.h"
#include "source/keep_rows.h"
#include "source/parameters.h"

/* Words that are listed or known hints; of a root's and an image's name nothing. */
bool envfp__keep_cmdline(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end), word;
    (void)source;
    for (bool first = true; envfp__parameter_cut(&body, &word);) {
        struct view name = view_take(word, view_find_byte(word, '='));
        struct view value = view_skip(word, name.length), hint = envfp__parameter_hint(word);
        const struct parameter *row = envfp__parameter_find(name);
        if (!hint.length && !view_is(word, "--") && !row)
            continue;
        if (!first)
            envfp__text_add_byte(out, ' ');
        first = false;
        if (view_is(word, "--")) {
            envfp__text_add(out, word);
            break; /* what follows is for init */
        }
        if (!row && view_starts(word, VIEW("BOOT_IMAGE=")))
            envfp__text_add(out, VIEW("BOOT_IMAGE=-gvisor"));
        else if (!row)
            envfp__text_add(out, view_starts(word, VIEW("virtio_mmio.device=")) ? VIEW("virtio_mmio.device=_")
                                                                                : word);
        else {
            envfp__text_add(out, name);
            size_t most = row->shape == PARAMETER_CPU_LIST ? 4096 : 66;
            bool plain = value.length < 2 || keep_is_made_of(view_skip(value, 1), "_.,:;+-\"", most);
            envfp__text_add(out, plain ? value : VIEW("=?"));
        }
    }
    envfp__text_add(out, end);
    return true;
}

/* Between the release and the version stand who built the kernel, where, and with which compiler. */
static bool keep_built(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end);
    size_t open = envfp__view_find(body, VIEW(" (")), mark = view_find_byte(body, '#');
    (void)source;
    if (open != SIZE_MAX && (mark == SIZE_MAX || mark > open)) {
        for (size_t i = body.length; mark == SIZE_MAX && i > open; i--)
            if (body.text[i - 1] == ')')
                mark = i;
        envfp__keep_plain(view_take(body, open), out);
        envfp__text_add(out, VIEW(" () "));
        body = view_trim(view_skip(body, mark == SIZE_MAX ? body.length : mark));
    }
    envfp__keep_plain(body, out);
    envfp__text_add(out, end);
    return true;
}

/* Names of swap devices and files are the machine's own; their kinds are asked for. */
static bool keep_swaps(const struct source *source, struct view line, struct text *out)
{
    struct view end, rest = envfp__keep_body(line, &end), name, type;
    (void)source;
    if (!view_cut_word(&rest, &name) || view_is(name, "Filename") || !view_cut_word(&rest, &type))
        return true;
    envfp__text_add(out, view_starts(name, VIEW("/dev/zram")) ? VIEW("/dev/zram ") : VIEW("/_ "));
    envfp__text_add(out, view_is(type, "file") ? VIEW("file") : VIEW("partition"));
    envfp__text_add(out, end);
    return true;
}

/* Where core dumps go, by shape: the rest are a machine's own paths and programs with their arguments. */
static bool keep_core_pattern(const struct source *source, struct view text, struct text *out)
{
    struct view body = view_trim(text);
    (void)source;
    if (body.length && memchr("|@/", body.text[0], 3))
        envfp__text_add_byte(out, body.text[0]);
    if (body.length)
        envfp__text_add_byte(out, '_');
    envfp__text_add(out, text.length ? VIEW("\n") : VIEW(""));
    return false;
}

/* A module's name; where it is loaded and what uses it stay behind. */
static bool keep_first_word(const struct source *source, struct view line, struct text *out)
{
    struct view end, body = envfp__keep_body(line, &end), word;
    if (view_cut_word(&body, &word))
        (void)envfp__keep_words(source, word, out);
    envfp__text_add(out, end);
    return true;
}

static bool keep_cgroups(const struct source *source, struct view line, struct text *out)
{
    struct view end;
    (void)envfp__keep_body(line, &end);
    if (!view_starts(line, VIEW("#")))
        return envfp__keep_words(source, line, out);
    envfp__text_add_byte(out, '#');
    envfp__text_add(out, end);
    return true;
}

#define LAYER APP
#define OWNER keep_kernel
#define DECLARES "source/keep_kernel.c"
#include "collect/declare.h"

#endif
