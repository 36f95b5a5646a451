/* SPDX-License-Identifier: MIT */
/*
 * The kernel's configuration. /proc/config.gz is the only copy that a container reads as its host does
 * (/boot is another file system there). It is a constant of the kernel's image, so the digest is that of the
 * file as it stands: sha256sum /proc/config.gz. What it says is unpacked where detail is asked for, because
 * that alone costs a third of reading all the files of a collection:
 *
 *     zcat /proc/config.gz | grep ^CONFIG_ | sha256sum
 *
 * compares the settings of two builds, whose comments name their versions and compilers.
 */
#include "base/sha256.h"
#include "collect/collect.h"

#define ZLIB_CONST
#include <zlib.h>

/* Ten times the largest configuration in use: a bomb ends here. */
#define MOST_TEXT ((size_t)4 << 20)

/* Options that decide whether a program works at all, without their "CONFIG_". */
static const char *const telling[] = {
    "BINFMT_MISC",
    "BPF_SYSCALL",
    "CGROUPS",
    "COMPAT_VDSO",
    "FUSE_FS",
    "HUGETLBFS",
    "HZ",
    "IA32_EMULATION",
    "INOTIFY_USER",
    "IO_URING",
    "IPV6",
    "LSM",
    "MEMBARRIER",
    "MEMCG",
    "MODIFY_LDT_SYSCALL",
    "NUMA",
    "OVERLAY_FS",
    "POSIX_MQUEUE",
    "PREEMPT_RT",
    "RSEQ",
    "SECCOMP_FILTER",
    "SECURITY_LANDLOCK",
    "SYSVIPC",
    "USERFAULTFD",
    "USER_NS",
    "X86_X32_ABI",
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

/* The length that the end of a gzip file claims (RFC 1952, section 2.3.1): only a wish, and bounded. */
static size_t claimed_length(struct view packed)
{
    const unsigned char *end = (const unsigned char *)packed.text + packed.length;
    size_t claimed = (size_t)end[-4] | (size_t)end[-3] << 8 | (size_t)end[-2] << 16 | (size_t)end[-1] << 24;
    return claimed < MOST_TEXT ? claimed : MOST_TEXT;
}

static enum envfp_reason unpack(struct arena *arena, struct view packed, struct view *text)
{
    if (packed.length < 18 || packed.length > UINT32_MAX)
        return ENVFP_REASON_MALFORMED;
    size_t room = claimed_length(packed) + 1;
    char *bytes = envfp__arena_alloc(arena, room);
    z_stream stream = {.zalloc = allocate, .zfree = release, .opaque = arena};
    if (!bytes || inflateInit2(&stream, 15 + 16) != Z_OK)
        return ENVFP_REASON_UNSUPPORTED;
    stream.next_in = (z_const Bytef *)packed.text;
    stream.avail_in = (uInt)packed.length;
    stream.next_out = (Bytef *)bytes;
    stream.avail_out = (uInt)room;
    int status = inflate(&stream, Z_FINISH);
    *text = (struct view){bytes, room - stream.avail_out};
    inflateEnd(&stream);
    if (status == Z_STREAM_END)
        return ENVFP_REASON_NONE;
    return text->length > MOST_TEXT ? ENVFP_REASON_TRUNCATED : ENVFP_REASON_MALFORMED;
}

static bool is_telling(struct view name)
{
    for (size_t i = 0; i < sizeof telling / sizeof *telling; i++)
        if (view_is(name, telling[i]))
            return true;
    return false;
}

static enum envfp_reason tell_options(struct collect *c, struct view packed)
{
    static const struct view prefix = {"CONFIG_", 7};
    struct view text, line;
    struct bag options = {0};
    struct sha256 hash;
    char hex[65];
    enum envfp_reason reason = unpack(c->scratch, packed, &text);
    bool any = false;
    envfp__sha256_init(&hash);
    while (reason == ENVFP_REASON_NONE && view_cut(&text, '\n', &line)) {
        if (!view_starts(line, prefix))
            continue;
        any = true;
        envfp__sha256_add(&hash, line.text, line.length);
        envfp__sha256_add(&hash, "\n", 1);
        struct view option = view_skip(line, prefix.length);
        if (is_telling(view_take(option, view_find_byte(option, '='))))
            envfp__bag_add(c, &options, option);
    }
    if (reason != ENVFP_REASON_NONE || !any)
        return reason != ENVFP_REASON_NONE ? reason : ENVFP_REASON_MALFORMED;
    envfp__sha256_final_hex(&hash, hex);
    fact_string(c, "config.settings", view_of(hex));
    fact_set(c, "config.options", options.items, options.count);
    return ENVFP_REASON_NONE;
}

void envfp__collect_config(struct collect *c)
{
    struct view packed;
    char hex[65];
    enum envfp_reason reason = source_read(c->source, "/proc/config.gz", &packed);
    if (reason == ENVFP_REASON_NONE && !view_starts(packed, VIEW("\x1f\x8b")))
        reason = ENVFP_REASON_MALFORMED;
    if (reason != ENVFP_REASON_NONE) {
        fact_gap(c, "config.*", reason);
        return;
    }
    envfp__sha256_hex(packed.text, packed.length, hex);
    fact_string(c, "config.digest", view_of(hex));
    if (c->source->common->detail) {
        reason = tell_options(c, packed);
        fact_gap(c, "config.options", reason);
        fact_gap(c, "config.settings", reason);
    }
}
