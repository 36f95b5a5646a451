# SPDX-License-Identifier: MIT
"""The few system calls that Python's library has no names for."""
import ctypes
import os
import platform
import re
import signal
import struct

CLONE_NEWNS = 0x00020000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 1, 2, 4, 32, 4096, 16384, 1 << 18
MNT_DETACH = 2
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS, PR_SET_CHILD_SUBREAPER = 1, 38, 36

libc = ctypes.CDLL(None, use_errno=True)
libc.mount.argtypes = (ctypes.c_char_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_ulong, ctypes.c_char_p)
libc.syscall.restype = ctypes.c_long


def checked(result):
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def is_root():
    """Of the machine, not of a user namespace."""
    with open("/proc/self/uid_map", encoding="ascii") as ids:
        return os.geteuid() == 0 and ids.read().split() == ["0", "0", "4294967295"]


def prctl(option, value=1):
    checked(libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0))


def syscall(number, *arguments):
    return checked(libc.syscall(ctypes.c_long(number), *arguments))


def mount(source, target, kind=None, flags=0, data=None):
    words = [word and os.fsencode(word) for word in (source, target, kind, data)]
    checked(libc.mount(words[0], words[1], words[2], flags, words[3]))


def unmount(target):
    checked(libc.umount2(os.fsencode(target), MNT_DETACH))


def bind(source, target):
    """Mount a file or folder at another place, which is made; what comes from the host cannot be written."""
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        if not os.path.exists(target):
            open(target, "wb").close()
    mount(source, target, None, MS_BIND)
    mount(None, target, None, MS_REMOUNT | MS_BIND | MS_RDONLY)


# Where tools keep state whatever they are told.
STATE = ("/run", "/var/cache", "/var/log", "/var/tmp", "/var/lib/cni", "/var/lib/containerd", "/var/lib/containers", "/var/lib/docker",
         "/var/lib/lxc", "/var/lib/machines", "/etc/cni", "/etc/docker")


def leave_mounts(folder):
    """A mount namespace of this process's own, where nothing of the host's files can be written but this folder:
    these are real tools, which copy a resolv.conf over another without a word. What they keep state in is empty."""
    checked(libc.unshare(CLONE_NEWNS))
    mount(None, "/", None, MS_REC | MS_PRIVATE)
    mount(folder, folder, None, MS_BIND)
    held = os.open(folder, os.O_PATH | os.O_DIRECTORY)
    for point, flags in mount_points():
        if point != folder:
            mount(None, point, None, MS_REMOUNT | MS_BIND | MS_RDONLY | flags)
    for path in STATE:
        if os.path.isdir(path):
            mount("tmpfs", path, "tmpfs", MS_NOSUID | MS_NODEV, "mode=755" if path == "/run" else "mode=1777")
    mount("tmpfs", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV, "mode=1777")
    os.makedirs(folder, exist_ok=True)
    mount(f"/proc/self/fd/{held}", folder, None, MS_BIND)
    os.close(held)


# What the kernel makes up: writing there is what environments are about.
NO_FILES = {"autofs", "binfmt_misc", "bpf", "cgroup", "cgroup2", "configfs", "debugfs", "devpts", "devtmpfs", "efivarfs",
            "fusectl", "hugetlbfs", "mqueue", "nsfs", "proc", "pstore", "securityfs", "sysfs", "tracefs"}


# Flags that stay when another is set.
FLAGS = {"nosuid": 2, "nodev": 4, "noexec": 8, "noatime": 1024, "nodiratime": 2048, "relatime": 1 << 21}


def mount_points():
    """Where something is mounted that holds files, /dev aside, and the flags it has."""
    with open("/proc/self/mounts", encoding="utf-8", errors="surrogateescape") as mounts:
        for line in mounts.read().splitlines():
            _, path, kind, options = line.split()[:4]
            path = re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), path)
            if kind not in NO_FILES and not (path + "/").startswith(("/dev/", "/sys/", "/proc/")):
                yield path, sum(FLAGS.get(word, 0) for word in options.split(","))


