/* SPDX-License-Identifier: MIT */
/*
 * One pass over /proc/self/mountinfo (proc_pid_mountinfo(5)): signs of who built this view of the file
 * system, and what it masks. Paths, ids and device numbers never become part of a hashed fact.
 */
#ifdef DECLARING

COLLECTOR(SB, LIVE)

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
FACT("mounts.root_type", STRING, CONTEXT, ALTERS, POLICY, "", "/proc/self/mountinfo", "proc_pid_mountinfo(5)",
     "File system type of the root directory: renames, locks and extended attributes behave by it.")

#else
#include "collect/container/mounts_kept.h"

#define LAYER CONTAINER
#define OWNER mounts
#define DECLARES "collect/container/mounts.c"
#include "collect/declare.h"

#include "collect/collect.h"
#include "collect/container/cgroup_path.h"
#include "source/group_id.h"

struct mount {
    struct view root, point, options, type, source, super;
};

struct mounts {
    struct collect *collect;
    struct bag hints, masked, readonly;
    struct cgroup_signs cgroup;
    struct view bind_id; /* by the files that an engine binds over /etc/hostname and the like */
    struct view own_id;  /* by what only this container has, not its pod */
    struct view root_type;
    bool has_root, has_proc, root_is_disk;
};

static bool parse(struct view line, struct mount *mount)
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

/* Folders in which engines keep layers and root file systems, as the root's own folder or within its
 * options. Only the root counts: on a host the mounts of all its containers are listed too. */
static const struct {
    const char *folder, *hint;
} stores[] = {
    {"/docker/overlay2/", "docker"},
    {"/docker/overlay/", "docker"},
    {"/docker/aufs/", "docker"},
    {"/docker/vfs/dir/", "docker"},
    {"/docker/btrfs/subvolumes/", "docker"},
    {"/io.containerd.snapshotter.", "containerd-snapshot"},
    {"/containers/storage/", "containers-storage"},
    {"/run/kata-containers/", "kata"},
    {"/lib/machines/", "systemd-nspawn"},
    {"/lib/lxc/", "lxc"},
    {"/lxd/storage-pools/", "lxd"},
    {"/incus/storage-pools/", "incus"},
    {"/rkt/pods/run/", "rkt"},
    {"/apptainer/mnt/session/", "apptainer"},
    {"/singularity/mnt/session/", "apptainer"},
    {"/schroot/", "schroot"},
};

/* A root of one of these types, or on such a device, is one runtime's. */
static const struct {
    const char *type, *source, *hint;
} roots[] = {
    {"simfs", "", "openvz"}, {"", "/dev/ploop", "openvz"}, {"", "/dev/mapper/docker-", "docker"},
    {"wslfs", "", "wsl"},    {"lxfs", "", "wsl"},
};

/* The whole of a disk, where a machine has its system: engines hand out layers, folders and volumes. */
static bool is_disk(const struct mount *mount)
{
    return view_is(mount->root, "/") && view_starts(mount->source, VIEW("/dev/")) &&
           !view_starts(mount->source, VIEW("/dev/mapper/docker-")) &&
           !view_starts(mount->source, VIEW("/dev/ploop"));
}

static void read_root(struct mounts *mounts, const struct mount *mount)
{
    mounts->has_root = true;
    mounts->root_type = mount->type;
    mounts->root_is_disk = is_disk(mount);
    /* Not so on any machine's root; bubblewrap adds it to all it binds. */
    if (has_option(mount->options, VIEW("nosuid")))
        hint(mounts, "nosuid-root");
    for (size_t i = 0; i < sizeof stores / sizeof *stores; i++)
        if (view_has(mount->super, view_of(stores[i].folder)) ||
            view_has(mount->root, view_of(stores[i].folder)))
            hint(mounts, stores[i].hint);
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if ((!roots[i].type[0] || view_is(mount->type, roots[i].type)) &&
            view_starts(mount->source, view_of(roots[i].source)))
            hint(mounts, roots[i].hint);
    /* bubblewrap builds the new tree in a tmpfs, under a folder of this name. */
    if (view_is(mount->root, "/newroot") && view_is(mount->type, "tmpfs"))
        hint(mounts, "bubblewrap");
}

/* Text behind `mark`, up to the next '/', where it is an id. */
static struct view id_behind(struct view path, struct view mark)
{
    size_t at = envfp__view_find(path, mark);
    if (at == SIZE_MAX)
        return VIEW("");
    path = view_skip(path, at + mark.length);
    struct view id = view_take(path, view_find_byte(path, '/'));
    return envfp__group_id_is_plain(id) ? id : VIEW("");
}

