/* SPDX-License-Identifier: MIT */
#include "source/system.h"

#include "isolation/signs.h"

/* Local file systems, whose answers do not wait for another machine or process. What is not listed, and no runtime's, is
 * taken to be remote: a wrong guess costs a gap, never a hang. lxcfs and fuseblk are FUSE, but a system whose /proc or
 * root they serve cannot run without them. Source: Linux Documentation/filesystems. */
static const char *const local_types[] = {
    "aufs",    "bcachefs", "binfmt_misc", "bpf",        "btrfs",     "cgroup",  "cgroup2",  "configfs",
    "debugfs", "devpts",   "devtmpfs",    "efivarfs",   "erofs",     "exfat",   "ext2",     "ext3",
    "ext4",    "f2fs",     "fuseblk",     "hfsplus",    "hugetlbfs", "iso9660", "jffs2",    "jfs",
    "minix",   "mqueue",   "nilfs2",      "nsfs",       "ntfs3",     "overlay", "proc",     "pstore",
    "ramfs",   "reiserfs", "rootfs",      "securityfs", "selinuxfs", "smackfs", "squashfs", "sysfs",
    "tmpfs",   "tracefs",  "ubifs",       "udf",        "vfat",      "xfs",     "zfs",
};

static const char *const kernel_types[] = {
    "binfmt_misc", "bpf",    "cgroup",     "cgroup2",   "configfs", "debugfs", "efivarfs", "nsfs",
    "proc",        "pstore", "securityfs", "selinuxfs", "smackfs",  "sysfs",   "tracefs",
};

static bool is_listed(struct view type, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (view_is(type, list[i]))
            return true;
    return false;
}

#define COUNT(list) (sizeof(list) / sizeof *(list))

static bool is_local(struct view type)
{
    return is_listed(type, local_types, COUNT(local_types)) || envfp__sign_makes_type(type);
}

/* What shows the kernel's own files: it, or what a runtime puts over some of them. */
static bool is_kernels(struct view type)
{
    return is_listed(type, kernel_types, COUNT(kernel_types)) ||
           (view_starts(type, VIEW("fuse.")) && envfp__sign_makes_type(type));
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

void envfp__mounts_parse(struct arena *arena, struct view mountinfo, struct mounts *mounts)
{
    size_t capacity = 0;
    struct view line, word;
    *mounts = (struct mounts){0};
    while (view_cut(&mountinfo, '\n', &line)) {
        struct mount mount = {0};
        struct view rest = line;
        size_t tail = envfp__view_find(line, VIEW(" - "));
        /* ID, parent, device, root, mount point. */
        for (unsigned i = 0; i < 5 && view_cut_word(&rest, &word); i++) {
            if (i == 2)
                mount.device = word;
            if (i == 4)
                mount.point = unescape(arena, word);
        }
        rest = tail == SIZE_MAX ? VIEW("") : view_skip(line, tail + 3);
        if (mount.point.length == 0 || !view_cut_word(&rest, &mount.type))
            continue;
        mount.remote = mount.network = !is_local(mount.type);
        mount.partial = view_is(mount.type, "proc") && view_has(rest, VIEW("subset=pid"));
        struct mount *room = envfp__arena_grow(arena, mounts->list, mounts->count, &capacity, sizeof mount);
        if (!room)
            return;
        mounts->list = room;
        mounts->list[mounts->count++] = mount;
        mounts->remote_count += mount.remote;
        mounts->network_count += mount.network;
    }
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

void envfp__mounts_exempt(struct mounts *mounts, struct view maps)
{
    struct view line, word, last = VIEW("");
    while (view_cut(&maps, '\n', &line)) {
        /* address, permissions, offset, device, inode */
        for (unsigned i = 0; i < 4; i++)
            if (!view_cut_word(&line, &word))
                word = VIEW("");
        if (view_equal(word, last))
            continue;
        last = word;
        for (size_t i = 0; i < mounts->count; i++) {
            struct mount *mount = &mounts->list[i];
            if (mount->remote && same_device(word, mount->device)) {
                mount->remote = false;
                mounts->remote_count--;
            }
        }
    }
}

const struct mount *envfp__mounts_find(const struct mounts *mounts, struct view path)
{
    const struct mount *best = NULL;
    for (size_t i = 0; i < mounts->count; i++) {
        struct view point = mounts->list[i].point;
        bool inside = view_starts(path, point) &&
                      (point.length == 1 || path.length == point.length || path.text[point.length] == '/');
        /* A later mount at the same place covers the earlier one. */
        if (inside && (!best || point.length >= best->point.length))
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

bool envfp__mounts_hide(const struct mounts *mounts, struct view path)
{
    const struct mount *mount = envfp__mounts_find(mounts, path);
    if (!mount)
        return false;
    if (!is_kernels(mount->type))
        return true;
    /* Cgroups stand in a file system of their own: where it is not mounted, sysfs has an empty directory here and shows
     * none. */
    if (view_starts(path, VIEW("/sys/fs/cgroup/")))
        return view_is(mount->type, "sysfs");
    return mount->partial && !is_of_process(path);
}
