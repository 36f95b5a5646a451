# SPDX-License-Identifier: MIT
"""Containers whose tools need no daemon."""
import json
import os
import shlex
import shutil

import kernel
import proofs
from chroots import AS_NOBODY
from harness import ANY, environment
from stage import NOBODY, Skip

NAME = "envfp-live"


# ---- OCI bundles ----

def specification(stage, tool="runc"):
    """The tool's own default configuration."""
    folder = stage.make("specification")
    stage.run([tool, "spec", "--bundle", folder] if tool == "runc" else [tool, "spec"], cwd=folder)
    return json.loads((folder / "config.json").read_text())


def oci(stage, tool, root, change=None, name=NAME, user=0, words=()):
    """A command's words to run it in a container of this tool."""
    config = specification(stage, tool)
    config["root"] = {"path": str(root), "readonly": False}
    config["hostname"] = "live"
    config["process"].update(terminal=False, user={"uid": user, "gid": user})
    if change:
        change(config)
    bundle = stage.make(f"bundle-{name}-{user}")

    def command(inside):
        config["process"]["args"] = [str(word) for word in inside]
        (bundle / "config.json").write_text(json.dumps(config))
        return [tool, "--root", stage.folder / stage.name / "state", *words, "run", "--bundle", bundle,
                f"{name}-{os.getpid()}-{user}"]
    return command


def root_and_nobody(stage, tool, change=None):
    root = stage.tiny()
    documents = {"": stage.collect(oci(stage, tool, root, change))}
    shutil.rmtree(stage.folder / stage.name / "specification")
    documents["nobody"] = stage.collect(oci(stage, tool, root, change, user=NOBODY))
    return documents


@environment("runc", "runc", container="oci", sandbox="capabilities",
             mechanisms=("capabilities", "no-new-privileges"))
def runc(stage):
    return root_and_nobody(stage, "runc")


@environment("crun", "crun", container="oci", sandbox="capabilities",
             mechanisms=("capabilities", "no-new-privileges"))
def crun(stage):
    leave_hybrid()
    return root_and_nobody(stage, "crun")


def leave_hybrid():
    """crun knows no second hierarchy beside those of version 1."""
    if os.path.ismount("/sys/fs/cgroup/unified"):
        kernel.unmount("/sys/fs/cgroup/unified")


# ---- Podman and Buildah ----

def podman_words(stage):
    state = stage.folder / stage.name
    return ["podman", "--storage-driver=vfs", "--cgroup-manager=cgroupfs", "--runtime", "runc", "--events-backend=none",
            "--root", state / "storage", "--runroot", state / "run", "--tmpdir", state / "tmp"]


def podman_run(stage, *more):
    # The defaults of limits exceed what a machine may give.
    return [*podman_words(stage), "run", "--rm", "--network=none", "--ulimit=nofile=1024:4096",
            "--ulimit=nproc=1000:1000", *more]


def tar(stage, root):
    archive = stage.folder / stage.name / "image.tar"
    stage.run(["tar", "-C", root, "-cf", archive, "."])
    return archive


def podman_image(stage):
    stage.run([*podman_words(stage), "import", "-q", tar(stage, stage.tiny()), "live:1"])


@environment("podman", "podman", "runc", "conmon", container="podman", sandbox="seccomp",
             mechanisms=("seccomp", "capabilities"), check=proofs.has_id)
def podman(stage):
    podman_image(stage)
    return {"": stage.collect([*podman_run(stage), "live:1"]),
            "nobody": stage.collect([*podman_run(stage, f"--user={NOBODY}"), "live:1"])}


@environment("podman-privileged", "podman", "runc", "conmon", container="podman")
def podman_privileged(stage):
    podman_image(stage)
    return stage.collect([*podman_run(stage, "--privileged"), "live:1"])


@environment("podman-host", "podman", "runc", "conmon", container="podman", sandbox="seccomp")
def podman_host(stage):
    podman_image(stage)
    return stage.collect([*podman_words(stage), "run", "--rm", "--network=host", "--pid=host", "--ipc=host", "--uts=host",
                          "--cgroupns=host", "--ulimit=nofile=1024:4096", "--ulimit=nproc=1000:1000", "live:1"])


@environment("podman-restarted", "podman", "runc", "conmon", container="podman", sandbox="seccomp", check=proofs.all_same)
def podman_restarted(stage):
    """One container, started ten times."""
    podman_image(stage)
    words = podman_run(stage)
    words[words.index("run")] = "create"
    words.remove("--rm")

    def command(inside):
        if not created:
            created.append(stage.run([*words, "--name=again", "live:1", *inside]))
        return [*podman_words(stage), "start", "--attach", "again"]
    created = []
    return {f"*start {count}": stage.collect(command, record=False) for count in range(10)}


