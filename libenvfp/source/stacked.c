/* SPDX-License-Identifier: MIT */
/*
 * Mounts of local types that stand on something else: overlays on layers, disks on a file. Where the last file server's
 * superblock is gone from the kernel, none of them can wait for one. Where there are some, a list of mounts does not tell
 * which stand on them: a layer may be detached since, or lie in a namespace that nobody sees.
 */
#include "source/system.h"

#include "base/sort.h"
#include "base/text.h"

#include <fcntl.h>
#include <unistd.h>

/* Disks on disks that are followed downwards: device mapper and RAID. */
#define STACKED_MOST 4
#define DISKS_MOST 4096 /* below one disk */

#define SERVERS_MOST 65536

/* Each superblock that reads ahead has an entry there, whoever mounted it and wherever: "MAJOR:MINOR" of disks, "0:MINOR"
 * of FUSE and NFS, "TYPE-NUMBER" of others (super_setup_bdi of Linux). */

static bool is_server(struct view entry)
{
    if (entry.length && byte_is_digit(entry.text[0]))
        return view_starts(entry, VIEW("0:"));
    size_t length = 0;
    while (length < entry.length && entry.text[length] != '-' && entry.text[length] != '_')
        length++;
    return !view_is(view_take(entry, length), "mtd") &&
           !envfp__mounts_is_local_type(view_take(entry, length));
}

/* Whether sysfs may be asked, by our own list of mounts. */
static bool may_ask(const struct mounts *own)
{
    return !envfp__mounts_may_block(own, VIEW("/sys")) && !envfp__mounts_block_below(own, VIEW("/sys"));
}

/* Whether the kernel has a file system that another process or machine serves; also where it does not say. */
static bool has_servers(struct arena *arena)
{
    struct source_entry *entries = NULL;
    size_t count = 0;
    int folder =
        envfp__system_open(AT_FDCWD, "/sys/class/bdi", O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC);
    if (folder < 0 || envfp__system_list(arena, folder, SERVERS_MOST, &entries, &count) != ENVFP_REASON_NONE)
        return true;
    for (size_t i = 0; i < count; i++)
        if (is_server(entries[i].name))
            return true;
    return false;
}

/* ---- Disks ------------------------------------------------------------------------------------------------ */

/* A file that a loop device stands on. The name is what the kernel would show now: a file on a mount that is in no list
 * any more has a name that leads nowhere, or elsewhere. */
