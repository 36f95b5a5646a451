# SPDX-License-Identifier: MIT
"""Sandboxes: what takes rights, names or resources away from a process that stays on its machine."""
import ctypes
import platform
import resource
import struct

import kernel
from chroots import AS_NOBODY
from harness import environment, fact
from stage import Broken, Skip

PROC_SYS = ("--proc", "/proc", "--dev", "/dev", "--ro-bind", "/sys", "/sys")


def expect(layer, key, value):
    def check(documents, _host):
        for document in documents.values():
            got = fact(document, layer, key)
            if not (value(got) if callable(value) else got == value):
                return f"{layer} {key} is {got!r}"
        return None
    return check


# ---- Namespaces ----

@environment("bubblewrap", "bwrap", sandbox="bubblewrap", below=(),
             mechanisms=("bubblewrap", "no-new-privileges"))
def bubblewrap(stage):
    words = ["bwrap", "--unshare-all", "--ro-bind", stage.tiny(), "/", "--proc", "/proc", "--dev", "/dev", "--tmpfs",
             "/tmp"]
    return {"": stage.collect(words), "nobody": stage.collect([*AS_NOBODY, *words])}


@environment("bubblewrap-sys", "bwrap", sandbox="bubblewrap")
def bubblewrap_sys(stage):
    words = ["bwrap", "--unshare-all", "--ro-bind", stage.tiny(), "/", *PROC_SYS, "--tmpfs", "/tmp"]
    return {"": stage.collect(words), "nobody": stage.collect([*AS_NOBODY, *words])}


@environment("bubblewrap-mounts", "bwrap", sandbox="bubblewrap")
def bubblewrap_mounts(stage):
    """Unshares mounts only."""
    return stage.collect(["bwrap", "--ro-bind", stage.tiny(), "/", *PROC_SYS, "--tmpfs", "/tmp"])


@environment("bubblewrap-user", "bwrap", sandbox="bubblewrap")
def bubblewrap_user(stage):
    return stage.collect([*AS_NOBODY, "bwrap", "--unshare-all", "--uid", "1000", "--gid", "1000", "--ro-bind",
                          stage.full(), "/", *PROC_SYS, "--tmpfs", "/tmp"])


# Firejail masks some of /proc/sys, and says so: then there are gaps in the kernel's layer.
@environment("firejail", "firejail", sandbox="firejail", below=("hardware", "hypervisor"),
             mechanisms=("firejail", "seccomp", "capabilities"))
def firejail(stage):
    return stage.here(["firejail", "--quiet", "--noprofile", "--net=none", "--seccomp", "--caps.drop=all"])


@environment("firejail-plain", "firejail", sandbox="firejail", below=("hardware", "hypervisor"),
             mechanisms=("firejail",))
def firejail_plain(stage):
    return stage.here(["firejail", "--quiet", "--noprofile"])


@environment("unshare-all", "unshare", container="unknown", sandbox="user-namespace")
def unshare_all(stage):
    words = ["unshare", "-Ur", "-pf", "-m", "--mount-proc", "-n", "-u", "-i", "-C", "-T"]
    return {"": stage.here(words), "nobody": stage.here([*AS_NOBODY, *words])}


@environment("unshare-pid", "unshare")
def unshare_pid(stage):
    return stage.here(["unshare", "-pf", "--mount-proc"])


@environment("unshare-user", "unshare", sandbox="user-namespace")
def unshare_user(stage):
    return stage.here(["unshare", "-U"])


# ---- Rights ----

@environment("setpriv", "setpriv", sandbox="capabilities", mechanisms=("capabilities", "no-new-privileges"))
def setpriv(stage):
    return stage.here([*AS_NOBODY, "--bounding-set=-all", "--no-new-privs"])


@environment("capsh", "capsh", sandbox="capabilities", mechanisms=("capabilities",))
def capsh(stage):
    return stage.here(["capsh", "--drop=cap_sys_admin,cap_net_admin", "--shell=/usr/bin/env", "--"])


@environment("no-new-privileges", "setpriv", mechanisms=("no-new-privileges",))
def no_new_privileges(stage):
    return stage.here(["setpriv", "--no-new-privs"])


@environment("prlimit", "prlimit", mechanisms=("rlimits",), check=expect("sandbox", "rlimits.nofile", "256"))
def prlimit(stage):
    return stage.here(["prlimit", "--nofile=256:512", "--nproc=1000:1000", "--as=4000000000"])


@environment("personality", "setarch", mechanisms=("personality",))
def personality(stage):
    return stage.here(["setarch", "-R"])


@environment("linux32", "linux32", mechanisms=("personality",), below=())
def linux32(stage):
    return stage.here(["linux32"])
