# SPDX-License-Identifier: MIT
"""Virtual machines of seconds: QEMU without acceleration, Debian's kernel, and an initramfs that is made here.

A shell script runs inside. What it sends comes over the serial console, each piece between two marks and in base64,
since the kernel's own messages share that line.
"""
import base64
import os
import pathlib
import re
import shutil
import stat
import subprocess
import zlib

from stage import Broken, Skip

INIT = """#!/bin/busybox sh
/bin/busybox mkdir -p /proc /sys /dev /run /tmp
/bin/busybox --install -s /bin
export PATH=/bin HOME=/
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
dmesg -n 1
echo; echo @@awake
send() { # NAME < what
    gzip -c >/tmp/sent
    echo; echo "@@begin $1"; base64 /tmp/sent; echo "@@end $1"
}
. /script
echo; echo @@done
poweroff -f
"""

# The host's files as the guest's own, with writes kept in memory: `inside` runs a command there.
HOST = """
for module in /modules/*; do insmod $module; done
mkdir -p /host /over /root
mount -t 9p -o trans=virtio,version=9p2000.L,msize=262144,cache=loose,ro host /host
mount -t tmpfs over /over && mkdir -p /over/upper /over/work
mount -t overlay -o lowerdir=/host,upperdir=/over/upper,workdir=/over/work over /root
rm -f /root/.dockerenv /root/run/.containerenv
for folder in proc sys dev; do mount --move /$folder /root/$folder; done
mkdir -p /root/dev/pts /root/dev/shm
mount -t devpts devpts /root/dev/pts
mount -t tmpfs shm /root/dev/shm
mount -t cgroup2 cgroup /root/sys/fs/cgroup
mount -t tmpfs run /root/run
mkdir -p /root/run/tiny/tmp
cp /bin/envfp /root/run/tiny/probe
cp /bin/busybox /root/run/tiny/busybox
cp /given/* /root/run/ 2>/dev/null
inside() { chroot /root /usr/bin/env PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root "$@"; }
inside /run/tiny/busybox ip link set lo up
"""
HOST_MODULES = ("virtio_pci", "9pnet_virtio", "9p", "overlay")


# ---- Archives ----

class Archive:
    """A cpio archive of the form "newc" (Documentation/driver-api/early-userspace/buffer-format.rst)."""
    def __init__(self):
        self.parts, self.folders = [], set()
        self.add("dev", stat.S_IFDIR | 0o755)
        self.folders.add("dev")
        self.add("dev/console", stat.S_IFCHR | 0o600, device=(5, 1))

    def add(self, path, mode, data=b"", device=(0, 0)):
        name = path.encode() + b"\0"
        fields = (len(self.parts) + 1, mode, 0, 0, 1, 0, len(data), 0, 0, *device, len(name), 0)
        head = b"070701" + b"".join(b"%08X" % field for field in fields) + name
        self.parts.append(head + b"\0" * (-len(head) % 4) + data + b"\0" * (-len(data) % 4))

    def file(self, path, content):
        """`content` is bytes, text, or a path of the host's."""
        for folder in reversed(pathlib.PurePath(path).parents[:-1]):
            if str(folder) not in self.folders:
                self.folders.add(str(folder))
                self.add(str(folder), stat.S_IFDIR | 0o755)
        data = content.read_bytes() if isinstance(content, pathlib.Path) else content
        self.add(path, stat.S_IFREG | 0o755, data.encode() if isinstance(data, str) else data)

    def bytes(self):
        self.add("TRAILER!!!", 0)
        return zlib.compress(b"".join(self.parts), 1, 31)


def archive(files):
    made = Archive()
    for path, content in files.items():
        made.file(path, content)
    return made.bytes()


def initramfs(stage, script, **files):
    return archive({"bin/busybox": pathlib.Path(shutil.which("busybox")), "bin/envfp": stage.static, "init": INIT,
                    "script": script, **files})


# ---- Kernels ----

