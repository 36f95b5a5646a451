# SPDX-License-Identifier: MIT
"""The host itself, and other roots without more isolation than that."""
import os
import shutil

import kernel
from harness import environment
from stage import NOBODY, Skip

AS_NOBODY = (shutil.which("setpriv") or "setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")


@environment("host", private=False, root=False)
def host(stage):
    documents = {"": stage.here(), "*dynamic": stage.here(probe=stage.dynamic)}
    if kernel.is_root() and shutil.which("setpriv"):
        documents["nobody"] = stage.here(AS_NOBODY)
    return documents


@environment("chroot", "chroot", sandbox="chroot", mechanisms=("chroot",))
def chroot(stage):
    root = stage.mounted(stage.tiny())
    return {"": stage.collect(["chroot", root]),
            "nobody": stage.collect(["chroot", f"--userspec={NOBODY}:{NOBODY}", root])}


@environment("chroot-bare", "chroot", container="", sandbox="", below=())
def chroot_bare(stage):
    """Without /proc and /sys there is little to tell, and nothing to tell wrongly."""
    root = stage.tiny()
    return {"": stage.collect(["chroot", root]),
            "nobody": stage.collect(["chroot", f"--userspec={NOBODY}:{NOBODY}", root])}


@environment("chroot-debian", "chroot", sandbox="chroot", mechanisms=("chroot",))
def chroot_debian(stage):
    root = stage.mounted(stage.full())
    return {"": stage.collect(["chroot", root]), "*dynamic": stage.collect(["chroot", root], "/probe-dynamic"),
            "nobody": stage.collect(["chroot", f"--userspec={NOBODY}:{NOBODY}", root])}


@environment("schroot", "schroot", sandbox="schroot", mechanisms=("schroot", "chroot"))
def schroot(stage):
    root = stage.mounted(stage.tiny())
    etc = stage.make("etc")
    (etc / "chroot.d").mkdir()
    (etc / "chroot.d" / "live").write_text(f"[live]\ntype=plain\ndirectory={root}\nroot-users=root\n")
    (etc / "schroot.conf").write_text("")
    for name in ("default", "setup.d"):
        if os.path.isdir(f"/etc/schroot/{name}"):
            shutil.copytree(f"/etc/schroot/{name}", etc / name)
    kernel.bind(str(etc), "/etc/schroot")
    return stage.collect(["schroot", "-q", "-c", "live", "-d", "/", "--"])


@environment("proot", "proot", sandbox="proot", mechanisms=("proot", "tracer"))
def proot(stage):
    words = ["proot", "-r", stage.tiny(), "-b", "/proc", "-b", "/dev", "-b", "/sys", "-w", "/"]
    return {"": stage.collect(words), "nobody": stage.collect([*AS_NOBODY, *words])}


@environment("fakechroot", "fakechroot", "chroot", sandbox="fakechroot", mechanisms=("fakechroot",))
def fakechroot(stage):
    return stage.collect(["fakechroot", "chroot", stage.full()], "/probe-dynamic", record=False)


@environment("fakeroot", "fakeroot")
def fakeroot(stage):
    return stage.here([*AS_NOBODY, "fakeroot"], probe=stage.dynamic)


@environment("busybox-chroot", "busybox", sandbox="chroot", mechanisms=("chroot",))
def busybox_chroot(stage):
    return stage.collect(["busybox", "chroot", stage.mounted(stage.tiny())])


@environment("pivot-root", "unshare", "pivot_root", container="unknown")
def pivot_root(stage):
    """A folder as the root, mounted there: no chroot, and somebody's."""
    root = stage.mounted(stage.tiny())
    (root / "mnt").mkdir()
    kernel.mount(str(root), str(root), None, kernel.MS_BIND | kernel.MS_REC)
    script = f"cd {root} && pivot_root . mnt && exec \"$@\""
    if not shutil.which("busybox"):
        raise Skip("no busybox")
    return stage.collect(["unshare", "-m", "sh", "-c", script, "sh"])
