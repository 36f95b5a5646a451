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

enum { STEP_LEAST = 16 * 1024, STEP_MOST = 512 * 1024, LONGEST_LINE = 4096, LETTERS = 32 };
/* Ten times the largest configuration in use: a bomb ends here. */
static const size_t most_text = (size_t)4 << 20;

/* Options that decide whether a program works at all, without their "CONFIG_"; sorted. */
#define OPTION(name)                                                                                         \
    {                                                                                                        \
        ("" name), sizeof(name) - 1                                                                          \
    }
static const struct view telling[] = {
    OPTION("BINFMT_MISC"),
    OPTION("BPF_SYSCALL"),
    OPTION("CGROUPS"),
    OPTION("COMPAT_VDSO"),
    OPTION("FUSE_FS"),
    OPTION("HUGETLBFS"),
    OPTION("HZ"),
    OPTION("IA32_EMULATION"),
    OPTION("INOTIFY_USER"),
    OPTION("IO_URING"),
    OPTION("IPV6"),
    OPTION("LSM"),
    OPTION("MEMBARRIER"),
    OPTION("MEMCG"),
    OPTION("MODIFY_LDT_SYSCALL"),
    OPTION("NUMA"),
    OPTION("OVERLAY_FS"),
    OPTION("POSIX_MQUEUE"),
    OPTION("PREEMPT_RT"),
    OPTION("RSEQ"),
    OPTION("SECCOMP_FILTER"),
    OPTION("SECURITY_LANDLOCK"),
    OPTION("SYSVIPC"),
    OPTION("USERFAULTFD"),
    OPTION("USER_NS"),
    OPTION("X86_X32_ABI"),
};
#define TELLING (sizeof telling / sizeof *telling)

struct config {
    struct collect *collect;
    struct sha256 hash;
    struct bag options;
    size_t lines;
    /* Where in `telling` the names with these two first letters begin, plus one: most lines tell nothing. */
    unsigned char first[LETTERS][LETTERS];
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

static unsigned char *first_of(struct config *config, struct view name)
{
    return &config->first[name.text[0] % LETTERS][name.text[1] % LETTERS];
}

static void index_telling(struct config *config)
{
    for (size_t i = TELLING; i > 0; i--)
        *first_of(config, telling[i - 1]) = (unsigned char)i;
}

/* `option`: "NAME=value". */
static bool is_telling(struct config *config, struct view option)
{
    if (option.length < 2)
        return false;
    for (size_t i = *first_of(config, option); i && i <= TELLING; i++) {
        struct view name = telling[i - 1];
        if (name.text[0] != option.text[0] || name.text[1] != option.text[1])
            break;
        if (view_starts(option, name) && (option.length == name.length || option.text[name.length] == '='))
            return true;
    }
    return false;
}

/* Hashes the whole lines that set an option, moved together in place so that they are hashed at once; how
 * many bytes were whole lines. */
static size_t take_lines(struct config *config, char *text, size_t length)
{
    size_t at = 0, settings = 0;
    for (const char *feed; (feed = memchr(text + at, '\n', length - at)) != NULL;) {
        struct view line = {text + at, (size_t)(feed - text) - at};
        at += line.length + 1;
        if (!view_starts(line, VIEW("CONFIG_")))
            continue;
        struct view option = view_skip(line, sizeof "CONFIG_" - 1);
        if (is_telling(config, option))
            envfp__bag_add(config->collect, &config->options, option);
        memmove(text + settings, line.text, line.length + 1);
        settings += line.length + 1;
        config->lines++;
    }
    envfp__sha256_add(&config->hash, text, settings);
    return at;
}

/* The length that the end of a gzip file claims (RFC 1952, section 2.3.1), within reason: one step is fastest,
 * several give the same. */
static size_t step_of(struct view packed)
{
    const unsigned char *end = (const unsigned char *)packed.text + packed.length;
    if (packed.length < 18)
        return STEP_LEAST;
    size_t claimed = (size_t)end[-4] | (size_t)end[-3] << 8 | (size_t)end[-2] << 16 | (size_t)end[-1] << 24;
    claimed += 512; /* zlib's fast path ends 258 bytes before the end of its room */
    return claimed < STEP_LEAST ? STEP_LEAST : claimed > STEP_MOST ? STEP_MOST : claimed;
}

/* Step by step, each behind the line that the step before has cut. NONE when the stream ended well and the text
 * is a configuration. */
static enum envfp_reason inflate_steps(struct config *config, z_stream *stream, char *room, size_t step)
{
    size_t total = 0, held = 0;
    int status = Z_OK;
    while (status == Z_OK && total <= most_text && held <= LONGEST_LINE) {
        stream->next_out = (Bytef *)room + held;
        stream->avail_out = (uInt)step;
        status = inflate(stream, Z_FINISH);
        size_t made = step - stream->avail_out;
        if (status == Z_BUF_ERROR && made) /* a step is full */
            status = Z_OK;
        total += made;
        held += made;
        size_t taken = take_lines(config, room, held);
        held -= taken;
        memmove(room, room + taken, held <= LONGEST_LINE ? held : 0);
    }
    if (total > most_text)
        return ENVFP_REASON_TRUNCATED;
    if (status != Z_STREAM_END || held > LONGEST_LINE)
        return ENVFP_REASON_MALFORMED;
    room[held] = '\n';
    if (held)
        take_lines(config, room, held + 1);
    return config->lines ? ENVFP_REASON_NONE : ENVFP_REASON_MALFORMED;
}

static enum envfp_reason inflate_config(struct config *config, struct view packed)
{
    struct arena *scratch = config->collect->scratch;
    size_t step = step_of(packed);
    char *room = envfp__arena_room(scratch, LONGEST_LINE + step + 1);
    z_stream stream = {.zalloc = allocate, .zfree = release, .opaque = scratch};
    if (!room || packed.length > UINT32_MAX || inflateInit2(&stream, 15 + 16) != Z_OK)
        return ENVFP_REASON_UNSUPPORTED;
    stream.next_in = (z_const Bytef *)(uintptr_t)packed.text;
    stream.avail_in = (uInt)packed.length;
    enum envfp_reason reason = inflate_steps(config, &stream, room, step);
    inflateEnd(&stream);
    return reason;
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
        index_telling(config);
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
