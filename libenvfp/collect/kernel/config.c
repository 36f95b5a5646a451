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

#define ZLIB_CONST
#include <zlib.h>

enum { STEP = 16 * 1024, LONGEST_LINE = 4096 };
/* Ten times the largest configuration in use: a bomb ends here. */
static const size_t most_text = (size_t)4 << 20;

/* Options that decide whether a program works at all; sorted. */
static const char *const telling[] = {
    "BINFMT_MISC=",
    "BPF_SYSCALL=",
    "CGROUPS=",
    "COMPAT_VDSO=",
    "FUSE_FS=",
    "HUGETLBFS=",
    "HZ=",
    "IA32_EMULATION=",
    "INOTIFY_USER=",
    "IO_URING=",
    "IPV6=",
    "LSM=",
    "MEMBARRIER=",
    "MEMCG=",
    "MODIFY_LDT_SYSCALL=",
    "NUMA=",
    "OVERLAY_FS=",
    "POSIX_MQUEUE=",
    "PREEMPT_RT=",
    "RSEQ=",
    "SECCOMP_FILTER=",
    "SECURITY_LANDLOCK=",
    "SYSVIPC=",
    "USERFAULTFD=",
    "USER_NS=",
    "X86_X32_ABI=",
};

struct config {
    struct collect *collect;
    struct sha256 hash;
    struct bag options;
    uint64_t pairs; /* a bit for the first two letters of each telling option: most lines end there */
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

static uint64_t pair_bit(const char *letters)
{
    return (uint64_t)1 << (((unsigned char)letters[0] * 5U + (unsigned char)letters[1]) & 63);
}

static void take_option(struct config *config, struct view option)
{
    if (option.length < 2 || !(config->pairs & pair_bit(option.text)))
        return;
    for (size_t i = 0; i < sizeof telling / sizeof *telling; i++)
        if (option.text[0] == telling[i][0] && option.text[1] == telling[i][1] &&
            view_starts(option, view_of(telling[i])))
            envfp__bag_add(config->collect, &config->options, option);
}

/* Whole lines, the last with its line feed. Neighbours that count go into the digest as one piece. */
static void take_lines(struct config *config, struct view text)
{
    enum { PREFIX = sizeof "CONFIG_" - 1 };
    struct view run = view_take(text, 0);
    while (text.length) {
        size_t length = view_find_byte(text, '\n') + 1;
        if (length > PREFIX && memcmp(text.text, "CONFIG_", PREFIX) == 0) {
            config->lines++;
            run.length += length;
            take_option(config, (struct view){text.text + PREFIX, length - PREFIX - 1});
        } else {
            if (run.length)
                envfp__sha256_add(&config->hash, run.text, run.length);
            run = (struct view){text.text + length, 0};
        }
        text = view_skip(text, length);
    }
    envfp__sha256_add(&config->hash, run.text, run.length);
}

static void hold(struct config *config, struct view piece)
{
    if (piece.length > LONGEST_LINE - config->held) {
        config->broken = true;
        return;
    }
    memcpy(config->line + config->held, piece.text, piece.length);
    config->held += piece.length;
}

/* One step: the line that began in the last one, whole lines, and what waits for the next. */
static void take_text(struct config *config, struct view text)
{
    if (config->held) {
        size_t end = view_find_byte(text, '\n');
        struct view rest = view_take(text, end == SIZE_MAX ? end : end + 1);
        hold(config, rest);
        text = view_skip(text, rest.length);
        if (end == SIZE_MAX || config->broken)
            return;
        take_lines(config, (struct view){config->line, config->held});
        config->held = 0;
    }
    size_t whole = text.length;
    while (whole && text.text[whole - 1] != '\n')
        whole--;
    take_lines(config, view_take(text, whole));
    if (whole < text.length)
        hold(config, view_skip(text, whole));
}

/* NONE when the stream ended well and the text is a configuration. */
static enum envfp_reason inflate_config(struct config *config, struct view packed)
{
    char *step = envfp__arena_alloc(config->collect->scratch, STEP);
    z_stream stream = {.zalloc = allocate, .zfree = release, .opaque = config->collect->scratch};
    /* The kernel's own has the plainest header; without it zlib need not sum up what came from memory. */
    static const char header[] = {0x1f, (char)0x8b, 8, 0};
    bool plain = packed.length > 18 && memcmp(packed.text, header, sizeof header) == 0;
    if (plain)
        packed = view_take(view_skip(packed, 10), packed.length - 18);
    if (!step || packed.length > UINT32_MAX || inflateInit2(&stream, plain ? -15 : 15 + 16) != Z_OK)
        return ENVFP_REASON_UNSUPPORTED;
    stream.next_in = (const Bytef *)packed.text;
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
    if (config->held && !config->broken) {
        hold(config, VIEW("\n"));
        take_lines(config,
                   view_take((struct view){config->line, config->held}, config->broken ? 0 : SIZE_MAX));
    }
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
        for (size_t i = 0; i < sizeof telling / sizeof *telling; i++)
            config->pairs |= pair_bit(telling[i]);
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
