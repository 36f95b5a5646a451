# SPDX-License-Identifier: MIT
"""The few system calls that Python's library has no names for."""
import ctypes
import os
import platform
import signal
import struct

CLONE_NEWNS = 0x00020000
MS_NOSUID, MS_NODEV, MS_BIND, MS_REC, MS_PRIVATE = 2, 4, 4096, 16384, 1 << 18
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
    """Mount a file or folder at another place, which is made."""
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        open(target, "ab").close()
    mount(source, target, None, MS_BIND | MS_REC)


def leave_mounts():
    """A mount namespace of this process's own, in which /run is empty: tools keep their state there."""
    checked(libc.unshare(CLONE_NEWNS))
    mount(None, "/", None, MS_REC | MS_PRIVATE)
    mount("tmpfs", "/run", "tmpfs", MS_NOSUID | MS_NODEV, "mode=755")


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
