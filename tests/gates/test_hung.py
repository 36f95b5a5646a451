# SPDX-License-Identifier: MIT
"""Nothing that a dead file server does makes a collection wait: wherever it is mounted, under whatever name.

What lies behind is a gap, `remote`. Each test has a limit of its own, and the connections are aborted behind it.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

import hung
from conftest import BUILD, REPOSITORY

ENVFP = BUILD / "envfp"
PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
KINDS = ["fuse", "fuse.sshfs", "fuse.lxcfs"]


@pytest.fixture
def folder():
    """An empty folder whose path has no link in it; the tests' mounts lie below it, in a namespace of theirs."""
    made = Path(os.path.realpath(tempfile.mkdtemp(prefix="envfp-hung-")))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


def stage(*mounts):
    return hung.stage(*mounts)


def document(there, *arguments, env=None):
    """What a collection in there says, behind servers that have fallen silent."""
    if there is None:
        pytest.skip("cannot mount a file system that falls silent")
    there.hush()
    done = there.run(ENVFP, "collect", *arguments, env={"PATH": PATH, "HOME": "/nonexistent", **(env or {})})
    assert "hung" not in done, f"it hangs, {'' if done['killed'] else 'un'}killably"
    assert done["code"] == 0, done["errors"]
    return json.loads(done["text"])


def gaps(made, layer):
    return made["layers"][layer].get("gaps", {})


# ---- This process -----------------------------------------------------------------------------------------------------

def os_release():
    return os.path.realpath("/etc/os-release")


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_is_read(kind):
    with stage((os_release(), kind, True)) as there:
        made = document(there)
    assert gaps(made, "packages")["os.*"] == "remote"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("where", ["/proc/sys", "/sys/class", "/sys/devices/system", "/sys/fs/cgroup", "/sys"])
def test_a_folder_of_the_kernel(where, kind):
    """Sysbox serves /proc/sys so."""
    with stage((where, kind, False)) as there:
        made = document(there)
    assert "remote" in [why for layer in ("hardware", "kernel", "container") for why in gaps(made, layer).values()]


@pytest.mark.parametrize("kind", KINDS)
def test_all_of_proc(kind):
    """Whether it is the kernel's has to be found out without asking it."""
    with stage(("/proc", kind, False)) as there:
        made = document(there)
    assert gaps(made, "sandbox")["process.*"] == "remote"


@pytest.mark.parametrize("where", ["/proc/cmdline", "/proc/self/status", "/proc/cpuinfo",
                                   "/sys/devices/system/cpu/vulnerabilities"])
def test_a_file_of_the_kernel(where):
    with stage((where.replace("self", str(os.getpid())), "fuse", not where.endswith("ies"))) as there:
        made = document(there)
    if where != "/proc/self/status":  # that of another process
        assert "remote" in [why for layer in ("hardware", "kernel") for why in gaps(made, layer).values()]


@pytest.mark.parametrize("where", ["/proc/sys/kernel", "/proc/self/fd", "/proc/1", "/proc/cmdline"])
def test_lxcfs_is_believed_only_where_it_mounts(where):
    with stage((where.replace("self", str(os.getpid())), "fuse.lxcfs", where.endswith("cmdline"))) as there:
        document(there)


@pytest.mark.parametrize("kind", KINDS)
def test_a_folder_on_path(folder, kind):
    (folder / "bin").mkdir()
    with stage((folder / "bin", kind, False)) as there:
        made = document(there, env={"PATH": f"{folder}/bin:{PATH}"})
    assert gaps(made, "runtimes")["python.*"] == "remote" and gaps(made, "runtimes")["node.*"] == "remote"


@pytest.mark.parametrize("kind", KINDS)
def test_the_home(folder, kind):
    with stage((folder, kind, False)) as there:
        made = document(there, env={"HOME": str(folder), "PATH": f"{folder}/.pyenv/shims:{PATH}",
                                    "VIRTUAL_ENV": f"{folder}/env", "PYTHONPATH": f"{folder}/lib"})
    assert gaps(made, "runtimes")["pyenv/*"] == "remote"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("upper", [False, True])
