/* SPDX-License-Identifier: MIT */
/*
 * One pass over /proc/self/mountinfo (proc_pid_mountinfo(5)): signs of who built this view of the file
 * system, and what it masks. Paths, ids and device numbers never become part of a hashed fact.
 */
#ifdef DECLARING

COLLECTOR(SB, LIVE)

SEEN("/dev")
SEEN("/dev/shm")
TEXT("/proc/self/mountinfo", mountinfo)

FACT("mounts.hints", SET, CONTEXT, INFORMS, NOTHING, "", "/proc/self/mountinfo", "proc_pid_mountinfo(5)",
     "Runtimes and sandboxes that left their hand in the list of mounts; evidence.")
FACT("mounts.masked", SET, CONTEXT, ALTERS, POLICY, "", "/proc/self/mountinfo", "proc_pid_mountinfo(5)",
     "Files of procfs and sysfs that are covered: what reads them finds nothing. Which ones follows "
     "the kernel.")
FACT("mounts.readonly", SET, HASHED, BREAKS, POLICY, "", "/proc/self/mountinfo", "proc_pid_mountinfo(5)",
     "Which of /proc, /proc/sys and /sys are sealed against writing: tuning there fails.")
FACT("mounts.root_disk", BOOLEAN, CONTEXT, INFORMS, NOTHING, "", "/proc/self/mountinfo",
     "proc_pid_mountinfo(5)",
     "Whether the root directory is the whole of a disk, as a machine's own is; evidence.")
FACT("mounts.root_folder", BOOLEAN, CONTEXT, INFORMS, NOTHING, "", "/proc/self/mountinfo",
     "proc_pid_mountinfo(5)",
     "That the root directory is a folder of a file system, as nobody's own machine has it; evidence.")
FACT(
    "mounts.root_readonly", BOOLEAN, CONTEXT, BREAKS, POLICY, "", "/proc/self/mountinfo",
    "proc_pid_mountinfo(5)",
    "Whether the root directory is mounted read-only: programs that write beside themselves fail with EROFS.")
FACT("mounts.root_type", STRING, CONTEXT, ALTERS, POLICY, "", "/proc/self/mountinfo", "proc_pid_mountinfo(5)",
     "File system type of the root directory: renames, locks and extended attributes behave by it.")
FACT("mounts.shm", STRING, CONTEXT, BREAKS, POLICY, "", "/proc/self/mountinfo",
     "proc_pid_mountinfo(5); shm_overview(7)",
     "Shared memory in /dev/shm: its size, where that is not half of the memory, read-only, a folder of "
     "another file "
     "system, or none: browsers, databases and data loaders die with SIGBUS or ENOSPC where it is small, and "
     "semaphores fail where there is none.")

#else
#include "collect/container/mounts_kept.h"

#define LAYER CONTAINER
#define OWNER mounts
#define DECLARES "collect/container/mounts.c"
#include "collect/declare.h"

#include "collect/collect.h"
#include "collect/container/cgroup_path.h"
#include "isolation/signs.h"

struct mounts {
    struct collect *collect;
    struct bag hints, masked, readonly;
    struct cgroup_signs cgroup;
    struct view bind_id; /* by the files that an engine binds over /etc/hostname and the like */
    struct view own_id;  /* by what only this container has, not its pod */
    struct view root_type;
    struct view shm; /* what is told of /dev/shm; empty where nothing is mounted there */
    bool has_root, has_proc, root_is_disk, root_is_folder, root_readonly, pod;
    bool suid; /* somewhere set-user-id counts */
};

static bool parse(struct view line, struct isolation_mount *mount)
{
    struct view skipped;
    for (unsigned i = 0; i < 3; i++) /* mount id, parent id, major:minor */
        if (!view_cut_word(&line, &skipped))
            return false;
    if (!view_cut_word(&line, &mount->root) || !view_cut_word(&line, &mount->point) ||
        !view_cut_word(&line, &mount->options))
        return false;
    do
        if (!view_cut_word(&line, &skipped)) /* optional fields, up to "-" */
            return false;
    while (!view_is(skipped, "-"));
    if (!view_cut_word(&line, &mount->type) || !view_cut_word(&line, &mount->source))
        return false;
    mount->super = view_trim(line);
    return true;
}

