/* SPDX-License-Identifier: MIT */
/*
 * /proc/self/mountinfo, proc_pid_mountinfo(5). Its paths name pods, secrets, volumes and users' folders, its sources
 * servers, shares and disks' labels, its options addresses, users and keys. What stays is what is compared: types,
 * places of the kernel's and engines' own, and that a source is a disk; other names become "_", below /proc and /sys
 * "?", and those ids that documents show of a container stay.
 */
#include "collect/container/mounts_kept.h"

#include "collect/container/cgroup_kept.h"
#include "source/group_id.h"
#include "source/guid.h"
#include "source/keep_rows.h"

/* Names that are everybody's: directories of systems, and of engines that keep roots, layers and files for containers
 * in them. */
static const char *const names[] = {
    ".containerenv",
    ".local",
    "alloc",
    "apptainer",
    "aufs",
    "binfmt_misc",
    "bin",
    "boot",
    "btrfs",
    "cache",
    "common",
    "console",
    "containerd",
    "containers",
    "core",
    "data",
    "default",
    "dev",
    "dir",
    "docker",
    "efi",
    "etc",
    "etc-hosts",
    "etchosts",
    "fd",
    "firejail",
    "full",
    "fuse",
    "home",
    "host",
    "hostfs",
    "hostname",
    "hosts",
    "hugepages",
    "inaccessible",
    "incoming",
    "incus",
    "io.containerd.grpc.v1.cri",
    "kata-containers",
    "kubelet",
    "kubernetes.io",
    "kvm",
    "lib",
    "lib32",
    "lib64",
    "libx32",
    "local",
    "lock",
    "log",
    "lxc",
    "lxd",
    "machines",
    "media",
    "mnt",
    "mqueue",
    "nerdctl",
    "net",
    "newroot",
    "nspawn",
    "null",
    "opt",
    "overlay",
    "overlay-containers",
    "overlay2",
    "pods",
    "proc",
    "ptmx",
    "pts",
    "random",
    "resolv.conf",
    "rkt",
    "root",
    "rootfs",
    "run",
    "sandboxes",
    "sbin",
    "schroot",
    "secrets",
    "serviceaccount",
    "session",
    "share",
    "shm",
    "singularity",
    "snap",
    "snapd",
    "srv",
    "storage",
    "storage-pools",
    "subvolumes",
    "sys",
    "systemd",
    "termination-log",
    "tmp",
    "tty",
    "urandom",
    "user",
    "userdata",
    "usr",
    "var",
    "vfs",
    "wsl",
    "zero",
};

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"

