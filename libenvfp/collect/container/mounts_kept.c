/* SPDX-License-Identifier: MIT */
/*
 * /proc/self/mountinfo, proc_pid_mountinfo(5). Its paths name pods, secrets, volumes and users' folders, its sources
 * servers, shares and disks' labels, its options addresses, users and keys. What stays is what is compared: types,
 * places of the kernel's and engines' own, and that a source is a disk; other names become "_", below /proc and /sys
 * "?", and those ids that documents show of a container stay.
 */
#include "collect/container/mounts_kept.h"

#include "collect/container/cgroup_kept.h"
#include "isolation/groups.h"
#include "isolation/signs.h"
#include "source/guid.h"
#include "source/keep_rows.h"

/* Names that are everybody's: directories of systems. Those in which engines keep roots, layers and files for containers
 * stand in the table of isolations. */
static const char *const names[] = {
    ".local",  "binfmt_misc", "bin",      "boot",        "cache", "common",    "console",      "containerd",
    "core",    "data",        "default",  "dev",         "efi",   "etc",       "etchosts",     "fd",
    "full",    "fuse",        "home",     "hostname",    "hosts", "hugepages", "inaccessible", "kvm",
    "deploy",  "ostree",      "lib",      "lib32",       "lib64", "libx32",    "local",        "lock",
    "log",     "media",       "mnt",      "mqueue",      "net",   "null",      "opt",          "proc",
    "ptmx",    "pts",         "random",   "resolv.conf", "root",  "rootfs",    "run",          "sbin",
    "share",   "shm",         "snap",     "srv",         "sys",   "systemd",   "tmp",          "tty",
    "urandom", "user",        "userdata", "usr",         "var",   "zero",
};

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

/* A name's place is told to nobody, but some names are told by their form. */
static void add_name(struct view name, bool ids, struct text *out)
{
    struct view part = envfp__sign_part(name);
    bool private = view_starts(name, VIEW("systemd-private-"));
    if (envfp__sign_is_id(name))
        envfp__text_add(out, ids ? name : VIEW(ZEROS));
    else if (private)
        envfp__text_add(out, VIEW("systemd-private-_"));
    else if (keep_is_one(name, names, KEEP_COUNT(names)))
        envfp__text_add(out, name);
    else {
        envfp__text_add(out, part);
        envfp__text_add(out, part.length == 0 || part.length < name.length ? VIEW("_") : VIEW(""));
    }
}

static void add_path(struct view path, bool ids, struct text *out)
{
    struct view name;
    bool slash = view_ends(path, VIEW("/"));
    for (bool first = true; view_cut(&path, '/', &name); first = false) {
        if (!first)
            envfp__text_add_byte(out, '/');
        if (name.length)
            add_name(name, ids, out);
    }
    if (slash)
        envfp__text_add_byte(out, '/');
}

/* ---- Where it is mounted ------------------------------------------------------------------------------------------- */

/* Below /proc and /sys stand the kernel's names; a process's number and an identifier become others. */
static void add_kernel_path(struct view path, struct text *out)
{
    struct view name, groups = VIEW("/sys/fs/cgroup/");
    if (view_starts(path, groups)) {
        envfp__text_add(out, view_take(groups, groups.length - 1));
        envfp__keep_group(view_skip(path, groups.length - 1), out);
        return;
    }
    /* Network cards are called by their addresses, and as their owners like: behind "net" below /sys, behind "conf" and
     * "neigh" below /proc/sys/net. */
    bool pinned = view_starts(path, VIEW("/sys/fs/bpf/")), is_device = false,
         below_sys = view_starts(path, VIEW("/sys")), slash = view_ends(path, VIEW("/"));
    for (size_t i = 0; view_cut(&path, '/', &name); i++) {
        uint64_t number;
        if (i)
            envfp__text_add_byte(out, '/');
        bool below = is_device;
        is_device =
            is_device || view_is(name, below_sys ? "net" : "conf") || (!below_sys && view_is(name, "neigh"));
        if (envfp__text_is_uuid(name))
            envfp__text_add(out, VIEW("00000000-0000-0000-0000-000000000000"));
        else if (below && name.length)
            envfp__text_add_byte(out, '_');
        else if (i == 2 && envfp__view_number(name, 10, &number))
            envfp__text_add_byte(out, '0');
        else if (name.length)
            envfp__text_add(out, keep_is_made_of(name, "_.:,-", 64) && !(pinned && i > 3) ? name : VIEW("?"));
    }
    if (slash)
        envfp__text_add_byte(out, '/');
}

