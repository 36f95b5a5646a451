/* SPDX-License-Identifier: MIT */
#include "collect/kernel/configuration.h"

#include "base/sha256.h"
#include "source/keep_rows.h"

#define ZLIB_CONST
#include <zlib.h>

/* ten times the largest real configuration: a decompression bomb stops here */
#define MOST_TEXT ((size_t)4 << 20)

enum { GZIP_LEAST = 10 + 8 };   /* a header and what stands at the end */
enum { WITH_GZIP_HEADER = 16 }; /* of inflateInit2 */

#define MARK "#!envfp config\n"
#define PREFIX "CONFIG_"

/* Options that decide whether a program works at all, or how; without their "CONFIG_", sorted bytewise. */
static const char telling[][26] = {"AIO",
                                   "ANDROID_BINDER_IPC",
                                   "ARM64_16K_PAGES",
                                   "ARM64_4K_PAGES",
                                   "ARM64_64K_PAGES",
                                   "ARM64_VA_BITS",
                                   "BINFMT_MISC",
                                   "BINFMT_SCRIPT",
                                   "BPF_JIT",
                                   "BPF_JIT_ALWAYS_ON",
                                   "BPF_LSM",
                                   "BPF_SYSCALL",
                                   "BPF_UNPRIV_DEFAULT_OFF",
                                   "BRIDGE",
                                   "CFS_BANDWIDTH",
                                   "CGROUPS",
                                   "CGROUP_BPF",
                                   "CGROUP_PIDS",
                                   "CHECKPOINT_RESTORE",
                                   "COMPAT",
                                   "COMPAT_32BIT_TIME",
                                   "COMPAT_BRK",
                                   "COMPAT_VDSO",
                                   "CPUSETS",
                                   "CRYPTO_USER_API_HASH",
                                   "CRYPTO_USER_API_SKCIPHER",
                                   "DEBUG_INFO_BTF",
                                   "EPOLL",
                                   "EVENTFD",
                                   "FANOTIFY",
                                   "FHANDLE",
                                   "FTRACE_SYSCALLS",
                                   "FUSE_FS",
                                   "FUTEX",
                                   "FUTEX_PI",
                                   "HIGH_RES_TIMERS",
                                   "HUGETLBFS",
                                   "HZ",
                                   "IA32_EMULATION",
                                   "INOTIFY_USER",
                                   "IO_URING",
                                   "IPC_NS",
                                   "IPV6",
                                   "KALLSYMS",
                                   "KEYS",
                                   "KPROBES",
                                   "KVM",
                                   "LEGACY_TIOCSTI",
                                   "LEGACY_VSYSCALL_EMULATE",
                                   "LEGACY_VSYSCALL_NONE",
                                   "LEGACY_VSYSCALL_XONLY",
                                   "LIVEPATCH",
                                   "LSM",
                                   "MEMBARRIER",
                                   "MEMCG",
                                   "MEMFD_CREATE",
                                   "MODIFY_LDT_SYSCALL",
                                   "MODULES",
                                   "MODULE_SIG_FORCE",
                                   "MULTIUSER",
                                   "NAMESPACES",
                                   "NET_NS",
                                   "NF_TABLES",
                                   "NO_HZ_FULL",
                                   "NR_CPUS",
                                   "NUMA",
                                   "NUMA_BALANCING",
                                   "OVERLAY_FS",
                                   "PERF_EVENTS",
                                   "PID_NS",
                                   "POSIX_MQUEUE",
                                   "POSIX_TIMERS",
                                   "PPC_64K_PAGES",
                                   "PREEMPT",
                                   "PREEMPT_DYNAMIC",
                                   "PREEMPT_LAZY",
                                   "PREEMPT_NONE",
                                   "PREEMPT_RT",
                                   "PREEMPT_VOLUNTARY",
                                   "PROC_FS",
                                   "PSI",
                                   "RSEQ",
                                   "RT_GROUP_SCHED",
                                   "SCHED_AUTOGROUP",
                                   "SCHED_CLASS_EXT",
                                   "SECCOMP",
                                   "SECCOMP_FILTER",
                                   "SECRETMEM",
                                   "SECURITY_APPARMOR",
                                   "SECURITY_LANDLOCK",
                                   "SECURITY_SELINUX",
                                   "SECURITY_YAMA",
                                   "SHMEM",
                                   "SIGNALFD",
                                   "SQUASHFS",
                                   "STATIC_USERMODEHELPER",
                                   "SWAP",
                                   "SYSFS",
                                   "SYSVIPC",
                                   "TIMERFD",
                                   "TIME_NS",
                                   "TMPFS",
                                   "TMPFS_XATTR",
                                   "TRANSPARENT_HUGEPAGE",
                                   "TUN",
                                   "UNIX",
                                   "UPROBES",
                                   "USERFAULTFD",
                                   "USER_NS",
                                   "UTS_NS",
                                   "VETH",
                                   "VHOST_NET",
                                   "VSOCKETS",
                                   "X86_5LEVEL",
                                   "X86_USER_SHADOW_STACK",
                                   "X86_X32_ABI",
                                   "ZRAM",
                                   "ZSWAP"};

