# SPDX-License-Identifier: MIT
"""Sandboxes: what takes rights, names or resources away from a process that stays on its machine."""
import os
import shutil

import kernel
import stage as stages
from chroots import AS_NOBODY
from harness import ANY, environment, fact
from stage import NOBODY, Skip

PROC_SYS = ("--proc", "/proc", "--dev", "/dev", "--ro-bind", "/sys", "/sys")


def expect(layer, key, value):
    def check(documents, _host):
        for document in documents.values():
            got = fact(document, layer, key)
            if not (value(got) if callable(value) else got == value):
                return f"{layer} {key} is {got!r}"
        return None
    return check


def limited(documents, _host):
    for who, document in documents.items():
        facts = document["layers"]["container"]["facts"]
        if not any(key.startswith("limits.") or key.startswith("cgroup.") for key in facts):
            return f"{who}: no limits among {sorted(facts)}"
    return None


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


@environment("unshare-pid", "unshare", container="unknown")
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


@environment("file-capabilities", "setcap", mechanisms=("capabilities",), sandbox="capabilities")
def file_capabilities(stage):
    """A program that the file system gives rights to: it must not follow what its environment names."""
    probe = stage.make("bin") / "envfp"
    shutil.copy(stage.static, probe)
    os.chmod(probe, 0o755)
    stage.run(["setcap", "cap_net_raw+ep", probe])
    return stage.here(AS_NOBODY, probe=probe)


@environment("set-user-id", sandbox=None)
def set_user_id(stage):
    probe = stage.make("bin") / "envfp"
    shutil.copy(stage.static, probe)
    os.chmod(probe, 0o4755)
    return stage.here(AS_NOBODY, probe=probe)


# ---- Filters ----

@environment("seccomp", sandbox="seccomp", mechanisms=("seccomp",))
def seccomp(stage):
    """A filter that lets everything pass."""
    return stage.here(preexec_fn=kernel.filter_calls)


@environment("seccomp-openat2", sandbox="seccomp", mechanisms=("seccomp", "no-new-privileges"))
def seccomp_openat2(stage):
    """Under a filter that answers openat2 with death: of everybody, so as nobody too."""
    def confine():
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS)
        kernel.filter_calls(kernel.OPENAT2)
    return {"": stage.here(preexec_fn=lambda: kernel.filter_calls(kernel.OPENAT2, privileged=False)),
            "nobody": stage.here(preexec_fn=confine)}


@environment("landlock", mechanisms=("no-new-privileges",))
def landlock(stage):
    """/etc and /var may not be read: what is there is denied, and does not change the rest. Nothing names Landlock."""
    return stage.here(preexec_fn=lambda: kernel.landlock(["/usr", "/proc", "/sys", str(stage.folder)]))


# ---- Tracers ----

@environment("strace", "strace", mechanisms=("tracer",))
def strace(stage):
    return stage.here(["strace", "-f", "-o", "/dev/null", "-e", "trace=none"])


@environment("gdb", "gdb", mechanisms=("tracer",))
def gdb(stage):
    document = stage.make("out") / "document"
    return stage.collect(lambda command: ["sh", "-c", f"gdb -q -batch -ex 'run {' '.join(command[1:])} >{document}' "
                                          f"{command[0]} >/dev/null; cat {document}"], stage.static)


# ---- Limits ----

@environment("cgroup", check=limited)
def cgroup(stage):
    """Limits of a group that the process is in: version 1's or 2's, whichever has the controllers."""
    groups = kernel.limited_groups("envfp-live-limits", {"memory": 256 << 20, "pids": 100, "cpu": 0.5})
    if not groups:
        raise Skip("no controllers for limits")

    def enter():
        for path in groups:
            with open(os.path.join(path, "cgroup.procs"), "w", encoding="ascii") as procs:
                procs.write("0")
    return {"": stage.here(preexec_fn=enter), "nobody": stage.here(AS_NOBODY, preexec_fn=enter)}


# ---- What is missing or hidden ----

@environment("hidepid", below=stages.BELOW)
def hidepid(stage):
    kernel.mount("proc", "/proc", "proc", 0, "hidepid=2")
    return {"": stage.here(), "nobody": stage.here(AS_NOBODY)}


@environment("without-sys", "bwrap", sandbox="bubblewrap", below=())
def without_sys(stage):
    words = ["bwrap", "--ro-bind", stage.tiny(), "/", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]
    return {"": stage.collect(words), "*nobody, who needs a user namespace": stage.collect([*AS_NOBODY, *words])}


@environment("without-proc", "bwrap", machine=ANY, sandbox="", below=())
def without_proc(stage):
    words = ["bwrap", "--ro-bind", stage.tiny(), "/", "--dev", "/dev", "--ro-bind", "/sys", "/sys", "--tmpfs", "/tmp"]
    return {"": stage.collect(words), "nobody": stage.collect([*AS_NOBODY, *words])}