static bool is_below(struct view point, struct view folder)
{
    return view_starts(point, folder) && (point.length == folder.length || point.text[folder.length] == '/');
}

static void add_point(struct view point, struct text *out)
{
    if (is_below(point, VIEW("/proc")) || is_below(point, VIEW("/sys")))
        add_kernel_path(point, out);
    else
        add_path(point, false, out);
}

/* ---- Of what it shows a part --------------------------------------------------------------------------------------- */

/* Whether a container of this view of the file system is one of a pod: then the kubelet has put files into it. */
static bool is_of_pod(const struct isolation_mount *mount)
{
    FOR_SIGNS (sign, SIGNS_MOUNT)
        if (sign->row == ISOLATION_kubernetes && envfp__sign_on_mount(sign, mount))
            return true;
    return false;
}

/* A folder that has part of a path, "/_/nix/store/_". */
static struct view folder_with(struct view part, struct arena *arena)
{
    const struct view pieces[] = {VIEW("/_"), part, view_ends(part, VIEW("/")) ? VIEW("_") : VIEW("")};
    return envfp__arena_join(arena, pieces, 3);
}

/* What the mount shows of a sign it shows in the recording, too: the sign's own pattern stands for a folder of which
 * nothing else may stay. */
static struct view root_of(const struct isolation_mount *mount, struct view kept, struct arena *arena)
{
    struct isolation_mount other = *mount;
    other.root = kept;
    FOR_SIGNS (sign, SIGNS_ROOT)
        if (sign->kind == SIGN_ROOT_FOLDER && envfp__sign_on_mount(sign, mount) &&
            !envfp__sign_on_mount(sign, &other))
            return folder_with(sign_text(sign), arena);
    FOR_SIGNS (sign, SIGNS_MOUNT) {
        struct view text = sign_text(sign), point, root;
        if (sign->kind != SIGN_MOUNT_PLACE || !envfp__sign_on_mount(sign, mount) ||
            envfp__sign_on_mount(sign, &other) || !view_cut(&text, ' ', &point) ||
            !view_cut(&text, ' ', &root))
            continue;
        struct text example = {.arena = arena};
        envfp__sign_example(root, &example);
        return envfp__text_view(&example);
    }
    return kept;
}

/* `pod`: then the files' folder is another container's, which documents do not name. */
static void add_root(const struct isolation_mount *mount, bool pod, struct text *out)
{
    if (view_starts(mount->type, VIEW("cgroup"))) {
        envfp__keep_group(mount->root, out);
        return;
    }
    bool own = view_is(mount->point, "/run/secrets") || (envfp__sign_is_bound(mount->point) && !pod);
    struct text kept = {.arena = out->arena};
    add_path(mount->root, own, &kept);
    envfp__text_add(out, root_of(mount, envfp__text_view(&kept), out->arena));
}

/* ---- What is mounted ------------------------------------------------------------------------------------------------- */

/* FUSE's sub-types are whatever a program calls itself. */
static void add_type(struct view type, struct view point, struct text *out)
{
    bool own = view_starts(type, VIEW("fuse.")) && !envfp__sign_makes_type(type) && !view_is(point, "/");
    envfp__text_add(out, own ? VIEW("fuse._") : keep_is_made_of(type, "_.-", 32) ? type : VIEW("?"));
}