/* ---- Reading ------------------------------------------------------------------------------------------------------- */

static voidpf allocate(voidpf opaque, uInt items, uInt size)
{
    return envfp__arena_array((struct arena *)opaque, items, size);
}

/* Frees nothing: the arena releases everything at once. */
static void release(voidpf opaque, voidpf address)
{
    (void)opaque;
    (void)address;
}

/* The length that the end of a gzip file claims (RFC 1952, section 2.3.1). Only a hint, and bounded. */
static size_t claimed_length(struct view packed)
{
    const unsigned char *end = (const unsigned char *)packed.text + packed.length;
    size_t claimed = (size_t)end[-4] | (size_t)end[-3] << 8 | (size_t)end[-2] << 16 | (size_t)end[-1] << 24;
    return claimed < MOST_TEXT ? claimed : MOST_TEXT;
}

static enum envfp_reason unpack(struct arena *arena, struct view packed, struct view *text)
{
    if (packed.length < GZIP_LEAST || packed.length > UINT32_MAX)
        return ENVFP_REASON_MALFORMED;
    size_t room = claimed_length(packed) + 1;
    char *bytes = envfp__arena_alloc(arena, room);
    z_stream stream = {.zalloc = allocate, .zfree = release, .opaque = arena};
    if (!bytes || inflateInit2(&stream, MAX_WBITS + WITH_GZIP_HEADER) != Z_OK)
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
    for (size_t low = 0, high = sizeof telling / sizeof *telling; low < high;) {
        size_t middle = low + (high - low) / 2;
        int order = view_compare(name, view_of(telling[middle]));
        if (order == 0)
            return true;
        *(order < 0 ? &high : &low) = order < 0 ? middle : middle + 1;
    }
    return false;
}

/* CONFIG_LSM, the one text option that is shown, is a list of names. */
static void add_option(struct text *options, struct view option)
{
    struct view name = view_take(option, view_find_byte(option, '='));
    if (!is_telling(name))
        return;
    struct view value = view_skip(option, name.length);
    envfp__text_add(options, name);
    envfp__text_add(options, value.length == 0 || keep_is_made_of(value, "=\"_,-", 256) ? value : VIEW("=?"));
    envfp__text_add_byte(options, '\n');
}

static void read_plain(struct arena *arena, struct view text, struct configuration *read)
{
    struct view line;
    struct text options = {.arena = arena};
    struct sha256 hash;
    read->reason = ENVFP_REASON_MALFORMED;
    envfp__sha256_init(&hash);
    while (view_cut(&text, '\n', &line)) {
        struct view option = line;
        if (!view_cut_start(&option, VIEW(PREFIX)))
            continue;
        read->reason = ENVFP_REASON_NONE;
        envfp__sha256_add(&hash, line.text, line.length);
        envfp__sha256_add(&hash, "\n", 1);
        add_option(&options, option);
    }
    envfp__sha256_final_hex(&hash, read->settings);
    read->options = envfp__text_view(&options);
}

static bool take_digest(struct view value, char *hex)
{
    if (!sha256_is_hex(value))
        return false;
    memcpy(hex, value.text, 64);
    hex[64] = '\0';
    return true;
}

/* Reads a text that a recording keeps in place of a configuration: MALFORMED where it has neither settings nor a gap.
 * False where the text is anything else. */
