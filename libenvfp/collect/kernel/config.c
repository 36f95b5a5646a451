/* SPDX-License-Identifier: MIT */
/*
 * The kernel's configuration. /proc/config.gz is the only copy that a container reads as its host does
 * (/boot is another file system there). It is a constant of the kernel's image, so the digest is that of the
 * file as it stands: sha256sum /proc/config.gz. What it says is unpacked where detail is asked for, because
 * that alone costs a third of reading all the files of a collection:
 *
 *     zcat /proc/config.gz | grep ^CONFIG_ | sha256sum
 *
 * compares the settings of two builds, whose comments name their versions and compilers. Where the kernel keeps its
 * configuration to itself, as most distributions' do, a package may have left it on disk under the release's name.
 */
#ifdef DECLARING

FACT("config.digest", STRING, HASHED, INFORMS, VM, "", "/proc/config.gz", "Documentation/kbuild/kconfig.rst",
     "SHA-256 of the kernel's configuration as it serves it (sha256sum /proc/config.gz): tells apart "
     "kernels that call themselves the same. What differs, config.options and config.settings say.")
FACT("config.options", SET, CONTEXT, BREAKS, VM, "", "/proc/config.gz", "Documentation/kbuild/kconfig.rst",
     "Set options, from a list of those without which whole kinds of programs do not work; where "
     "detail is asked for.")
FACT("config.origin", STRING, CONTEXT, INFORMS, NOTHING, "", "",
     "/proc/config.gz, /boot/config-RELEASE, /lib/modules/RELEASE/config",
     "Where config.options and config.settings were read: proc is the running kernel itself, boot and "
     "modules are what a package of that release left on disk.")
FACT("config.settings", STRING, CONTEXT, ALTERS, VM, "", "/proc/config.gz",
     "Documentation/kbuild/kconfig.rst",
     "SHA-256 of all set options, whatever build they are from: zcat /proc/config.gz | grep ^CONFIG_ | "
     "sha256sum; where detail is asked for.")

#else
#define LAYER KERNEL
#define OWNER config
#define DECLARES "collect/kernel/config.c"
#include "collect/declare.h"

#include "base/sha256.h"
#include "collect/collect.h"

#define ZLIB_CONST
#include <zlib.h>

/* Ten times the largest configuration in use: a bomb ends here. */
#define MOST_TEXT ((size_t)4 << 20)

/* Options that decide whether a program works at all, or how; without their "CONFIG_", sorted bytewise. */
static const char *const telling[] = {"AIO",
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
    for (size_t low = 0, high = sizeof telling / sizeof *telling; low < high;) {
        size_t middle = low + (high - low) / 2;
        int order = view_compare(name, view_of(telling[middle]));
        if (order == 0)
            return true;
        *(order < 0 ? &high : &low) = order < 0 ? middle : middle + 1;
    }
    return false;
}

/* `fold`: as recordings keep the line of a text; the one kind of value that may lie in somebody's home is a path. */
static void add_setting(struct collect *c, struct sha256 *hash, struct view line, bool fold)
{
    size_t at = fold ? envfp__view_find(line, VIEW("=\"/")) : SIZE_MAX;
    struct view path = view_skip(line, at == SIZE_MAX ? line.length : at + 2);
    size_t home = envfp__source_home(c->source, path);
    envfp__sha256_add(hash, line.text, line.length - path.length);
    if (home)
        envfp__sha256_add(hash, "/~", 2);
    path = view_skip(path, home);
    envfp__sha256_add(hash, path.text, path.length);
    envfp__sha256_add(hash, "\n", 1);
}

static enum envfp_reason tell_options(struct collect *c, struct view text, bool fold)
{
    static const struct view prefix = {"CONFIG_", 7};
    struct view line;
    struct bag options = {0};
    struct sha256 hash;
    char hex[65];
    bool any = false;
    envfp__sha256_init(&hash);
    while (view_cut(&text, '\n', &line)) {
        if (!view_starts(line, prefix))
            continue;
        any = true;
        add_setting(c, &hash, line, fold);
        struct view option = view_skip(line, prefix.length);
        if (is_telling(view_take(option, view_find_byte(option, '='))))
            envfp__bag_add(c, &options, option);
    }
    if (!any)
        return ENVFP_REASON_MALFORMED;
    envfp__sha256_final_hex(&hash, hex);
    fact_string(c, "config.settings", view_of(hex));
    if (options.count)
        fact_set(c, "config.options", options.items, options.count);
    return ENVFP_REASON_NONE;
}

static void tell(struct collect *c, struct view text, enum envfp_reason reason, const char *origin)
{
    if (reason == ENVFP_REASON_NONE)
        reason = tell_options(c, text, strcmp(origin, "proc") != 0);
    if (reason == ENVFP_REASON_NONE)
        fact_string(c, "config.origin", view_of(origin));
    fact_gap(c, "config.options", reason);
    fact_gap(c, "config.settings", reason);
}

/* A release's name holds no '/', or it would lead elsewhere. */
static bool is_release(struct view release)
{
    return release.length > 0 && release.length <= 128 && release.text[0] != '.' &&
           view_find_byte(release, '/') == SIZE_MAX && view_find_byte(release, '\0') == SIZE_MAX;
}

/* Debian and its kin, Fedora and SUSE, Fedora's images, Flatcar. */
static void tell_from_disk(struct collect *c)
{
    static const struct {
        const char *before, *after, *origin;
    } places[] = {
        {"/boot/config-", "", "boot"},
        {"/lib/modules/", "/config", "modules"},
        {"/usr/lib/ostree-boot/config-", "", "boot"},
        {"/usr/boot/config-", "", "boot"},
    };
    struct source_uname names;
    if (source_uname(c->source, c->scratch, &names) != ENVFP_REASON_NONE || !is_release(names.release))
        return;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const char *path = source_path(c->scratch, places[i].before, names.release, places[i].after);
        struct view text;
        enum envfp_reason reason = path ? source_read(c->source, path, &text) : ENVFP_REASON_ABSENT;
        if (reason != ENVFP_REASON_ABSENT) {
            tell(c, text, reason, places[i].origin);
            return;
        }
    }
}

void envfp__collect_config(struct collect *c)
{
    struct view packed, text;
    char hex[65];
    enum envfp_reason reason = source_read_start(c->source, "/proc/config.gz", SIZE_MAX, &packed);
    if (reason == ENVFP_REASON_ABSENT) {
        if (c->source->common->detail)
            tell_from_disk(c);
        return;
    }
    if (reason == ENVFP_REASON_NONE && !view_starts(packed, VIEW("\x1f\x8b")))
        reason = ENVFP_REASON_MALFORMED;
    if (reason != ENVFP_REASON_NONE) {
        fact_gap(c, "config.*", reason);
        return;
    }
    /* The digest is of all of it, and what the kernel was configured as names nobody. */
    source_took_of(c->source, "/proc/config.gz", 0, packed.length);
    envfp__sha256_hex(packed.text, packed.length, hex);
    fact_string(c, "config.digest", view_of(hex));
    if (c->source->common->detail) {
        reason = unpack(c->scratch, packed, &text);
        tell(c, text, reason, "proc");
    }
}

#endif