static void hint(struct mounts *mounts, const char *word)
{
    envfp__bag_add(mounts->collect, &mounts->hints, view_of(word));
}

static bool has_option(struct view options, struct view wanted)
{
    struct view option;
    while (view_cut(&options, ',', &option))
        if (view_equal(option, wanted))
            return true;
    return false;
}

/* The whole of a disk, where a machine has its system: engines hand out layers, folders and volumes. */
static bool is_disk(const struct isolation_mount *mount)
{
    FOR_SIGNS (sign, SIGNS_ROOT)
        if (sign->kind == SIGN_ROOT_DEVICE && envfp__sign_on_mount(sign, mount))
            return false;
    return view_is(mount->root, "/") && view_starts(mount->source, VIEW("/dev/")) &&
           !view_is(mount->source, "/dev/fuse");
}

static bool is_readonly(const struct isolation_mount *mount)
{
    return has_option(mount->options, VIEW("ro")) || has_option(mount->super, VIEW("ro"));
}

/* A folder that somebody made the root. Btrfs' subvolumes look so on machines, too, and so does what OSTree starts. */
static bool is_folder(const struct isolation_mount *mount)
{
    static const char *const types[] = {"ext2", "ext3", "ext4", "f2fs", "jfs", "reiserfs", "tmpfs", "xfs"};
    bool plain = false;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        plain |= view_is(mount->type, types[i]);
    return plain && !view_is(mount->root, "/") && !view_has(mount->root, VIEW("/ostree/deploy/"));
}

static void read_root(struct mounts *mounts, const struct isolation_mount *mount)
{
    mounts->has_root = true;
    mounts->root_type = mount->type;
    mounts->root_is_disk = is_disk(mount);
    mounts->root_is_folder = is_folder(mount);
    mounts->root_readonly = is_readonly(mount);
}

/* "65536k", as the kernel writes it, or as a person wrote it for an older one. */
static bool size_of(struct view text, uint64_t *kib)
{
    static const char units[] = "kmgt";
    const char *unit = text.length ? memchr(units, byte_to_lower(text.text[text.length - 1]), 4) : NULL;
    if (!envfp__view_number(view_take(text, text.length - (unit != NULL)), 10, kib))
        return false;
    if (!unit)
        *kib /= 1024;
    for (; unit && unit > units; unit--)
        *kib = *kib > UINT64_MAX / 1024 ? UINT64_MAX : *kib * 1024;
    return true;
}

/* The kernel shows no size where it is half of the memory (mm/shmem.c). */
static void read_shm(struct mounts *mounts, const struct isolation_mount *mount)
{
    struct view options = mount->super, option;
    struct text text = {.arena = mounts->collect->scratch};
    uint64_t kib;
    mounts->shm = is_readonly(mount)              ? VIEW("read-only")
                  : view_is(mount->type, "tmpfs") ? VIEW("half of the memory")
                                                  : VIEW("another file system");
    while (view_is(mounts->shm, "half of the memory") && view_cut(&options, ',', &option)) {
        if (!view_starts(option, VIEW("size=")) || !size_of(view_skip(option, 5), &kib))
            continue;
        envfp__text_add_number(&text, (int64_t)((kib < 1024 ? kib : kib / 1024) & INT64_MAX));
        envfp__text_add(&text, kib < 1024 ? VIEW(" KiB") : VIEW(" MiB"));
        mounts->shm = envfp__text_view(&text);
    }
}

/* Only of the root, and of what is bound for this container: on a host the mounts of all its containers are listed,
 * too. In a pod the files that are bound are the pause container's, and no id of ours. */
