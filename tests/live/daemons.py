# SPDX-License-Identifier: MIT
"""Containers that a daemon runs. It lives in a network namespace of its own, without a bridge, and ends with its
environments."""
import hashlib
import json
import os
import time

import kernel
import proofs
from chroots import AS_NOBODY
from containers import oci, podman_run, podman_words, tar
from harness import differing, environment, group
from stage import NOBODY, Broken


# By number, capabilities(7).
CAPABILITIES = """chown dac_override dac_read_search fowner fsetid kill setgid setuid setpcap linux_immutable
net_bind_service net_broadcast net_admin net_raw ipc_lock ipc_owner sys_module sys_rawio sys_chroot sys_ptrace sys_pacct
sys_admin sys_boot sys_nice sys_resource sys_time sys_tty_config mknod lease audit_write audit_control setfcap
mac_override mac_admin syslog wake_alarm block_suspend audit_read""".split()


def start_docker(stage, *more):
    state = stage.make("docker")
    words = ["unshare", "-n", "dockerd", "--iptables=false", "--ip6tables=false", "--ip-forward=false", "--bridge=none",
             "--data-root", state / "data", "--exec-root", "/run/docker", "--pidfile", state / "pid", "-H",
             f"unix://{state}/socket", *more]
    process = stage.daemon(words)
    stage.wait(state / "socket", process)
    client = ["docker", "--config", state, "-H", f"unix://{state}/socket"]
    stage.run([*client, "import", tar(stage, stage.tiny()), "live:1"])
    return client


@group("dockerd", "docker", "containerd", "runc", "unshare")
def docker(stage):
    return start_docker(stage, "--storage-driver=overlay2")


def run(client, *more):
    return [*client, "run", "--rm", *more, "live:1"]


@docker.environment("docker", container="docker", sandbox="seccomp", mechanisms=("seccomp", "capabilities"),
                    check=proofs.has_id)
def docker_default(stage, client):
    return {"": stage.collect(run(client)), "nobody": stage.collect(run(client, f"--user={NOBODY}:{NOBODY}"))}


@docker.environment("docker-privileged", container="docker")
def docker_privileged(stage, client):
    return stage.collect(run(client, "--privileged"))


@docker.environment("docker-capable", container="docker", sandbox="capabilities")
def docker_capable(stage, client):
    """Every capability that this machine has and Docker knows."""
    return stage.collect(run(client, "--security-opt=seccomp=unconfined", "--security-opt=apparmor=unconfined",
                             *(f"--cap-add={name}" for name in capabilities())))


def capabilities():
    with open("/proc/self/status", encoding="ascii") as status:
        mask = int(next(line.split()[1] for line in status if line.startswith("CapBnd")), 16)
    return [name for number, name in enumerate(CAPABILITIES) if mask & 1 << number]


@docker.environment("docker-private-cgroup", container="docker", sandbox="seccomp", check=proofs.has_id)
def docker_private_cgroup(stage, client):
    return stage.collect(run(client, "--cgroupns=private"))


@docker.environment("docker-host-pid", container="docker", sandbox="seccomp")
def docker_host_pid(stage, client):
    return stage.collect(run(client, "--pid=host"))


@docker.environment("docker-host-everything", container="docker", sandbox="seccomp")
def docker_host_everything(stage, client):
    return stage.collect(run(client, "--pid=host", "--ipc=host", "--uts=host", "--network=host", "--cgroupns=host"))


@docker.environment("docker-confined", container="docker", sandbox="seccomp",
                    mechanisms=("seccomp", "capabilities", "no-new-privileges", "rlimits"))
def docker_confined(stage, client):
    return stage.collect(run(client, "--read-only", "--tmpfs=/tmp", "--cap-drop=all", "--security-opt=no-new-privileges",
                             "--ulimit=nofile=100:100", "--pids-limit=50"))


@docker.environment("docker-unconfined", container="docker", sandbox="capabilities")
def docker_unconfined(stage, client):
    return stage.collect(run(client, "--security-opt=seccomp=unconfined"))


@docker.environment("docker-restarted", container="docker", sandbox="seccomp", check=proofs.all_same)
def docker_restarted(stage, client):
    """One container, started ten times."""
    def command(inside):
        if not created:
            created.append(stage.run([*client, "create", "--name=again", "live:1", *inside]))
        return [*client, "start", "--attach", "again"]
    created = []
    return {f"*start {count}": stage.collect(command, record=False) for count in range(10)}


@docker.environment("docker-limited", container="docker", sandbox="seccomp", check=proofs.only_container)
def docker_limited(stage, client):
    return {"": stage.collect(run(client, "--memory=256m")), "*other": stage.collect(run(client, "--memory=512m"))}


@docker.environment("image", "podman", "conmon", "bwrap", "systemd-nspawn", "chroot", container="docker",
                    sandbox="seccomp")
