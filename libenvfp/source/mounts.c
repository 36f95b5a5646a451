/* SPDX-License-Identifier: MIT */
#include "source/system.h"

#include "base/sort.h"
#include "isolation/signs.h"

/* Local file systems, whose answers do not wait for another machine or process. What is not listed, and no runtime's, is
 * taken to be remote: a wrong guess costs a gap, never a hang. All of FUSE is remote (fuse, fuse.TYPE, fuseblk), but
 * lxcfs at its own places. Source: Linux Documentation/filesystems. */
static const char local_types[][12] = {
    "aufs",    "bcachefs", "binfmt_misc", "bpf",        "btrfs",     "cgroup",  "cgroup2",  "configfs",
    "debugfs", "devpts",   "devtmpfs",    "efivarfs",   "erofs",     "exfat",   "ext2",     "ext3",
    "ext4",    "f2fs",     "fusectl",     "hfsplus",    "hugetlbfs", "iso9660", "jffs2",    "jfs",
    "minix",   "mqueue",   "nilfs2",      "nsfs",       "ntfs3",     "overlay", "proc",     "pstore",
    "ramfs",   "reiserfs", "rootfs",      "securityfs", "selinuxfs", "smackfs", "squashfs", "sysfs",
    "tmpfs",   "tracefs",  "ubifs",       "udf",        "vfat",      "xfs",     "zfs",
};

static const char kernel_types[][12] = {
    "binfmt_misc", "bpf",  "cgroup", "cgroup2",    "configfs",  "debugfs", "efivarfs", "fusectl",
    "nsfs",        "proc", "pstore", "securityfs", "selinuxfs", "smackfs", "sysfs",    "tracefs",
};

static bool is_listed(struct view type, const char (*list)[12], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (view_is(type, list[i]))
            return true;
    return false;
}

/* Where lxcfs puts its files and folders over the kernel's: lxcfs(1), and the mount hook of LXC. A container cannot run
 * without them. Anybody may call a FUSE file system fuse.lxcfs, but only who rules this namespace mounts here. */
static const char lxcfs_places[][24] = {
    "/proc/cpuinfo",  "/proc/diskstats", "/proc/loadavg", "/proc/meminfo", "/proc/pressure",
    "/proc/slabinfo", "/proc/stat",      "/proc/swaps",   "/proc/uptime",  "/sys/devices/system/cpu",
};

#define COUNT(list) (sizeof(list) / sizeof *(list))

static bool is_inside(struct view path, struct view folder)
{
    return view_starts(path, folder) &&
           (folder.length == 1 || path.length == folder.length || path.text[folder.length] == '/');
}

static bool is_lxcfs(const struct mount *mount)
{
    if (!view_is(mount->type, "fuse.lxcfs"))
        return false;
    for (size_t i = 0; i < COUNT(lxcfs_places); i++)
        if (is_inside(mount->point, view_of(lxcfs_places[i])))
            return true;
    return false;
}

/* In a namespace of its own anybody may mount at those places; and what another process finds there we read from our own
 * /proc and /sys. */
static bool is_believed(const struct mount *mount, enum mounts_of whose)
{
    bool home = view_is(mount->type, "fuse.lxcfs") && is_inside(mount->point, VIEW("/var/lib/lxcfs"));
    return whose == MOUNTS_OWN && (home || is_lxcfs(mount));
}

static bool is_local(const struct mount *mount, enum mounts_of whose)
{
    if (view_starts(mount->type, VIEW("fuse.")))
        return is_believed(mount, whose);
    return envfp__mounts_is_local_type(mount->type) || envfp__sign_makes_type(mount->type);
}

bool envfp__mounts_is_local_type(struct view type)
{
    return is_listed(type, local_types, COUNT(local_types));
}

/* Disks that another process or machine serves. */
bool envfp__mounts_is_served_disk(struct view name)
{
    static const char *const names[] = {"nbd", "rbd", "ublkb", "drbd"};
    for (size_t i = 0; i < COUNT(names); i++)
        if (view_starts(name, view_of(names[i])))
            return true;
    return false;
}