/* A source, or the beginning of one, that is a sign. */
static struct view sign_of_source(struct view source)
{
    FOR_SIGNS_UP_TO (sign, SIGNS_ROOT, SIGNS_MOUNT + 1)
        if ((sign->kind == SIGN_MOUNT_SOURCE && view_equal(source, sign_text(sign))) ||
            (sign->kind == SIGN_ROOT_DEVICE && view_starts(source, sign_text(sign))))
            return sign_text(sign);
    return VIEW("");
}

/* Disks by their kernel's names; one that has another name is still a disk. */
static void add_source(struct view source, struct text *out)
{
    static const char *const plain[] = {"none",   "rootfs",  "overlay",  "shm",    "proc",
                                        "sysfs",  "tmpfs",   "devtmpfs", "devpts", "mqueue",
                                        "cgroup", "cgroup2", "udev",     "dev"};
    static const char *const disks[] = {"dasd", "dm-",  "hd", "loop", "md", "mmcblk", "nbd", "nvme",
                                        "pmem", "root", "sd", "sr",   "vd", "xvd",    "zram"};
    struct view disk = view_skip(source, 5), sign = sign_of_source(source);
    if (view_starts(source, VIEW("/dev/")) && keep_starts(disk, disks, KEEP_COUNT(disks)) &&
        keep_is_made_of(disk, "-", 16)) {
        envfp__text_add(out, source);
    } else if (sign.length) {
        envfp__text_add(out, sign);
        envfp__text_add(out, sign.length < source.length ? VIEW("_") : VIEW(""));
    } else if (view_starts(source, VIEW("/dev/"))) {
        envfp__text_add(out, VIEW("/dev/_"));
    } else {
        envfp__text_add(out, keep_is_one(source, plain, KEEP_COUNT(plain)) ? source : VIEW("_"));
    }
}

/* Of the root's options the folders of its layers, each form of them once: engines are told by them. */
static void add_layers(struct view option, struct text *out)
{
    static const char *const keys[] = {"lowerdir", "upperdir", "workdir", "subvol", "dirs", "br"};
    struct view key = VIEW(""), path, last = VIEW("");
    size_t slash = view_find_byte(option, '/');
    if (slash == SIZE_MAX)
        return;
    if (view_find_byte(view_take(option, slash), '=') != SIZE_MAX)
        (void)view_cut(&option, '=', &key);
    envfp__text_add_byte(out, ',');
    envfp__text_add(out, keep_is_one(key, keys, KEEP_COUNT(keys)) ? key : VIEW("_"));
    envfp__text_add_byte(out, '=');
    for (bool first = true; view_cut(&option, ':', &path);) {
        struct text one = {.arena = out->arena};
        add_path(path, false, &one);
        struct view now = one.length ? envfp__text_view(&one) : VIEW("");
        if (now.length == 0 || view_equal(now, last))
            continue;
        if (!first)
            envfp__text_add_byte(out, ':');
        envfp__text_add(out, now);
        last = now;
        first = false;
    }
}

/* "size=65536k" */
static bool is_size(struct view option)
{
    struct view number = view_skip(option, 5);
    uint64_t size;
    if (number.length && memchr("kKmMgGtT", number.text[number.length - 1], 8))
        number.length--;
    return view_starts(option, VIEW("size=")) && envfp__view_number(number, 10, &size);
}

static void add_options(struct view options, struct view type, struct view point, struct text *out)
{
    struct view option, rest = options;
    for (bool first = true; view_cut(&rest, ',', &option); first = false)
        if (first)
            envfp__text_add(out, view_is(option, "ro") || view_is(option, "rw") ? option : VIEW("_"));
        else if (view_is(point, "/dev/shm") && is_size(option)) {
            envfp__text_add_byte(out, ',');
            envfp__text_add(out, option);
        } else if (view_is(point, "/"))
            add_layers(option, out);
    if (view_is(type, "proc") && view_has(options, VIEW("subset=pid")))
        envfp__text_add(out, VIEW(",subset=pid"));
    FOR_SIGNS (sign, SIGNS_MOUNT)
        if (sign->kind == SIGN_MOUNT_OPTION && view_has(options, sign_text(sign))) {
            envfp__text_add_byte(out, ',');
            envfp__text_add(out, sign_text(sign));
        }
}