@environment("podman-limited", "podman", "runc", "conmon", container="podman", sandbox="seccomp",
             check=proofs.only_container)
def podman_limited(stage):
    podman_image(stage)
    return {"": stage.collect([*podman_run(stage, "--memory=256m"), "live:1"]),
            "*other": stage.collect([*podman_run(stage, "--memory=512m"), "live:1"])}


@environment("podman-user", "podman", "crun", "conmon", "newuidmap", "setpriv", container="podman", sandbox="seccomp",
             mechanisms=("user-namespace",))
def podman_user(stage):
    """Started by an ordinary user, to whom a range of other users is lent."""
    home = stage.make("home")
    runtime = stage.make("runtime")
    for path in (home, runtime):
        os.chown(path, NOBODY, NOBODY)
    os.chmod(runtime, 0o700)
    for name in ("subuid", "subgid"):
        path = stage.make(name) / name
        path.write_text("nobody:400000:65536\n")
        kernel.bind(str(path), f"/etc/{name}")
    leave_hybrid()
    archive = tar(stage, stage.tiny())
    env = {"HOME": str(home), "XDG_RUNTIME_DIR": str(runtime), "XDG_CONFIG_HOME": str(home), "TMPDIR": str(home)}
    words = [*AS_NOBODY, "podman", "--storage-driver=vfs", "--cgroup-manager=cgroupfs", "--runtime", "crun",
             "--events-backend=none", "--root", home / "storage", "--runroot", runtime / "run", "--tmpdir",
             runtime / "tmp"]
    stage.run([*words, "import", "-q", archive, "live:1"], env=env)
    return stage.collect([*words, "run", "--rm", "--network=none", "--cgroups=disabled", "--ulimit=nofile=1024:4096",
                          "--ulimit=nproc=1000:1000", "live:1"], env=env)


@environment("podman-bubblewrap", "podman", "runc", "conmon", "bwrap", container="podman", sandbox="bubblewrap")
def podman_bubblewrap(stage):
    """A chain: a sandbox inside a container."""
    podman_image(stage)
    volumes = [f"--volume=/{name}:/{name}:ro" for name in ("usr", "etc", "bin", "lib", "lib64") if os.path.exists(f"/{name}")]
    return stage.collect([*podman_run(stage, "--cap-add=all", "--security-opt=seccomp=unconfined",
                                      "--security-opt=unmask=all", *volumes), "live:1", "/usr/bin/bwrap", "--ro-bind",
                          "/", "/", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--unshare-pid",
                          "--unshare-ipc"])


@environment("buildah-chroot", "buildah", container="oci", sandbox="seccomp")
def buildah_chroot(stage):
    state = stage.folder / stage.name
    words = ["buildah", "--storage-driver=vfs", "--root", state / "storage", "--runroot", state / "run"]
    name = stage.run([*words, "from", "scratch"]).decode().strip()
    stage.run([*words, "add", name, stage.tiny(), "/"])
    return stage.collect([*words, "run", "--isolation", "chroot", name])


@environment("buildah-oci", "buildah", "runc", container="oci", sandbox="seccomp")
def buildah_oci(stage):
    state = stage.folder / stage.name
    words = ["buildah", "--storage-driver=vfs", "--root", state / "storage", "--runroot", state / "run"]
    name = stage.run([*words, "from", "scratch"]).decode().strip()
    stage.run([*words, "add", name, stage.tiny(), "/"])
    return stage.collect([*words, "run", "--isolation", "oci", "--runtime", "runc", "--network=none", name])


# ---- systemd-nspawn, LXC, gVisor ----

@environment("nspawn", "systemd-nspawn", container="systemd-nspawn", sandbox="seccomp",
             mechanisms=("seccomp", "capabilities"))
def nspawn(stage):
    root = stage.full()
    words = ["systemd-nspawn", "-q", "--resolv-conf=off", "--register=no", "--keep-unit", "--pipe", f"--machine={NAME}", "-D", root]
    return {"": stage.collect(words), "nobody": stage.collect([*words, *AS_NOBODY])}


@environment("nspawn-user", "systemd-nspawn", container="systemd-nspawn", sandbox="seccomp",
             mechanisms=("seccomp", "capabilities", "user-namespace"))
def nspawn_user(stage):
    root = stage.tiny()
    return stage.collect(["systemd-nspawn", "-q", "--resolv-conf=off", "--register=no", "--keep-unit", "--pipe", f"--machine={NAME}", "-U",
                          "--private-users-ownership=chown", "-D", root])