static bool is_local_file(struct arena *arena, const struct mounts *mounts, struct view path)
{
    const struct mount *mount = envfp__mounts_find(mounts, path);
    if (!view_starts(path, VIEW("/")) || !mount || envfp__mounts_may_block(mounts, path))
        return false;
    int found =
        envfp__system_open(AT_FDCWD, envfp__arena_copy(arena, path).text, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    struct view device = envfp__system_device(arena, found);
    if (found >= 0)
        close(found);
    return device.length && view_equal(device, mount->device);
}

/* "/sys/class/block/NAME/REST" */
static const char *block_path(struct arena *arena, struct view name, const char *rest)
{
    return envfp__arena_join(arena, (struct view[]){VIEW("/sys/class/block/"), name, view_of(rest)}, 3).text;
}

/* "loop0p1" is a part of "loop0". */
static struct view loop_of(struct view name)
{
    size_t length = sizeof "loop" - 1;
    while (length < name.length && byte_is_digit(name.text[length]))
        length++;
    return view_take(name, length);
}

static bool is_local_disk(struct arena *arena, const struct mounts *mounts, struct view name)
{
    struct view file;
    if (!view_starts(name, VIEW("loop")))
        return !envfp__mounts_is_served_disk(name);
    return envfp__system_read(arena, block_path(arena, loop_of(name), "/loop/backing_file"), PATH_MAX,
                              &file) == ENVFP_REASON_NONE &&
           is_local_file(arena, mounts, view_trim(file));
}

/* Whether a disk, and those that it stands on, waits for nobody. */
static bool stands_on_local(struct arena *arena, const struct mounts *mounts, struct view name)
{
    struct view names[STACKED_MOST] = {name};
    for (size_t depth = 0; depth < STACKED_MOST; depth++) {
        struct source_entry *entries = NULL;
        size_t count = 0;
        if (!is_local_disk(arena, mounts, names[depth]))
            return false;
        int folder = envfp__system_open(AT_FDCWD, block_path(arena, names[depth], "/slaves"),
                                        O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC);
        if (folder < 0) /* a partition has none */
            return true;
        if (envfp__system_list(arena, folder, DISKS_MOST, &entries, &count) != ENVFP_REASON_NONE)
            return false;
        for (size_t i = 1; i < count;
             i++) /* of several, those beside the first are looked at themselves alone */
            if (!is_local_disk(arena, mounts, entries[i].name))
                return false;
        if (count == 0)
            return true;
        if (depth + 1 < STACKED_MOST)
            names[depth + 1] = entries[0].name;
    }
    return false;
}

/* The name of a disk by its numbers: the end of a link "../../devices/.../NAME". */
static bool disk_of(struct arena *arena, struct view device, struct view *name)
{
    struct view target, part;
    const char *path = envfp__arena_join(arena, (struct view[]){VIEW("/sys/dev/block/"), device}, 2).text;
    if (envfp__system_link(arena, AT_FDCWD, path, &target) != ENVFP_REASON_NONE)
        return false;
    while (view_cut(&target, '/', &part))
        *name = part;
    return name->length > 0;
}

/* ---- Mounts ------------------------------------------------------------------------------------------------ */

/* Mounts by their devices: there may be a hundred thousand. */
struct index {
    struct {
        struct view device;
        struct mount *mount;
    } * list;
    size_t count;
};

static struct index index_of(struct arena *arena, const struct mounts *mounts,
                             bool (*wanted)(const struct mount *))
{
    struct index index = {envfp__arena_array(arena, mounts ? mounts->count : 0, sizeof *index.list), 0};
    for (size_t i = 0; mounts && index.list && i < mounts->count; i++)
        if (wanted(&mounts->list[i])) {
            index.list[index.count].device = mounts->list[i].device;
            index.list[index.count++].mount = &mounts->list[i];
        }
    if (index.count)
        envfp__sort(arena, index.list, index.count, sizeof *index.list);
    return index;
}

static const struct mount *find_device(const struct index *index, struct view device)
{
    size_t low = 0, high = index->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (view_compare(index->list[middle].device, device) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < index->count && view_equal(index->list[low].device, device) ? index->list[low].mount : NULL;
}

static bool is_any(const struct mount *mount)
{
    return mount->device.length > 0;
}

/* A disk whose name does not say that it is one of its own. Only the system's administrator mounts disks. */
static bool is_doubtful_disk(const struct mount *mount)
{
    static const char *const plain[] = {"sd", "hd", "vd", "xvd", "nvme", "mmcblk", "pmem", "dasd", "root"};
    struct view name = mount->source;
    if (mount->remote || mount->device.length == 0 || view_starts(mount->device, VIEW("0:")))
        return false;
    for (size_t i = 0; view_cut_start(&name, VIEW("/dev/")) && i < sizeof plain / sizeof *plain; i++)
        if (view_starts(name, view_of(plain[i])))
            return false;
    return true;
}

static bool is_doubtful(const struct mount *mount)
{
    return is_doubtful_disk(mount) || (!mount->remote && view_is(mount->type, "overlay"));
}

static bool disk_waits(struct arena *arena, const struct mounts *own, struct view device)
{
    struct view name = VIEW("");
    return !may_ask(own) || !disk_of(arena, device, &name) || !stands_on_local(arena, own, name);
}

/* What our own list has is judged already. An overlay that only another process has is not believed: its options are
 * what its owner wrote, for places that may have become others. */
void envfp__mounts_judge_stacked(struct arena *arena, struct mounts *mounts, const struct mounts *own)
{
    struct index doubtful = index_of(arena, mounts, own ? is_doubtful : is_doubtful_disk);
    struct index known = doubtful.count ? index_of(arena, own, is_any) : (struct index){NULL, 0};
    bool asked = false, servers = false, remote = false;
    for (size_t i = 0; i < doubtful.count; i++) {
        struct mount *mount = doubtful.list[i].mount;
        const struct mount *same = find_device(&known, mount->device);
        if (same) {
            remote = same->remote;
        } else if (i == 0 || !view_equal(mount->device, doubtful.list[i - 1].device)) {
            servers = asked ? servers : !may_ask(own ? own : mounts) || has_servers(arena);
            asked = true;
            remote = servers &&
                     (is_doubtful_disk(mount) ? disk_waits(arena, own ? own : mounts, mount->device) : true);
        }
        mount->remote = remote;
        mounts->remote_count += remote;
    }
    if (doubtful.count && mounts->remote_count)
        envfp__mounts_judge_layers(arena, mounts);
}