/* nerdctl: ".../containers/NAMESPACE/ID/hostname" and ".../etchosts/NAMESPACE/ID/hosts". */
static struct view nerdctl_id(struct view path)
{
    struct view part;
    if (!view_has(path, VIEW("/nerdctl/")))
        return VIEW("");
    while (view_cut(&path, '/', &part))
        if (envfp__group_id_is_plain(part))
            return part;
    return VIEW("");
}

/* Engines bind a container's own /etc/hostname, /etc/hosts and /etc/resolv.conf from its folder. In a pod
 * these are the pause container's, and no id of ours. */
static void read_bind(struct mounts *mounts, struct view root)
{
    struct view podman = id_behind(root, VIEW("/overlay-containers/"));
    struct view docker = id_behind(root, VIEW("/containers/"));
    struct view nerdctl = nerdctl_id(root);
    if (podman.length)
        hint(mounts, "containers-storage");
    else if (docker.length)
        hint(mounts, "docker");
    if (nerdctl.length || view_has(root, VIEW("/io.containerd.grpc.v1.cri/sandboxes/")))
        hint(mounts, "containerd");
    if (view_has(root, VIEW("/kubelet/pods/")) ||
        (view_starts(root, VIEW("/pods/")) && view_ends(root, VIEW("/etc-hosts"))))
        hint(mounts, "kubernetes");
    if (mounts->bind_id.length == 0)
        mounts->bind_id = podman.length ? podman : docker.length ? docker : nerdctl;
}

/* Docker Swarm binds each secret from a tmpfs, under its id of 25 characters in base 36. */
static bool is_swarm_secret(const struct mount *mount)
{
    struct view id = view_skip(mount->root, 1);
    for (size_t i = 0; i < id.length; i++)
        if (!byte_is_digit(id.text[i]) && !byte_is_lower(id.text[i]))
            return false;
    return id.length == 25 && view_is(mount->type, "tmpfs");
}

/* What orchestrators bind into a container: the kubelet its file for last words, Nomad a folder that a
 * group's tasks share (".../alloc/UUID/alloc"), Swarm its secrets. */
static void read_orchestrated(struct mounts *mounts, const struct mount *mount)
{
    enum { ALLOC = 7 + 36 + 6 };
    size_t length = mount->root.length;
    if (view_is(mount->point, "/dev/termination-log") && view_has(mount->root, VIEW("/kubelet/pods/")))
        hint(mounts, "kubernetes");
    if (view_is(mount->point, "/alloc") && length >= ALLOC && view_ends(mount->root, VIEW("/alloc")) &&
        view_starts(view_skip(mount->root, length - ALLOC), VIEW("/alloc/")))
        hint(mounts, "nomad");
    if (view_starts(mount->point, VIEW("/run/secrets/")) && is_swarm_secret(mount))
        hint(mounts, "swarm");
    if (view_is(mount->point, "/run/secrets") && mounts->own_id.length == 0)
        mounts->own_id = id_behind(mount->root, VIEW("/overlay-containers/"));
    if (view_is(mount->point, "/run/.containerenv"))
        read_bind(mounts, mount->root);
}