/* ---- Lines --------------------------------------------------------------------------------------------------------------- */

struct line {
    struct view head[3];
    struct isolation_mount mount;
    bool whole;
};

/* As far as the words go. */
static void split(struct view text, struct line *line, struct view *flags)
{
    struct view rest = text, word;
    size_t dash = envfp__view_find(text, VIEW(" - "));
    struct isolation_mount *mount = &line->mount;
    *line = (struct line){.whole = dash != SIZE_MAX};
    rest = view_take(text, dash);
    for (size_t i = 0; i < 3; i++)
        (void)view_cut_word(&rest, &line->head[i]);
    (void)view_cut_word(&rest, &mount->root);
    line->whole = view_cut_word(&rest, &mount->point) && line->whole;
    (void)view_cut_word(&rest, &mount->options);
    *flags = rest;
    rest = view_skip(text, dash == SIZE_MAX ? text.length : dash + 3);
    line->whole = view_cut_word(&rest, &mount->type) && line->whole;
    (void)view_cut_word(&rest, &mount->source);
    while (view_cut_word(&rest, &word) && mount->super.length == 0)
        mount->super = word;
}

static void add_words(struct view words, const char *others, struct text *out)
{
    struct view word;
    for (bool first = true; view_cut_word(&words, &word); first = false) {
        if (!first)
            envfp__text_add_byte(out, ' ');
        envfp__text_add(out, keep_is_made_of(word, others, 128) ? word : VIEW("?"));
    }
}

static void add_flags(struct view flags, struct text *out)
{
    struct view flag;
    for (bool first = true; view_cut(&flags, ',', &flag); first = false) {
        if (!first)
            envfp__text_add_byte(out, ',');
        envfp__text_add(out, keep_is_made_of(flag, "_", 32) ? flag : VIEW("?"));
    }
}

static void add_line(const struct line *line, struct view flags, bool pod, struct text *out)
{
    for (size_t i = 0; i < 3; i++) {
        add_words(line->head[i], ":", out);
        envfp__text_add_byte(out, ' ');
    }
    add_root(&line->mount, pod, out);
    envfp__text_add_byte(out, ' ');
    add_point(line->mount.point, out);
    envfp__text_add_byte(out, ' ');
    add_flags(line->mount.options, out);
    if (flags.length) {
        envfp__text_add_byte(out, ' ');
        add_words(flags, ":_", out);
    }
    envfp__text_add(out, VIEW(" - "));
    add_type(line->mount.type, line->mount.point, out);
    if (line->mount.source.length) {
        envfp__text_add_byte(out, ' ');
        add_source(line->mount.source, out);
    }
    if (line->mount.super.length) {
        envfp__text_add_byte(out, ' ');
        add_options(line->mount.super, line->mount.type, line->mount.point, out);
    }
}

bool envfp__keep_mountinfo(const struct source *source, struct view text, struct text *out)
{
    struct view rest = text, raw, flags;
    struct line line;
    bool pod = false;
    (void)source;
    while (view_cut(&rest, '\n', &raw)) {
        split(raw, &line, &flags);
        pod = pod || (line.whole && line.mount.source.length && is_of_pod(&line.mount));
    }
    for (rest = text; view_cut(&rest, '\n', &raw);) {
        split(raw, &line, &flags);
        if (line.whole)
            add_line(&line, flags, pod, out);
        else
            envfp__text_add_byte(out, '?');
        if (rest.length || view_ends(text, VIEW("\n")))
            envfp__text_add_byte(out, '\n');
    }
    return false;
}