def download(stage, package, into):
    """A package's files, without installing it."""
    folder = stage.build / "live" / into
    if not folder.exists():
        made = folder.with_suffix(f".{os.getpid()}")
        made.mkdir(parents=True)
        if stage.start(["apt-get", "-qq", "download", package], cwd=made, timeout=300).returncode != 0:
            stage.start(["apt-get", "-qq", "update"], timeout=300)
            stage.run(["apt-get", "-qq", "download", package], cwd=made, timeout=300)
        for found in made.glob("*.deb"):
            stage.run(["dpkg-deb", "-x", found, made], timeout=120)
            found.unlink()
        made.rename(folder)
    return folder


def kernel_folder(stage):
    """Debian's kernel for this processor: the metapackage names the one."""
    folder = stage.build / "live" / "kernel"
    if folder.exists():
        return folder
    words = ["apt-cache", "depends", "linux-image-amd64"]
    found = re.search(rb"Depends: (linux-image-\S+)", stage.start(words).stdout)
    if not found:
        stage.start(["apt-get", "-qq", "update"], timeout=300)
        found = re.search(rb"Depends: (linux-image-\S+)", stage.start(words).stdout)
    if not found:
        raise Skip("no kernel: apt knows no linux-image-amd64")
    return download(stage, found.group(1).decode(), "kernel")


def modules(kernel, wanted):
    """Files of modules and of those they need, in the order to load them."""
    paths = {path.stem.replace("-", "_"): path for path in (kernel / "lib" / "modules").rglob("*.ko")}
    order = {}

    def add(name):
        if name in order or name not in paths:
            return
        needs = re.search(rb"\0depends=([^\0]*)\0", paths[name].read_bytes())
        for need in (needs.group(1).decode().split(",") if needs else ()):
            add(need.replace("-", "_"))
        order[name] = paths[name]
    for name in wanted:
        add(name)
    return {f"modules/{i:02}-{name}.ko": path for i, (name, path) in enumerate(order.items())}


# ---- Running ----

def pieces(output):
    """What was sent over a console: name to bytes."""
    found = {}
    for match in re.finditer(rb"@@begin (\S+)\s([A-Za-z0-9+/=\s]*?)@@end \1", output):
        try:
            found[match.group(1).decode()] = zlib.decompress(base64.b64decode(match.group(2)), 31)
        except (ValueError, zlib.error):
            continue  # something else was printed in between
    return found


def start(command, console, silent, seconds):
    """Run a machine until it ends, or for so many seconds, fewer where it does not come to its init."""
    with open(console, "wb+") as log:
        machine = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=log,
                                   stderr=subprocess.STDOUT)
        try:
            try:
                machine.wait(silent)
            except subprocess.TimeoutExpired:
                log.seek(0)
                if b"@@awake" in log.read():
                    machine.wait(max(seconds - silent, 1))
        except subprocess.TimeoutExpired:
            pass
        finally:
            if machine.poll() is None:
                machine.kill()
                machine.wait()
        log.seek(0)
        return machine, log.read()


def boot(stage, options, script, files=(), host=False, append="console=ttyS0 quiet", seconds=120):
    """Run a script in a virtual machine and give what it sent; `host` shows it the host's files."""
    kernel = kernel_folder(stage)
    folder = stage.make("guest")
    more = {f"given/{name}": content for name, content in dict(files).items()}
    if host:
        more.update(modules(kernel, HOST_MODULES))
        script = HOST + script
        options = [*options, "-virtfs", "local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap"]
    (folder / "initrd").write_bytes(initramfs(stage, script, **more))
    command = ["qemu-system-x86_64", *options, "-nodefaults", "-display", "none", "-serial", "stdio", "-no-reboot",
               "-kernel", next((kernel / "boot").glob("vmlinuz-*")), "-initrd", folder / "initrd", "-append", append]
    # Without acceleration, beside other work, a kernel now and then waits for its timer forever (a microvm's in one start
    # of three): one that has not come to its init in half a minute is started again.
    output = b""
    for limit in (30, 30, seconds):
        done, output = start(command, folder / "console", limit, seconds)
        if b"@@awake" in output:
            break
    found = pieces(output)
    if b"@@done" not in output and not found:
        last = output.decode("utf-8", "replace").strip().splitlines()[-1:]
        if done.returncode > 0:
            raise Skip(f"QEMU: {last}")
        raise Broken(f"the guest did not come to its end: {last}")
    return found