static void read_signs(struct mounts *mounts, const struct isolation_mount *mount)
{
    struct view id;
    for (const struct isolation_sign *sign = NULL; (sign = envfp__sign_of_mount(mount, sign, &id));) {
        hint(mounts, sign_told(sign));
        mounts->pod |= sign->row == ISOLATION_kubernetes;
        if (mounts->bind_id.length == 0)
            mounts->bind_id = id;
    }
    if (view_is(mount->point, "/run/secrets") && mounts->own_id.length == 0)
        mounts->own_id = envfp__sign_folder_id(mount->root);
}

/* systemd's hardening of services. */
static void read_habits(struct mounts *mounts, const struct isolation_mount *mount)
{
    if (view_has(mount->root, VIEW("/systemd-private-")) && view_ends(mount->point, VIEW("/tmp")))
        hint(mounts, "systemd-private-tmp");
    if (view_starts(mount->root, VIEW("/systemd/inaccessible/")))
        hint(mounts, "systemd-inaccessible");
}

static bool is_kernel_path(struct view path)
{
    for (size_t i = 0; i < path.length; i++) {
        char byte = path.text[i];
        if (!(byte_is_lower(byte) || byte_is_digit(byte) || memchr("_-/", byte, 3)))
            return false;
        if (byte_is_digit(byte) && path.text[i - (i > 0)] == '/')
            return false; /* a process's, by its number */
    }
    return path.length <= 48;
}

/* Under /proc and /sys: a tmpfs, or a device from one, is a mask; procfs or sysfs again, read-only, a seal.
 * Engines mask and seal what the kernel at hand has, so that only what every kernel has is told as sealed. */
static void read_kernel_mount(struct mounts *mounts, const struct isolation_mount *mount)
{
    bool proc = view_starts(mount->point, VIEW("/proc/"));
    bool masks = view_is(mount->type, "tmpfs") || view_is(mount->type, "devtmpfs");
    bool again = view_is(mount->type, "proc") || view_is(mount->type, "sysfs");
    bool sealed = has_option(mount->options, VIEW("ro"));
    if (!is_kernel_path(mount->point) || view_starts(mount->point, VIEW("/sys/fs/")))
        return; /* cgroup mounts: a host's have a tmpfs in front too */
    if (masks && (proc || view_starts(mount->point, VIEW("/sys/"))))
        envfp__bag_add(mounts->collect, &mounts->masked, mount->point);
    else if (again && sealed &&
             (view_is(mount->point, "/proc") || view_is(mount->point, "/proc/sys") ||
              view_is(mount->point, "/sys")))
        envfp__bag_add(mounts->collect, &mounts->readonly, mount->point);
}

static void read_mount(struct mounts *mounts, const struct isolation_mount *mount)
{
    if (view_is(mount->point, "/"))
        read_root(mounts, mount);
    if (view_is(mount->point, "/dev/shm"))
        read_shm(mounts, mount);
    mounts->has_proc |= view_is(mount->point, "/proc");
    /* Queues have no programs, and nobody mounts them so. */
    mounts->suid |= !has_option(mount->options, VIEW("nosuid")) && !view_is(mount->type, "mqueue");
    if (view_starts(mount->point, VIEW("/proc")) || view_starts(mount->point, VIEW("/sys")))
        read_kernel_mount(mounts, mount);
    read_signs(mounts, mount);
    read_habits(mounts, mount);
    /* A cgroup mount that does not begin at the hierarchy's root: without a cgroup namespace. */
    if (view_starts(mount->type, VIEW("cgroup")) && mount->root.length > 1)
        envfp__cgroup_path_read(mounts->collect->scratch, mount->root, &mounts->cgroup);
}

static struct view container_of(const struct mounts *mounts)
{
    struct view id = mounts->cgroup.id;
    if (id.length == 0)
        id = mounts->own_id.length || mounts->pod ? mounts->own_id : mounts->bind_id;
    return id;
}