static bool read_kept(struct arena *arena, struct view text, struct configuration *read)
{
    struct view line, word;
    struct text options = {.arena = arena};
    if (!view_cut_start(&text, VIEW(MARK)))
        return false;
    *read = (struct configuration){.reason = ENVFP_REASON_MALFORMED};
    while (view_cut(&text, '\n', &line)) {
        if (view_cut_start(&line, VIEW(PREFIX))) {
            add_option(&options, line);
            continue;
        }
        word = VIEW("");
        (void)view_cut(&line, '\t', &word);
        if (view_is(word, "file"))
            (void)take_digest(line, read->file);
        else if (view_is(word, "settings") && take_digest(line, read->settings))
            read->reason = ENVFP_REASON_NONE;
        else if (view_is(word, "gap") && view_is(line, "truncated"))
            read->reason = ENVFP_REASON_TRUNCATED;
        else if (view_is(word, "gap") && view_is(line, "unsupported"))
            read->reason = ENVFP_REASON_UNSUPPORTED;
    }
    read->options = envfp__text_view(&options);
    return true;
}

void envfp__configuration_read(struct arena *arena, struct view text, struct configuration *read)
{
    *read = (struct configuration){.reason = ENVFP_REASON_NONE};
    if (!read_kept(arena, text, read))
        read_plain(arena, text, read);
}

enum envfp_reason envfp__configuration_packed(struct arena *arena, struct view packed, bool detail,
                                              struct configuration *read)
{
    struct view text;
    *read = (struct configuration){.reason = ENVFP_REASON_NONE};
    if (read_kept(arena, packed, read))
        return read->file[0] ? ENVFP_REASON_NONE : ENVFP_REASON_MALFORMED;
    if (!view_starts(packed, VIEW("\x1f\x8b")))
        return ENVFP_REASON_MALFORMED;
    envfp__sha256_hex(packed.text, packed.length, read->file);
    if (detail)
        read->reason = unpack(arena, packed, &text);
    if (detail && read->reason == ENVFP_REASON_NONE)
        read_plain(arena, text, read);
    return ENVFP_REASON_NONE;
}

/* ---- Keeping ------------------------------------------------------------------------------------------------------- */

static void add_line(struct text *out, const char *word, struct view value)
{
    envfp__text_add(out, view_of(word));
    envfp__text_add_byte(out, '\t');
    envfp__text_add(out, value);
    envfp__text_add_byte(out, '\n');
}

static void write_kept(const struct configuration *read, struct text *out)
{
    struct view rest = read->options, option;
    envfp__text_add(out, VIEW(MARK));
    if (read->file[0])
        add_line(out, "file", view_of(read->file));
    if (read->reason != ENVFP_REASON_NONE) {
        add_line(out, "gap",
                 read->reason == ENVFP_REASON_TRUNCATED     ? VIEW("truncated")
                 : read->reason == ENVFP_REASON_UNSUPPORTED ? VIEW("unsupported")
                                                            : VIEW("malformed"));
        return;
    }
    add_line(out, "settings", view_of(read->settings));
    while (view_cut(&rest, '\n', &option)) {
        envfp__text_add(out, VIEW(PREFIX));
        envfp__text_add(out, option);
        envfp__text_add_byte(out, '\n');
    }
}

static void keep(const struct source *source, struct view text, bool packed, struct text *out)
{
    struct arena arena;
    struct configuration read;
    enum envfp_reason reason = ENVFP_REASON_NONE;
    envfp__arena_init(&arena, &source->common->arena->allocator, source->common->arena->limit);
    if (packed)
        reason = envfp__configuration_packed(&arena, text, true, &read);
    else
        envfp__configuration_read(&arena, text, &read);
    if (arena.failed)
        read.reason = ENVFP_REASON_TRUNCATED;
    if (reason == ENVFP_REASON_NONE)
        write_kept(&read, out);
    else
        envfp__text_add_byte(out, '?');
    envfp__arena_release(&arena);
}

bool envfp__keep_configuration(const struct source *source, struct view text, struct text *out)
{
    keep(source, text, false, out);
    return false;
}

bool envfp__keep_configuration_packed(const struct source *source, struct view packed, struct text *out)
{
    keep(source, packed, true, out);
    return false;
}
