# SPDX-License-Identifier: MIT
"""The few system calls that Python's library has no names for."""
import ctypes
import os
import signal

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