def image_everywhere(stage, client):
    """What an image holds is the same in whatever it runs, and where nothing runs."""
    root = stage.image()
    archive = tar(stage, root)
    path, plain = "PATH=/usr/bin:/bin", ("env", "-u", "LANG")
    stage.run([*client, "import", archive, "image:1"])
    stage.run([*podman_words(stage), "import", "-q", archive, "image:1"])
    first = stage.collect([*client, "run", "--rm", "--env", path, "image:1"])
    # The image as it is, before anything is mounted in it.
    others = {"a folder": stage.collect(lambda command: [stage.static, *command[1:], f"root:{root}"], stage.static),
              "bubblewrap": stage.collect([*plain, "bwrap", "--ro-bind", root, "/", "--proc", "/proc", "--dev", "/dev"]),
              "runc": stage.collect(oci(stage, "runc", root)),
              "podman": stage.collect([*podman_run(stage, "--env", path), "image:1"]),
              "nspawn": stage.collect(["systemd-nspawn", "-q", "--resolv-conf=off", "--timezone=off", "--register=no",
                                       "--keep-unit", "--pipe", "--setenv=LANG=", "--machine=live", "-D", root]),
              "chroot": stage.collect([*plain, "chroot", stage.mounted(root)])}
    for name, document in others.items():
        wrong = differing(first, document, ("libc", "packages", "runtimes"))
        if wrong:
            raise Broken(f"{name}: {wrong}")
    if len([key for key in first["layers"]["packages"]["facts"] if key.startswith("dpkg/")]) != 3:
        raise Broken(f"the image's packages are {sorted(first['layers']['packages']['facts'])}")
    return first


@environment("docker-user", "dockerd", "docker", "containerd", "runc", "unshare", container="docker", sandbox="seccomp",
             mechanisms=("user-namespace",))
def docker_user(stage):
    """Root inside is nobody in particular outside."""
    for name in ("subuid", "subgid"):
        path = stage.make(name) / name
        path.write_text("daemon:300000:65536\n")
        kernel.bind(str(path), f"/etc/{name}")
    return stage.collect(run(start_docker(stage, "--storage-driver=vfs", "--userns-remap=daemon")))


# ---- containerd ----

@group("containerd", "ctr", "runc")
def containerd(stage):
    state = stage.make("containerd")
    (state / "config.toml").write_text(f'version = 2\nroot = "{state}/root"\nstate = "/run/live"\n'
                                       f'disabled_plugins = ["io.containerd.grpc.v1.cri"]\n'
                                       f'[grpc]\n  address = "{state}/socket"\n')
    process = stage.daemon(["containerd", "-c", state / "config.toml", "-l", "error"])
    stage.wait(state / "socket", process)
    time.sleep(0.1)
    return ["ctr", "-a", state / "socket"]


def ctr(client, what, *more):
    return lambda command: [*client, "run", "--rm", *more, *what, f"live-{time.time_ns()}", *command]


# Without an image there is nothing of containerd's to see.
@containerd.environment("containerd-rootfs", container="containerd", sandbox="capabilities")
def containerd_rootfs(stage, client):
    what = ("--rootfs", stage.full())
    return {"": stage.collect(ctr(client, what)),
            "nobody": stage.collect(lambda command: ctr(client, what)([*AS_NOBODY, *command]))}


@containerd.environment("containerd", container="containerd", sandbox="capabilities")
def containerd_image(stage, client):
    return stage.collect(ctr(client, (image(stage, client),)))


@containerd.environment("containerd-seccomp", container="containerd", sandbox="seccomp")
def containerd_seccomp(stage, client):
    return stage.collect(ctr(client, (image(stage, client),), "--seccomp"))


def image(stage, client):
    stage.run([*client, "image", "import", oci_archive(stage, stage.tiny())])
    return "localhost/live:1"


def oci_archive(stage, root):
    """An image as https://github.com/opencontainers/image-spec has it, of one layer."""
    folder = stage.make("image")
    blobs = folder / "blobs" / "sha256"
    blobs.mkdir(parents=True)

    def blob(data, kind):
        digest = hashlib.sha256(data).hexdigest()
        (blobs / digest).write_bytes(data)
        return {"mediaType": f"application/vnd.oci.image.{kind}", "digest": f"sha256:{digest}", "size": len(data)}

    layer = blob(tar(stage, root).read_bytes(), "layer.v1.tar")
    machine = {"x86_64": "amd64", "aarch64": "arm64"}.get(os.uname().machine, os.uname().machine)
    config = blob(json.dumps({"architecture": machine, "os": "linux", "config": {},
                              "rootfs": {"type": "layers", "diff_ids": [layer["digest"]]}}).encode(), "config.v1+json")
    manifest = blob(json.dumps({"schemaVersion": 2, "config": config, "layers": [layer]}).encode(), "manifest.v1+json")
    manifest["annotations"] = {"io.containerd.image.name": "localhost/live:1", "org.opencontainers.image.ref.name": "1"}
    (folder / "index.json").write_text(json.dumps({"schemaVersion": 2, "manifests": [manifest]}))
    (folder / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}')
    archive = stage.folder / stage.name / "oci.tar"
    stage.run(["tar", "-C", folder, "-cf", archive, "."])
    return archive
