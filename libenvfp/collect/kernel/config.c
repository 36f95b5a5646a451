/* SPDX-License-Identifier: MIT */
/*
 * The kernel's configuration. /proc/config.gz is the only copy that a container reads as its host does
 * (/boot is another file system there). The digest covers the lines that set an option, as they stand:
 *
 *     zcat /proc/config.gz | grep ^CONFIG_ | sha256sum
 *
 * so that the comments around them, which name the kernel's version, do not count.
 */
#include "base/sha256.h"
#include "collect/collect.h"

#include <zlib.h>

enum { STEP = 16 * 1024, LONGEST_LINE = 4096 };
/* Ten times the largest configuration in use: a bomb ends here. */
static const size_t most_text = (size_t)4 << 20;

/* Options that decide whether a program works at all; sorted. */
static const char *const telling[] = {
    "CONFIG_BINFMT_MISC",
    "CONFIG_BPF_SYSCALL",
    "CONFIG_CGROUPS",
    "CONFIG_COMPAT_VDSO",
    "CONFIG_FUSE_FS",
    "CONFIG_HUGETLBFS",
    "CONFIG_HZ",
    "CONFIG_IA32_EMULATION",
    "CONFIG_INOTIFY_USER",
    "CONFIG_IO_URING",
    "CONFIG_IPV6",
    "CONFIG_LSM",
    "CONFIG_MEMBARRIER",
    "CONFIG_MEMCG",
    "CONFIG_MODIFY_LDT_SYSCALL",
    "CONFIG_NUMA",
    "CONFIG_OVERLAY_FS",
    "CONFIG_POSIX_MQUEUE",
    "CONFIG_PREEMPT_RT",
    "CONFIG_RSEQ",
    "CONFIG_SECCOMP_FILTER",
    "CONFIG_SECURITY_LANDLOCK",
    "CONFIG_SYSVIPC",
    "CONFIG_USERFAULTFD",
    "CONFIG_USER_NS",
    "CONFIG_X86_X32_ABI",
};

struct config {
    struct collect *collect;
    struct sha256 hash;
    struct bag options;
    size_t lines;
    char line[LONGEST_LINE]; /* a line that a step's end has cut */
    size_t held;
    bool broken;
};

static voidpf allocate(voidpf opaque, uInt items, uInt size)
{
    return envfp__arena_array((struct arena *)opaque, items, size);
}

/* The arena takes everything back at once. */
static void release(voidpf opaque, voidpf address)
{
    (void)opaque;
    (void)address;
}

static bool is_telling(struct view name)
{
    for (size_t i = 0; i < sizeof telling / sizeof *telling; i++)
        if (view_is(name, telling[i]))
            return true;
    return false;
}

static void take_line(struct config *config, struct view line)
{
    if (!view_starts(line, VIEW("CONFIG_")))
        return;
    envfp__sha256_add(&config->hash, line.text, line.length);
    envfp__sha256_add(&config->hash, "\n", 1);
    config->lines++;
    if (is_telling(view_take(line, view_find_byte(line, '='))))
        envfp__bag_add(config->collect, &config->options, view_skip(line, sizeof "CONFIG_" - 1));
}

/* Whole lines of one step; what is left over waits for the next. */
static void take_text(struct config *config, struct view text)
{
    while (text.length && !config->broken) {
        size_t end = view_find_byte(text, '\n');
        struct view piece = view_take(text, end);
        if (config->held || end == SIZE_MAX) {
            if (piece.length > LONGEST_LINE - config->held) {
                config->broken = true;
                return;
            }
            memcpy(config->line + config->held, piece.text, piece.length);
            config->held += piece.length;
            piece = (struct view){config->line, config->held};
        }
        if (end == SIZE_MAX)
            return;
        take_line(config, piece);
        config->held = 0;
        text = view_skip(text, end + 1);
    }
}

/* NONE when the stream ended well and the text is a configuration. */
static enum envfp_reason inflate_config(struct config *config, struct view packed)
{
    char *step = envfp__arena_alloc(config->collect->scratch, STEP);
    z_stream stream = {.zalloc = allocate, .zfree = release, .opaque = config->collect->scratch};
    if (!step || packed.length > UINT32_MAX || inflateInit2(&stream, 15 + 16) != Z_OK)
        return ENVFP_REASON_UNSUPPORTED;
    stream.next_in = (z_const Bytef *)(uintptr_t)packed.text;
    stream.avail_in = (uInt)packed.length;
    size_t total = 0;
    int status = Z_OK;
    while (status == Z_OK && !config->broken && total <= most_text) {
        stream.next_out = (Bytef *)step;
        stream.avail_out = STEP;
        status = inflate(&stream, Z_NO_FLUSH);
        size_t made = STEP - stream.avail_out;
        total += made;
        take_text(config, (struct view){step, made});
    }
    if (config->held && !config->broken)
        take_line(config, (struct view){config->line, config->held});
    inflateEnd(&stream);
    if (total > most_text)
        return ENVFP_REASON_TRUNCATED;
    return status == Z_STREAM_END && config->lines && !config->broken ? ENVFP_REASON_NONE
                                                                      : ENVFP_REASON_MALFORMED;
}

void envfp__collect_config(struct collect *c)
{
    struct view packed;
    enum envfp_reason reason = source_read(c->source, "/proc/config.gz", &packed);
    struct config *config = NULL;
    if (reason == ENVFP_REASON_NONE) {
        config = envfp__arena_alloc(c->scratch, sizeof *config);
        if (!config)
            return;
        config->collect = c;
        envfp__sha256_init(&config->hash);
        reason = inflate_config(config, packed);
    }
    if (reason != ENVFP_REASON_NONE || !config) {
        fact_gap(c, "config.*", reason);
        return;
    }
    char hex[65];
    envfp__sha256_final_hex(&config->hash, hex);
    fact_string(c, "config.digest", view_of(hex));
    fact_set(c, "config.options", config->options.items, config->options.count);
}