def test_a_mount_over_another(folder, kind, upper):
    """Of two at one place the upper one counts."""
    mounts = [(folder, "tmpfs", False), (folder, kind, False)]
    with stage(*(mounts if upper else mounts[::-1])) as there:
        made = document(there, env={"HOME": str(folder)})
    assert ("remote" in gaps(made, "runtimes").values()) == upper


@pytest.mark.parametrize("kind", KINDS)
def test_an_overlay_on_it(folder, kind):
    (folder / "lower").mkdir()
    (folder / "upper").mkdir()
    with stage((folder / "lower", kind, False), (folder / "upper", f"overlay lowerdir={folder}/lower:/usr/share", False)) as there:
        made = document(there, env={"HOME": f"{folder}/upper", "PATH": f"{folder}/upper/bin:{PATH}"})
    assert gaps(made, "runtimes")["python.*"] == "remote"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("where", ["", "node_modules", "package-lock.json", "../.python-version"])
def test_a_project(folder, where, kind):
    project = folder / "project"
    (project / "node_modules").mkdir(parents=True)
    (project / "package-lock.json").write_text('{"lockfileVersion": 3, "packages": {"node_modules/a": {"version": "1.0.0"}}}')
    (folder / ".python-version").write_text("3.11\n")
    with stage((os.path.normpath(project / where), kind, "." in where)) as there:
        made = document(there, "--project", project)
    assert "remote" in gaps(made, "runtimes").values()


def test_what_the_own_process_maps_as_data(folder):
    """Only what it runs from is taken to answer; a file of somebody's that it has mapped is not."""
    script = "import mmap, sys\nfile = open(sys.argv[1])\nheld = mmap.mmap(file.fileno(), 4096, prot=mmap.PROT_READ)\n" \
             "held[0]\nfile.close()\nprint('ready', flush=True)\nsys.stdin.readline()\nimport envfp\n" \
             "print(envfp.collect(layers=['runtimes'], environ={'PATH': sys.argv[2]}, process=False).to_json())\n"
    env = {"PATH": PATH, "PYTHONPATH": str(REPOSITORY / "bindings/python/src"), "ENVFP_LIBRARY": str(BUILD / "libenvfp.so")}
    with stage((folder, "fuse.sshfs", False)) as there:
        if there is None:
            pytest.skip("cannot mount a file system that falls silent")
        answer = there.run(sys.executable, "-c", script, folder / "file", f"{folder}:{PATH}", env=env, talks=True)
    assert "hung" not in answer, "it hangs"
    assert gaps(json.loads(answer["text"]), "runtimes")["python.*"] == "remote"


# ---- Folders ----------------------------------------------------------------------------------------------------------

def image(folder):
    for name in ("etc", "usr/bin", "usr/lib", "var/lib/dpkg", "home/user"):
        (folder / name).mkdir(parents=True)
    (folder / "etc/os-release").write_text('ID=debian\nVERSION_ID="12"\n')
    (folder / "usr/bin/true").write_bytes(b"\177ELF")
    (folder / "usr/bin/true").chmod(0o755)
    return folder


PLACES = {"etc": ("packages", "os.*"), "etc/os-release": ("packages", "os.*"), "var/lib/dpkg": ("packages", "dpkg/*"),
          "usr/bin": ("runtimes", "python.*")}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("where", PLACES)
def test_a_mount_below_a_root(folder, where, kind):
    with stage((image(folder) / where, kind, where.endswith("release"))) as there:
        made = document(there, f"root:{folder}")
    layer, key = PLACES[where]
    assert gaps(made, layer)[key] == "remote", gaps(made, layer)


def test_a_link_below_a_root(folder):
    image(folder)
    (folder / "etc/os-release").unlink()
    (folder / "etc/os-release").symlink_to("/home/user/os-release")
    with stage((folder / "home/user", "fuse.sshfs", False)) as there:
        made = document(there, f"root:{folder}")
    assert gaps(made, "packages")["os.*"] == "remote"