def die_with_parent():
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def parents():
    """Each process's parent."""
    found = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", "rb") as stat:
                    fields = stat.read().rpartition(b")")[2].split()
            except OSError:
                continue
            found[int(name)] = int(fields[1]), fields[0].decode()
    return found


def descendants():
    """Processes that this one has started, and theirs; orphans come to a subreaper."""
    table = parents()
    found, wave = set(), {os.getpid()}
    while wave:
        wave = {pid for pid, (parent, _) in table.items() if parent in wave} - found
        found |= wave
    return {pid for pid in found if table[pid][1] != "Z"}


# ---- Filters ----

OPENAT2, LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 437, 444, 445, 446  # the same on every processor
SECCOMP = {"x86_64": 317, "aarch64": 277, "riscv64": 277, "ppc64le": 358, "s390x": 348}.get(platform.machine())
SET_MODE_FILTER, KILL_PROCESS, ALLOW = 1, 0x80000000, 0x7FFF0000


def filter_calls(deadly=None, privileged=True):
    """Install a seccomp filter that kills at one system call, or at none."""
    code = [(0x20, 0, 0, 0)]  # load the number
    if deadly is not None:
        code += [(0x15, 0, 1, deadly), (0x06, 0, 0, KILL_PROCESS)]
    code += [(0x06, 0, 0, ALLOW)]
    text = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *each) for each in code))
    program = ctypes.create_string_buffer(struct.pack("@HP", len(code), ctypes.addressof(text)))
    if not privileged:
        prctl(PR_SET_NO_NEW_PRIVS)
    syscall(SECCOMP, SET_MODE_FILTER, ctypes.c_ulong(0), program)


def landlock(paths):
    """Allow nothing but reading and executing below these paths."""
    everything, reading = (1 << 13) - 1, 1 | 4 | 8  # execute, read files, read folders
    ruleset = syscall(LANDLOCK_CREATE, ctypes.create_string_buffer(struct.pack("=Q", everything), 8),
                      ctypes.c_size_t(8), ctypes.c_uint(0))
    for path in paths:
        folder = os.open(path, os.O_PATH)
        rule = ctypes.create_string_buffer(struct.pack("=Qi", reading, folder), 12)
        syscall(LANDLOCK_ADD, ctypes.c_int(ruleset), ctypes.c_int(1), rule, ctypes.c_uint(0))
    prctl(PR_SET_NO_NEW_PRIVS)
    syscall(LANDLOCK_RESTRICT, ctypes.c_int(ruleset), ctypes.c_uint(0))


# ---- Control groups ----

def cgroup_mounts():
    """Where hierarchies are mounted: kind, path and options of each."""
    with open("/proc/self/mounts", encoding="utf-8", errors="replace") as mounts:
        fields = [line.split() for line in mounts]
    return [(each[2], each[1], each[3].split(",")) for each in fields if each[2] in ("cgroup", "cgroup2")]


def limited_groups(name, limits):
    """Make groups of this name with limits on memory in bytes, processes, and processors; gives their folders."""
    files = {"cgroup": {"memory": [("memory.limit_in_bytes", limits["memory"])], "pids": [("pids.max", limits["pids"])],
                        "cpu": [("cpu.cfs_period_us", 100000), ("cpu.cfs_quota_us", int(limits["cpu"] * 100000))]},
             "cgroup2": {"memory": [("memory.max", limits["memory"])], "pids": [("pids.max", limits["pids"])],
                         "cpu": [("cpu.max", f"{int(limits['cpu'] * 100000)} 100000")]}}
    made = []
    for kind, path, options in cgroup_mounts():
        if kind == "cgroup2":
            try:
                with open(os.path.join(path, "cgroup.subtree_control"), "r+", encoding="ascii") as control:
                    options = control.read().split()
            except OSError:
                continue
        wanted = [each for controller in files[kind] if controller in options for each in files[kind][controller]]
        if not wanted:
            continue
        group = os.path.join(path, name)
        os.makedirs(group, exist_ok=True)
        made.append(group)
        for file, value in wanted:
            with open(os.path.join(group, file), "w", encoding="ascii") as out:
                out.write(str(value))
    return made