/* A name's place is told to nobody, but some names are told by their form. */
static void add_name(struct view name, bool ids, struct text *out)
{
    if (envfp__group_id_is_plain(name))
        envfp__text_add(out, ids ? name : VIEW(ZEROS));
    else if (view_starts(name, VIEW("io.containerd.snapshotter.")))
        envfp__text_add(out, VIEW("io.containerd.snapshotter._"));
    else if (view_starts(name, VIEW("systemd-private-")))
        envfp__text_add(out, VIEW("systemd-private-_"));
    else
        envfp__text_add(out, keep_is_one(name, names, KEEP_COUNT(names)) ? name : VIEW("_"));
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

/* Places at which an engine binds files from the folder that it keeps for this container. */
static bool is_bind(struct view point)
{
    static const char *const points[] = {"/etc/hostname", "/etc/hosts", "/etc/resolv.conf",
                                         "/run/.containerenv"};
    return keep_is_one(point, points, KEEP_COUNT(points));
}

/* A secret of Docker Swarm's: 25 characters of base 36. */
static bool is_swarm_secret(struct view root, struct view point)
{
    struct view id = view_skip(root, 1);
    for (size_t i = 0; i < id.length; i++)
        if (!byte_is_digit(id.text[i]) && !byte_is_lower(id.text[i]))
            return false;
    return id.length == 25 && view_starts(point, VIEW("/run/secrets/"));
}

static bool is_nomads(struct view root, struct view point)
{
    enum { ALLOC = 7 + 36 + 6 };
    return view_is(point, "/alloc") && root.length >= ALLOC && view_ends(root, VIEW("/alloc")) &&
           view_starts(view_skip(root, root.length - ALLOC), VIEW("/alloc/"));
}

/* `pod`: then the files' folder is another container's, which documents do not name. */
static void add_root(struct view root, struct view point, struct view type, bool pod, struct text *out)
{
    if (view_starts(type, VIEW("cgroup"))) {
        envfp__keep_group(root, out);
    } else if (is_swarm_secret(root, point)) {
        envfp__text_add_byte(out, '/');
        envfp__text_add(out, view_take(VIEW(ZEROS), 25));
    } else if (is_nomads(root, point)) {
        envfp__text_add(out, VIEW("/_/alloc/00000000-0000-0000-0000-000000000000/alloc"));
    } else {
        add_path(root, view_is(point, "/run/secrets") || (is_bind(point) && !pod), out);
    }
}

/* ---- What is mounted ------------------------------------------------------------------------------------------------- */

/* FUSE's sub-types are whatever a program calls itself. */
static void add_type(struct view type, struct view point, struct text *out)
{
    bool own = view_starts(type, VIEW("fuse.")) && !view_is(type, "fuse.lxcfs") && !view_is(point, "/");
    envfp__text_add(out, own ? VIEW("fuse._") : keep_is_made_of(type, "_.-", 32) ? type : VIEW("?"));
}

/* Disks by their kernel's names; one that has another name is still a disk. */
static void add_source(struct view source, struct text *out)
{
    static const char *const plain[] = {"none",   "rootfs",  "overlay", "kataShared", "lxcfs",  "shm",
                                        "proc",   "sysfs",   "tmpfs",   "devtmpfs",   "devpts", "mqueue",
                                        "cgroup", "cgroup2", "udev",    "dev"};
    static const char *const disks[] = {"dasd", "dm-",  "hd", "loop",  "md", "mmcblk", "nbd", "nvme", "ploop",
                                        "pmem", "root", "sd", "simfs", "sr", "vd",     "xvd", "zram"};
    struct view disk = view_skip(source, 5);
    if (view_starts(source, VIEW("/dev/mapper/docker-")))
        envfp__text_add(out, VIEW("/dev/mapper/docker-_"));
    else if (view_starts(source, VIEW("/dev/")) && keep_starts(disk, disks, KEEP_COUNT(disks)) &&
             keep_is_made_of(disk, "-", 16))
        envfp__text_add(out, source);
    else if (view_starts(source, VIEW("/dev/")))
        envfp__text_add(out, VIEW("/dev/_"));
    else
        envfp__text_add(out, keep_is_one(source, plain, KEEP_COUNT(plain)) ? source : VIEW("_"));
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

static void add_options(struct view options, struct view type, struct view point, struct text *out)
{
    struct view option, rest = options;
    for (bool first = true; view_cut(&rest, ',', &option); first = false)
        if (first)
            envfp__text_add(out, view_is(option, "ro") || view_is(option, "rw") ? option : VIEW("_"));
        else if (view_is(point, "/"))
            add_layers(option, out);
    if (view_is(type, "proc") && view_has(options, VIEW("subset=pid")))
        envfp__text_add(out, VIEW(",subset=pid"));
    if (view_has(options, VIEW("aname=drvfs")))
        envfp__text_add(out, VIEW(",aname=drvfs"));
}

/* ---- Lines --------------------------------------------------------------------------------------------------------------- */

struct line {
    struct view head[3], root, point, options, type, source, super;
    bool whole;
};

/* As far as the words go. */
static void split(struct view text, struct line *line, struct view *flags)
{
    struct view rest = text, word;
    size_t dash = envfp__view_find(text, VIEW(" - "));
    *line = (struct line){.whole = dash != SIZE_MAX};
    rest = view_take(text, dash);
    for (size_t i = 0; i < 3; i++)
        (void)view_cut_word(&rest, &line->head[i]);
    (void)view_cut_word(&rest, &line->root);
    line->whole = view_cut_word(&rest, &line->point) && line->whole;
    (void)view_cut_word(&rest, &line->options);
    *flags = rest;
    rest = view_skip(text, dash == SIZE_MAX ? text.length : dash + 3);
    line->whole = view_cut_word(&rest, &line->type) && line->whole;
    (void)view_cut_word(&rest, &line->source);
    while (view_cut_word(&rest, &word) && line->super.length == 0)
        line->super = word;
}

/* Whether a container of this view of the file system is one of a pod: then the kubelet has put files into it. */
static bool is_of_pod(const struct line *line)
{
    static const char *const accounts[] = {"/run/secrets/kubernetes.io/serviceaccount",
                                           "/var/run/secrets/kubernetes.io/serviceaccount"};
    bool kubelet = view_has(line->root, VIEW("/kubelet/pods/"));
    bool pods = view_starts(line->root, VIEW("/pods/")) && view_ends(line->root, VIEW("/etc-hosts"));
    return keep_is_one(line->point, accounts, KEEP_COUNT(accounts)) ||
           (view_is(line->point, "/dev/termination-log") && kubelet) ||
           (is_bind(line->point) && (kubelet || pods));
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
    add_root(line->root, line->point, line->type, pod, out);
    envfp__text_add_byte(out, ' ');
    add_point(line->point, out);
    envfp__text_add_byte(out, ' ');
    add_flags(line->options, out);
    if (flags.length) {
        envfp__text_add_byte(out, ' ');
        add_words(flags, ":_", out);
    }
    envfp__text_add(out, VIEW(" - "));
    add_type(line->type, line->point, out);
    if (line->source.length) {
        envfp__text_add_byte(out, ' ');
        add_source(line->source, out);
    }
    if (line->super.length) {
        envfp__text_add_byte(out, ' ');
        add_options(line->super, line->type, line->point, out);
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
        pod = pod || (line.whole && line.source.length && is_of_pod(&line));
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