/* What shows the kernel's own files: it, or what a runtime puts over some of them. */
static bool is_kernels(const struct mount *mount)
{
    return is_listed(mount->type, kernel_types, COUNT(kernel_types)) || is_lxcfs(mount);
}

/* Whether it covers a part of the kernel's file systems with something else. */
static bool is_overlay(const struct mount *mount)
{
    return (view_starts(mount->point, VIEW("/proc/")) || view_starts(mount->point, VIEW("/sys/"))) &&
           !is_listed(mount->type, kernel_types, COUNT(kernel_types));
}

/* mountinfo writes blank, tab, line feed and backslash as \ooo (proc_pid_mountinfo(5)). */
static struct view unescape(struct arena *arena, struct view field)
{
    if (view_find_byte(field, '\\') == SIZE_MAX)
        return field;
    char *copy = envfp__arena_alloc(arena, field.length + 1);
    if (!copy)
        return field;
    size_t length = 0;
    for (size_t i = 0; i < field.length; i++) {
        uint64_t byte;
        struct view digits = view_take(view_skip(field, i + 1), 3);
        if (field.text[i] == '\\' && digits.length == 3 && envfp__view_number(digits, 8, &byte) &&
            byte < 256) {
            copy[length++] = (char)(unsigned char)byte;
            i += 3;
        } else {
            copy[length++] = field.text[i];
        }
    }
    return (struct view){copy, length};
}

/* Of two mounts at one place the upper one counts, whose parent the other is. An automounter's trigger stands below what
 * it has mounted. Not so at "/": a process stays in the root that it has when another is mounted over it. */