@environment("nspawn-boot", "systemd-nspawn", container="systemd-nspawn", sandbox="seccomp")
def nspawn_boot(stage):
    """systemd as the first process, and the probe as its service."""
    if not os.path.exists("/lib/systemd/systemd"):
        raise Skip("no systemd")
    root = stage.make("booted")
    for name in ("etc/systemd/system", "usr", "proc", "sys", "dev", "run", "tmp", "var/tmp", "root"):
        (root / name).mkdir(parents=True)
    kernel.bind("/usr", str(root / "usr"))
    for link in ("bin", "lib", "lib32", "lib64", "sbin"):
        if not os.path.islink(f"/{link}"):
            raise Skip("/usr is not merged")
        (root / link).symlink_to(os.readlink(f"/{link}"))
    for name in ("passwd", "group", "os-release", "nsswitch.conf"):
        shutil.copy(f"/etc/{name}", root / "etc" / name)
    shutil.copy(stage.static, root / "probe")
    shutil.copy(shutil.which("busybox") or stage.static, root / "busybox")

    def command(inside):
        (root / "etc/systemd/system/live.service").write_text(
            "[Unit]\nDefaultDependencies=no\nSuccessAction=exit-force\nFailureAction=exit-force\n[Service]\n"
            f"Type=oneshot\nExecStart=/bin/sh -c '{shlex.join(inside)} >/document'\n")
        (root / "etc/systemd/system/live.target").write_text("[Unit]\nDefaultDependencies=no\nRequires=live.service\n"
                                                             "After=live.service\n")
        words = ["systemd-nspawn", "-q", "--resolv-conf=off", "-b", "--register=no", "--keep-unit", f"--machine={NAME}", "-D", root,
                 "--console=pipe", "--kill-signal=SIGKILL", "--", "systemd.unit=live.target", "quiet"]
        return ["sh", "-c", f"{shlex.join(map(str, words))} >&2; cat {root}/document"]
    return stage.collect(command)


@environment("lxc", "lxc-execute", container="lxc", sandbox="seccomp")
def lxc(stage):
    path = stage.make("lxc")
    common = "/usr/share/lxc/config/common.conf"
    include = f"lxc.include = {common}\n" if os.path.exists(common) else ""
    (path / "c.conf").write_text(f"{include}lxc.rootfs.path = dir:{stage.full()}\nlxc.uts.name = live\nlxc.net.0.type = empty\n"
                                 "lxc.mount.auto = proc:mixed sys:ro cgroup:mixed\nlxc.apparmor.profile = unconfined\n")
    words = ["lxc-execute", "-P", path, "-n", NAME, "-f", path / "c.conf", "-o", path / "log", "-l", "ERROR", "--"]
    return {"": stage.collect(words), "nobody": stage.collect([*words, *AS_NOBODY])}


@environment("gvisor", "runsc", "runc", container="gvisor", sandbox="capabilities", machine=ANY, below=(),
             seconds=60)
def gvisor(stage):
    return stage.collect(oci(stage, "runsc", stage.tiny(), words=("--platform=ptrace", "--network=none",
                                                                 "--ignore-cgroups")))


# ---- Flatpak ----

@environment("flatpak", "flatpak", "ostree", "bwrap", sandbox="flatpak", mechanisms=("flatpak",), below=())
def flatpak(stage):
    home = stage.make("home")
    env = {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "XDG_RUNTIME_DIR": str(stage.make("runtime")),
           "FLATPAK_USER_DIR": str(home / "flatpak")}
    for kind, name in (("runtime", "org.envfp.Platform"), ("app", "org.envfp.Live")):
        folder = home / kind
        files = folder / ("usr" if kind == "runtime" else "files")
        shutil.copytree(stage.tiny(f"tiny-{kind}"), files)
        ref = f"{name}/{os.uname().machine}/1" if kind == "runtime" else \
            f"{name}/{os.uname().machine}/1\nruntime=org.envfp.Platform/{os.uname().machine}/1"
        (folder / "metadata").write_text(f"[{'Runtime' if kind == 'runtime' else 'Application'}]\nname={name}\n"
                                         f"runtime=org.envfp.Platform/{os.uname().machine}/1\nsdk=org.envfp.Platform/"
                                         f"{os.uname().machine}/1\n" + ("command=probe\n" if kind == "app" else ""))
        (files / "bin").mkdir(exist_ok=True)
        for name_ in ("export", "files", "var"):
            (folder / name_).mkdir(exist_ok=True)
        for command in ("probe", "busybox"):
            if (files / command).exists():
                (files / command).rename(files / "bin" / command)
        stage.run(["flatpak", "build-export", *(["--runtime"] if kind == "runtime" else []), home / "repository", folder,
                   "1"], env=env)
    stage.run(["flatpak", "--user", "remote-add", "--no-gpg-verify", "live", home / "repository"], env=env)
    stage.run(["flatpak", "--user", "install", "-y", "--noninteractive", "live", "org.envfp.Live"], env=env)
    return stage.collect(lambda command: ["flatpak", "--user", "run", f"--command={os.path.basename(command[0])}",
                                          "org.envfp.Live", *command[1:]], "/app/bin/probe", env=env)