def test_a_root_of_its_own_mount(folder):
    """The file system that is named is read; it has to answer."""
    (folder / "image").mkdir()
    with stage((folder / "image", "fuse.squashfuse", False)) as there:
        if there is None:
            pytest.skip("cannot mount a file system that falls silent")
        done = there.run(ENVFP, "collect", f"root:{folder}/image", env={"PATH": PATH})
    assert done.get("code") == 0, done
    assert "remote" not in gaps(json.loads(done["text"]), "packages").values()


def test_a_root_in_another_namespace(folder):
    """/proc/N/root: whose mounts are not in our list."""
    image(folder / "image")
    with stage((folder / "image/var/lib/dpkg", "fuse.sshfs", False)) as there:
        if there is None:
            pytest.skip("cannot mount a file system that falls silent")
        pid = there.start("sh", "-c", "echo; exec sleep 60")
        there.hush()
        made = outside(f"root:/proc/{pid}/root{folder}/image")
    assert gaps(made, "packages")["dpkg/*"] == "remote"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("where", ["root/etc", "root/etc/os-release", "root/proc", "root/var/lib/dpkg", "root/.envfp/environ"])
def test_a_mount_below_a_recording(folder, where, kind):
    image(folder / "image")
    subprocess.run([ENVFP, "record", folder / "root", f"root:{folder}/image"], check=True)
    (folder / "root/proc").mkdir(exist_ok=True)
    (folder / where).parent.mkdir(parents=True, exist_ok=True)
    if not (folder / where).exists():
        (folder / where).write_text("") if where.endswith("environ") else (folder / where).mkdir()
    with stage((folder / where, kind, "." in Path(where).name or "environ" in where or "release" in where)) as there:
        if there is None:
            pytest.skip("cannot mount a file system that falls silent")
        there.hush()
        done = there.run(ENVFP, "collect", f"record:{folder}/root", env={"PATH": PATH})
    assert "hung" not in done, "it hangs"
    if done["code"] == 0 and where.startswith("root/etc"):
        assert gaps(json.loads(done["text"]), "packages")["os.*"] == "remote"


# ---- Another process --------------------------------------------------------------------------------------------------

MAPS = ("import mmap, sys, time\nfile = open(sys.argv[1], 'rb')\nheld = mmap.mmap(file.fileno(), 4096, "
        "prot=mmap.PROT_READ | mmap.PROT_EXEC)\nheld[0]\nprint('ready', flush=True)\ntime.sleep(60)\n")