static void drop_covered(struct arena *arena, struct mounts *mounts)
{
    struct {
        struct view id;
        struct mount *mount;
    } *below = envfp__arena_array(arena, mounts->remote_count, sizeof *below);
    size_t count = 0;
    for (size_t i = 0; below && i < mounts->count; i++)
        if (mounts->list[i].remote && mounts->list[i].point.length > 1) {
            below[count].id = mounts->list[i].id;
            below[count++].mount = &mounts->list[i];
        }
    if (count)
        envfp__sort(arena, below, count, sizeof *below);
    for (size_t i = 0; i < mounts->count && count; i++) {
        size_t low = 0, high = count;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (view_compare(below[middle].id, mounts->list[i].parent) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        if (low < count && view_equal(below[low].id, mounts->list[i].parent) &&
            view_equal(below[low].mount->point, mounts->list[i].point) && below[low].mount->remote) {
            below[low].mount->remote = false;
            mounts->remote_count--;
        }
    }
}

/* Places of mounts that may block, sorted: overlays may have hundreds of thousands of layers together. */
struct places {
    struct view *list;
    size_t count;
};

static struct places find_places(struct arena *arena, const struct mounts *mounts)
{
    struct places places = {envfp__arena_array(arena, mounts->remote_count, sizeof *places.list), 0};
    for (size_t i = 0; places.list && i < mounts->count; i++)
        if (mounts->list[i].remote)
            places.list[places.count++] = mounts->list[i].point;
    if (places.count)
        envfp__sort(arena, places.list, places.count, sizeof *places.list);
    return places;
}

static bool is_place(const struct places *places, struct view path)
{
    size_t low = 0, high = places->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (view_compare(places->list[middle], path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < places->count && view_equal(places->list[low], path);
}

/* Whether an absolute path is one of the places, or below one. No path is longer than PATH_MAX. */
static bool leads_through(const struct places *places, struct view path)
{
    if (!view_starts(path, VIEW("/")))
        return false;
    if (path.length > PATH_MAX || is_place(places, VIEW("/")))
        return true;
    for (size_t end = 1; end <= path.length; end++)
        if ((end == path.length || path.text[end] == '/') && is_place(places, view_take(path, end)))
            return true;
    return false;
}

/* Whether a file system that is laid over others (overlay) has a layer on a mount that may block. */
static bool has_remote_layer(struct arena *arena, const struct places *places, struct view options)
{
    static const char *const names[] = {"lowerdir=", "lowerdir+=", "datadir+=", "upperdir="};
    struct view option, layer;
    while (view_cut(&options, ',', &option))
        for (size_t i = 0; i < COUNT(names); i++) {
            struct view rest = option;
            if (!view_cut_start(&rest, view_of(names[i])))
                continue;
            while (view_cut(&rest, ':', &layer))
                if (leads_through(places, unescape(arena, layer)))
                    return true;
        }
    return false;
}

/* The layers are named as whoever mounted it saw them, mostly in the namespace whose list this is. The kernel lays
 * overlays over each other once at most (FILESYSTEM_MAX_STACK_DEPTH). */
void envfp__mounts_judge_layers(struct arena *arena, struct mounts *mounts)
{
    size_t before = 0;
    for (unsigned depth = 0; depth < 2 && mounts->remote_count > before; depth++) {
        before = mounts->remote_count;
        struct places places = find_places(arena, mounts);
        for (size_t i = 0; i < mounts->count; i++) {
            struct mount *mount = &mounts->list[i];
            if (mount->remote || !view_is(mount->type, "overlay") ||
                !has_remote_layer(arena, &places, mount->options))
                continue;
            mount->remote = true;
            mounts->remote_count++;
        }
    }
}

/* ID, parent, device, root and mount point; behind " - " the type. */
static bool parse_line(struct arena *arena, struct view line, enum mounts_of whose, struct mount *mount)
{
    struct view rest = line, skipped, point = VIEW("");
    size_t tail = envfp__view_find(line, VIEW(" - "));
    *mount = (struct mount){0};
    bool whole = tail != SIZE_MAX && view_cut_word(&rest, &mount->id) &&
                 view_cut_word(&rest, &mount->parent) && view_cut_word(&rest, &mount->device) &&
                 view_cut_word(&rest, &skipped) && view_cut_word(&rest, &point);
    rest = whole ? view_skip(line, tail + 3) : VIEW("");
    if (!view_cut_word(&rest, &mount->type) || point.length == 0)
        return false;
    mount->point = unescape(arena, point);
    mount->remote = mount->network = !is_local(mount, whose);
    mount->partial = view_is(mount->type, "proc") && view_has(rest, VIEW("subset=pid"));
    if (view_cut_word(&rest, &mount->source))
        mount->options = view_trim(rest);
    mount->remote =
        mount->remote || (view_starts(mount->source, VIEW("/dev/")) &&
                          envfp__mounts_is_served_disk(view_skip(mount->source, sizeof "/dev/" - 1)));
    return true;
}

void envfp__mounts_parse(struct arena *arena, struct view mountinfo, enum mounts_of whose,
                         struct mounts *mounts)
{
    size_t capacity = 0;
    struct view line;
    *mounts = (struct mounts){0};
    while (view_cut(&mountinfo, '\n', &line)) {
        struct mount mount;
        if (!parse_line(arena, line, whose, &mount))
            continue;
        struct mount *room = envfp__arena_grow(arena, mounts->list, mounts->count, &capacity, sizeof mount);
        if (!room)
            return;
        mounts->list = room;
        mounts->list[mounts->count++] = mount;
        mounts->remote_count += mount.remote;
        mounts->network_count += mount.network;
        mounts->overlay_count += is_overlay(&mount);
    }
    if (mounts->remote_count == 0)
        return;
    envfp__mounts_judge_layers(arena, mounts);
    drop_covered(arena, mounts);
}

/* "08:01" in maps is "8:1" in mountinfo. */
static bool same_device(struct view maps_device, struct view mount_device)
{
    struct view major, minor, mount_major, mount_minor;
    uint64_t a, b, c, d;
    return view_split(maps_device, ':', &major, &minor) &&
           view_split(mount_device, ':', &mount_major, &mount_minor) && envfp__view_number(major, 16, &a) &&
           envfp__view_number(minor, 16, &b) && envfp__view_number(mount_major, 10, &c) &&
           envfp__view_number(mount_minor, 10, &d) && a == c && b == d;
}

static void exempt(struct mounts *mounts, struct mount *mount)
{
    mount->remote = false;
    mount->exempt = true;
    mounts->remote_count--;
}

void envfp__mounts_exempt(struct mounts *mounts, struct view maps)
{
    struct view line, last = VIEW("");
    while (view_cut(&maps, '\n', &line)) {
        struct view words[4]; /* address, permissions, offset, device */
        size_t count = 0;
        while (count < 4 && view_cut_word(&line, &words[count]))
            count++;
        if (count < 4 || !view_has(words[1], VIEW("x")) || view_equal(words[3], last))
            continue;
        last = words[3];
        for (size_t i = 0; i < mounts->count; i++)
            if (mounts->list[i].remote && same_device(last, mounts->list[i].device))
                exempt(mounts, &mounts->list[i]);
    }
}

void envfp__mounts_exempt_device(struct mounts *mounts, struct view device)
{
    for (size_t i = 0; i < mounts->count; i++)
        if (mounts->list[i].remote && view_equal(mounts->list[i].device, device))
            exempt(mounts, &mounts->list[i]);
}

bool envfp__mounts_may_block(const struct mounts *mounts, struct view path)
{
    for (size_t i = 0; i < mounts->count && mounts->remote_count; i++)
        if (mounts->list[i].remote && is_inside(path, mounts->list[i].point))
            return true;
    return false;
}

bool envfp__mounts_block_below(const struct mounts *mounts, struct view folder)
{
    for (size_t i = 0; i < mounts->count && mounts->remote_count; i++)
        if (mounts->list[i].remote && is_inside(mounts->list[i].point, folder))
            return true;
    return false;
}

void envfp__mounts_below(struct arena *arena, const struct mounts *mounts, struct view folder,
                         struct mounts *below)
{
    size_t top = folder.length > 1 ? folder.length : 0;
    *below = (struct mounts){.list = envfp__arena_array(arena, mounts->remote_count, sizeof *below->list)};
    for (size_t i = 0; below->list && i < mounts->count; i++) {
        struct mount mount = mounts->list[i];
        if (!mount.remote || !is_inside(mount.point, folder) || mount.point.length == folder.length)
            continue;
        mount.point = view_skip(mount.point, top);
        below->list[below->count++] = mount;
        below->remote_count++;
    }
}

const struct mount *envfp__mounts_find(const struct mounts *mounts, struct view path)
{
    const struct mount *best = NULL;
    for (size_t i = 0; i < mounts->count; i++) {
        struct view point = mounts->list[i].point;
        /* A later mount at the same place covers the earlier one. */
        if (is_inside(path, point) && (!best || point.length >= best->point.length))
            best = &mounts->list[i];
    }
    return best;
}

/* "/proc/self/x", "/proc/7/x": files that every procfs has, with subset=pid too. */
static bool is_of_process(struct view path)
{
    struct view name = view_skip(path, sizeof "/proc/" - 1);
    return view_starts(path, VIEW("/proc/self/")) || view_starts(path, VIEW("/proc/thread-self/")) ||
           (name.length && byte_is_digit(name.text[0]));
}

bool envfp__mounts_overlay(const struct mounts *mounts, struct view path, bool allow_remote)
{
    if (mounts->overlay_count == 0 ||
        (!view_starts(path, VIEW("/proc/")) && !view_starts(path, VIEW("/sys/"))))
        return false;
    const struct mount *mount = envfp__mounts_find(mounts, path);
    return mount && is_overlay(mount) && (allow_remote || !mount->remote || is_lxcfs(mount));
}

bool envfp__mounts_hide(const struct mounts *mounts, struct view path)
{
    const struct mount *mount = envfp__mounts_find(mounts, path);
    if (!mount)
        return false;
    if (!is_kernels(mount))
        return true;
    /* Cgroups stand in a file system of their own: where it is not mounted, sysfs has an empty directory here and shows
     * none. */
    if (view_starts(path, VIEW("/sys/fs/cgroup/")))
        return view_is(mount->type, "sysfs");
    return mount->partial && !is_of_process(path);
}