/* systemd's hardening of services, and other signs that stand at any mount. */
static void read_habits(struct mounts *mounts, const struct mount *mount)
{
    if (view_has(mount->root, VIEW("/systemd-private-")) && view_ends(mount->point, VIEW("/tmp")))
        hint(mounts, "systemd-private-tmp");
    if (view_starts(mount->root, VIEW("/systemd/inaccessible/")))
        hint(mounts, "systemd-inaccessible");
    /* Kata shares files into its guest under this name. */
    if (view_is(mount->source, "kataShared"))
        hint(mounts, "kata");
    /* Windows' drives and drivers. */
    if (view_is(mount->type, "drvfs") || view_has(mount->super, VIEW("aname=drvfs")) ||
        view_starts(mount->point, VIEW("/usr/lib/wsl/")))
        hint(mounts, "wsl");
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
static void read_kernel_mount(struct mounts *mounts, const struct mount *mount)
{
    bool proc = view_starts(mount->point, VIEW("/proc/"));
    bool masks = view_is(mount->type, "tmpfs") || view_is(mount->type, "devtmpfs");
    bool again = view_is(mount->type, "proc") || view_is(mount->type, "sysfs");
    bool sealed = has_option(mount->options, VIEW("ro"));
    if (view_is(mount->type, "fuse.lxcfs"))
        hint(mounts, "lxcfs");
    /* The OCI runtimes' way to mask a file; the engines' default list has these. */
    if (view_is(mount->root, "/null") &&
        (view_is(mount->point, "/proc/kcore") || view_is(mount->point, "/proc/keys") ||
         view_is(mount->point, "/proc/timer_list")))
        hint(mounts, "oci");
    if (!is_kernel_path(mount->point) || view_starts(mount->point, VIEW("/sys/fs/")))
        return; /* cgroup mounts: a host's have a tmpfs in front too */
    if (masks && (proc || view_starts(mount->point, VIEW("/sys/"))))
        envfp__bag_add(mounts->collect, &mounts->masked, mount->point);
    else if (again && sealed &&
             (view_is(mount->point, "/proc") || view_is(mount->point, "/proc/sys") ||
              view_is(mount->point, "/sys")))
        envfp__bag_add(mounts->collect, &mounts->readonly, mount->point);
}

static void read_mount(struct mounts *mounts, const struct mount *mount)
{
    static const struct {
        const char *point, *hint;
    } points[] = {
        {"/run/.containerenv", "containers-storage"},
        {"/run/firejail/mnt", "firejail"},
        {"/run/host/incoming", "systemd-nspawn"},
        {"/run/secrets/kubernetes.io/serviceaccount", "kubernetes"},
        {"/run/systemd/nspawn/incoming", "systemd-nspawn"},
        {"/var/lib/snapd/hostfs", "snap"},
        {"/var/run/secrets/kubernetes.io/serviceaccount", "kubernetes"},
    };
    if (view_is(mount->point, "/"))
        read_root(mounts, mount);
    mounts->has_proc |= view_is(mount->point, "/proc");
    if (view_starts(mount->point, VIEW("/proc")) || view_starts(mount->point, VIEW("/sys")))
        read_kernel_mount(mounts, mount);
    if (view_is(mount->point, "/etc/hostname") || view_is(mount->point, "/etc/hosts") ||
        view_is(mount->point, "/etc/resolv.conf"))
        read_bind(mounts, mount->root);
    read_orchestrated(mounts, mount);
    read_habits(mounts, mount);
    for (size_t i = 0; i < sizeof points / sizeof *points; i++)
        if (view_is(mount->point, points[i].point))
            hint(mounts, points[i].hint);
    /* A cgroup mount that does not begin at the hierarchy's root: without a cgroup namespace. */
    if (view_starts(mount->type, VIEW("cgroup")) && mount->root.length > 1)
        envfp__cgroup_path_read(mounts->collect->scratch, mount->root, &mounts->cgroup);
}

static struct view container_of(const struct mounts *mounts)
{
    bool pod = false;
    for (size_t i = 0; i < mounts->hints.count; i++)
        pod |= view_is(mounts->hints.items[i], "kubernetes");
    if (mounts->cgroup.id.length)
        return mounts->cgroup.id;
    return mounts->own_id.length || pod ? mounts->own_id : mounts->bind_id;
}

static void share(const struct mounts *mounts, struct collect *c)
{
    struct mount_signs *signs = &c->shared->mounts;
    signs->container = envfp__arena_copy(c->source->common->arena, container_of(mounts));
    /* A root that is no mount point: somebody changed it with chroot(2). (/proc, where this was read, is
     * listed then; its absence means that these lines are a fragment.) */
    signs->root_changed = mounts->has_proc && !mounts->has_root;
}

static void add_facts(struct mounts *mounts)
{
    struct collect *c = mounts->collect;
    if (mounts->cgroup.runtime.length)
        envfp__bag_add(c, &mounts->hints, mounts->cgroup.runtime);
    if (mounts->cgroup.orchestrator.length)
        envfp__bag_add(c, &mounts->hints, mounts->cgroup.orchestrator);
    if (mounts->hints.count)
        fact_set(c, "mounts.hints", mounts->hints.items, mounts->hints.count);
    if (mounts->masked.count)
        fact_set(c, "mounts.masked", mounts->masked.items, mounts->masked.count);
    if (mounts->readonly.count)
        fact_set(c, "mounts.readonly", mounts->readonly.items, mounts->readonly.count);
    if (mounts->has_root) {
        fact_boolean(c, "mounts.root_disk", mounts->root_is_disk);
        fact_string(c, "mounts.root_type", mounts->root_type);
    }
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
    struct mount mount;
    while (view_cut(&text, '\n', &line))
        if (parse(line, &mount))
            read_mount(&mounts, &mount);
    share(&mounts, c);
    add_facts(&mounts);
}

#endif