def outside(operand):
    """A collection in our own namespace. One that hangs ends with the stage, not before."""
    process = subprocess.Popen([ENVFP, "collect", operand], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        text, errors = process.communicate(timeout=hung.LIMIT)
    except subprocess.TimeoutExpired:
        process.kill()
        pytest.fail("it hangs")
    assert process.returncode == 0, errors
    return json.loads(text)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("inside", [True, False])
def test_what_another_process_maps(folder, kind, inside):
    env = {"PATH": f"{folder}:{PATH}", "HOME": str(folder)}
    with stage((folder, kind, False)) as there:
        if there is None:
            pytest.skip("cannot mount a file system that falls silent")
        pid = there.start(sys.executable, "-c", MAPS, folder / "file", env=env)
        there.hush()
        made = document(there, f"pid:{pid}") if inside else outside(f"pid:{pid}")
    assert gaps(made, "runtimes")["python.*"] == "remote"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("where", ["bin", "/etc", "os-release", "/sys/fs/cgroup", "/var/lib/lxcfs", "/proc/cpuinfo",
                                   "/proc"])
def test_another_process_in_a_namespace_of_its_own(folder, where, kind):
    """Seen from outside, where none of its mounts is listed."""
    place = folder / where if where == "bin" else os_release() if where == "os-release" else Path(where)
    if where == "bin":
        place.mkdir()
    if not Path(place).exists():
        pytest.skip(f"no {place}")
    env = {"PATH": f"{place}:{PATH}" if Path(place).is_dir() else PATH, "HOME": "/nonexistent"}
    with stage((place, kind, Path(place).is_file())) as there:
        if there is None:
            pytest.skip("cannot mount a file system that falls silent")
        pid = there.start(sys.executable, "-c", MAPS, sys.executable, env=env)
        there.hush()
        made = outside(f"pid:{pid}")
    if where in ("bin", "os-release"):
        assert "remote" in [why for layer in ("packages", "runtimes") for why in gaps(made, layer).values()]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("layer", ["", "/below"])
def test_an_overlay_whose_layer_is_detached(folder, layer, kind):
    """Its options then name a folder that is another one now, and no list has what it lies on."""
    for name in ("lower", "upper"):
        (folder / name).mkdir()
    overlay = f"overlay lowerdir={folder}/lower{layer}:/usr/share"
    with stage((folder / "lower", kind, False), (folder / "upper", overlay, False)) as there:
        if there is None:
            pytest.skip("cannot mount a file system that falls silent")
        assert there.detach(folder / "lower")
        (folder / "lower/below").mkdir(exist_ok=True)
        pid = there.start("sh", "-c", "echo; exec sleep 60", env={"PATH": f"{folder}/upper/bin:{PATH}", "HOME": f"{folder}/upper"})
        while Path(f"/proc/{pid}/comm").read_text() != "sleep\n":  # in between, its environment is none
            time.sleep(0.01)
        there.hush()
        made = outside(f"pid:{pid}")
    assert gaps(made, "runtimes")["python.*"] == "remote"


def disk(folder):
    """An image of a file system, to be served."""
    (folder / "content/bin").mkdir(parents=True)
    for name in ("python3", "node", "filler"):
        (folder / "content/bin" / name).write_bytes(b"\177ELF" * 4096)
        (folder / "content/bin" / name).chmod(0o755)
    image = folder / "disk"
    with open(image, "wb") as file:
        file.truncate(8 << 20)
    subprocess.run(["mkfs.ext4", "-q", "-O", "^has_journal", "-d", folder / "content", image], check=True)
    return image


@pytest.mark.skipif(os.getuid() != 0 or not shutil.which("mkfs.ext4") or not os.path.exists("/dev/loop-control"),
                    reason="no loop devices")
@pytest.mark.parametrize("detached", [False, True])
@pytest.mark.parametrize("inside", [False, True])
def test_a_loop_device_on_a_file_of_it(folder, inside, detached):
    """The file system is a local one, and waits like a remote one."""
    for name in ("served", "mounted"):
        (folder / name).mkdir()
    with stage((folder / "served", "fuse.sshfs", False, disk(folder))) as there:
        if there is None:
            pytest.skip("cannot mount a file system that falls silent")
        done = there.run("mount", "-t", "ext4", "-o", "loop,ro,noload", folder / "served/disk", folder / "mounted")
        if done.get("code") != 0:
            pytest.skip(f"no loop device: {done}")
        if detached:
            assert there.detach(folder / "served")
        env = {"PATH": f"{folder}/mounted/bin:{PATH}", "HOME": f"{folder}/mounted"}
        pid = there.start("sh", "-c", "echo; exec sleep 60", env=env)
        there.hush()
        made = document(there, env=env) if inside else outside(f"pid:{pid}")
    assert gaps(made, "runtimes")["python.*"] == "remote"


ENVIRON = """import ctypes, os, sys, time
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype, libc.mmap.argtypes = ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_size_t] + [ctypes.c_int] * 3 + [ctypes.c_long]
start, end = map(int, open("/proc/self/stat").read().rpartition(")")[2].split()[47:49])
place = (start + 4095) & ~4095
assert place + 4096 <= end
PRIVATE_FIXED, READ_WRITE = 0x12, 3
assert libc.mmap(place, 4096, READ_WRITE, PRIVATE_FIXED, os.open(sys.argv[1], os.O_RDONLY), 0) == place
print("ready", flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("inside", [True, False])
def test_an_environment_that_lies_in_a_file_of_it(folder, inside, kind):
    """The kernel reads it out of the process's memory, or, since 4.17, ends there without a word."""
    env = {"PATH": f"{folder}/bin:{PATH}", **{f"FILLER_{i}": "x" * 100 for i in range(200)}}
    with stage((folder, kind, False)) as there:
        if there is None:
            pytest.skip("cannot mount a file system that falls silent")
        pid = there.start(sys.executable, "-c", ENVIRON, folder / "file", env=env)
        there.hush()
        made = document(there, f"pid:{pid}") if inside else outside(f"pid:{pid}")
    assert gaps(made, "runtimes")["python.*"] == "remote"


USERFAULT = """import ctypes, fcntl, platform, struct, sys, time
libc = ctypes.CDLL(None, use_errno=True)
start, end = map(int, open("/proc/self/stat").read().rpartition(")")[2].split()[47:49])
place = (start + 4095) & ~4095
assert place + 4096 <= end
held = libc.syscall({"x86_64": 323, "aarch64": 282}[platform.machine()], 0)
if held >= 0:
    fcntl.ioctl(held, 0xc018aa3f, struct.pack("<3Q", 0xaa, 0, 0))
    assert libc.madvise(ctypes.c_void_p(place), ctypes.c_size_t(4096), 4) == 0
    fcntl.ioctl(held, 0xc020aa00, struct.pack("<4Q", place, 4096, 1, 0))
print("ready", flush=True)
open(sys.argv[1], "w").write(str(held))
time.sleep(60)
"""


@pytest.mark.skipif(os.uname().machine not in ("x86_64", "aarch64"), reason="the call's number is not known here")
def test_an_environment_whose_memory_never_comes(folder):
    """Nobody handles the faults of userfaultfd(2). Where the kernel waits for nobody, the text ends there."""
    env = {"PATH": f"{folder}/bin:{PATH}", **{f"FILLER_{i}": "x" * 100 for i in range(200)}}
    process = subprocess.Popen([sys.executable, "-c", USERFAULT, folder / "held"], env=env, stdout=subprocess.PIPE)
    try:
        process.stdout.readline()
        while not (folder / "held").exists() or not (folder / "held").read_text():
            time.sleep(0.01)
        if int((folder / "held").read_text()) < 0:
            pytest.skip("no userfaultfd")
        made = outside(f"pid:{process.pid}")
    finally:
        process.kill()
        process.wait()
    assert gaps(made, "runtimes")["python.*"] == "remote"


def test_a_link_to_where_lxcfs_mounts(folder):
    """What another process calls lxcfs is not believed there either."""
    place = "/sys/devices/system/cpu"
    (folder / "bin").symlink_to(place)
    env = {"PATH": f"{folder}/bin:{PATH}", "HOME": "/nonexistent"}
    with stage((place, "fuse.lxcfs", False)) as there:
        if there is None:
            pytest.skip("cannot mount a file system that falls silent")
        pid = there.start(sys.executable, "-c", MAPS, sys.executable, env=env)
        there.hush()
        made = outside(f"pid:{pid}")
    assert gaps(made, "runtimes")["python.*"] == "remote"


@pytest.mark.parametrize("below", ["", "/below"])
def test_another_process_whose_root_never_answers(folder, below):
    """A root that is a mount, or a folder in one, which its list of mounts then lacks."""
    enter = f"import os, time\nos.chroot({str(folder) + below!r})\nprint('ready', flush=True)\ntime.sleep(60)\n"
    with stage((folder, "fuse.sshfs", False)) as there:
        if there is None:
            pytest.skip("cannot mount a file system that falls silent")
        pid = there.start(sys.executable, "-c", enter)
        there.hush()
        made = outside(f"pid:{pid}")
        inside = document(there, f"pid:{pid}")
    for one in (made, inside):
        assert one["layers"]["packages"]["status"] != "observed"
        assert "remote" in gaps(one, "packages").values()