static void share(const struct mounts *mounts, struct collect *c)
{
    struct mount_signs *signs = &c->shared->mounts;
    signs->container = envfp__arena_copy(c->source->common->arena, container_of(mounts));
    /* A root that is no mount point: somebody changed it with chroot(2). (/proc, where this was read, is
     * listed then; its absence means that these lines are a fragment.) */
    signs->root_changed = mounts->has_proc && !mounts->has_root;
}

/* Where nothing is mounted there it is a folder, as bubblewrap makes one, or missing where there are devices. */
static void look_for_shm(struct mounts *mounts)
{
    struct collect *c = mounts->collect;
    struct source_stat stat;
    enum envfp_reason reason = source_stat(c->source, "/dev/shm", &stat);
    if (reason == ENVFP_REASON_NONE)
        mounts->shm = VIEW("folder");
    if (reason == ENVFP_REASON_ABSENT &&
        (reason = source_stat(c->source, "/dev", &stat)) == ENVFP_REASON_NONE)
        mounts->shm = VIEW("none");
    fact_gap(c, "mounts.shm", reason);
}

/* Where no root is listed, these lines are a fragment. */
static void add_shm(struct mounts *mounts)
{
    if (mounts->shm.length == 0 && mounts->has_root && mounts->has_proc)
        look_for_shm(mounts);
    if (mounts->shm.length)
        fact_string(mounts->collect, "mounts.shm", mounts->shm);
}

static void add_facts(struct mounts *mounts)
{
    struct collect *c = mounts->collect;
    if (mounts->cgroup.runtime.length)
        envfp__bag_add(c, &mounts->hints, mounts->cgroup.runtime);
    if (mounts->cgroup.orchestrator.length)
        envfp__bag_add(c, &mounts->hints, mounts->cgroup.orchestrator);
    /* bubblewrap has it so for all it mounts; others for the root at most. */
    if (mounts->has_root && mounts->has_proc && !mounts->suid)
        hint(mounts, "nosuid");
    if (mounts->hints.count)
        fact_set(c, "mounts.hints", mounts->hints.items, mounts->hints.count);
    if (mounts->masked.count)
        fact_set(c, "mounts.masked", mounts->masked.items, mounts->masked.count);
    if (mounts->readonly.count)
        fact_set(c, "mounts.readonly", mounts->readonly.items, mounts->readonly.count);
    if (mounts->has_root) {
        fact_boolean(c, "mounts.root_disk", mounts->root_is_disk);
        if (mounts->root_is_folder)
            fact_boolean(c, "mounts.root_folder", true);
        fact_boolean(c, "mounts.root_readonly", mounts->root_readonly);
        fact_string(c, "mounts.root_type", mounts->root_type);
    }
    add_shm(mounts);
}

/* Where the table of mounts is not to be seen, the root directory's number still tells a file system of its own:
 * ext4 gives 2 to the directory that it begins with, XFS 64, 96 or 128 by its block size. What engines build has
 * the number of a folder on some disk. */
static void guess_root(struct collect *c)
{
    struct source_stat stat;
    if (source_stat(c->source, "/", &stat) == ENVFP_REASON_NONE &&
        (stat.inode == 2 || stat.inode == 64 || stat.inode == 96 || stat.inode == 128))
        fact_boolean(c, "mounts.root_disk", true);
}

void envfp__collect_mounts(struct collect *c)
{
    struct view text, line;
    enum envfp_reason reason = source_read(c->source, "/proc/self/mountinfo", &text);
    c->shared->mounts = (struct mount_signs){.reason = reason};
    if (reason != ENVFP_REASON_NONE) {
        fact_gap(c, "mounts.*", reason);
        guess_root(c);
        return;
    }
    struct mounts mounts = {.collect = c};
    struct isolation_mount mount;
    while (view_cut(&text, '\n', &line))
        if (parse(line, &mount))
            read_mount(&mounts, &mount);
    share(&mounts, c);
    add_facts(&mounts);
}

#endif
