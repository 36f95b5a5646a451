# SPDX-License-Identifier: MIT
"""Roots and recordings that were made to hurt: a collection ends soon, within bounds, with gaps."""
import base64
import json
import os
import resource
import stat
import subprocess
import time
import zlib

import pytest

from conftest import LAYERS

MEMORY = 256 << 20  # of address space, the command and its libraries included
SECONDS = 20
MARK = "outside-of-the-root"


def bounded(memory=MEMORY):
    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return limit


@pytest.fixture
def collect(envfp):
    """The document of an operand, collected within bounds; the sanitizers need more address space."""
    def run(operand, *arguments):
        started = time.monotonic()
        done = envfp.run("collect", operand, *arguments, preexec_fn=bounded(), timeout=SECONDS * 3)
        assert done.returncode == 0, done.stderr
        assert time.monotonic() - started < SECONDS
        return json.loads(done.stdout)
    return run


@pytest.fixture
def root(tmp_path):
    """A small root with one package and a release."""
    directory = tmp_path / "root"
    for folder in ("etc", "var/lib/dpkg", "usr/lib", "usr/bin", "lib64"):
        (directory / folder).mkdir(parents=True)
    (directory / "etc/os-release").write_text("ID=debian\nVERSION_ID=12\nNAME=Debian\n")
    (directory / "var/lib/dpkg/status").write_text(paragraph("hello", "2.10-3"))
    return directory


@pytest.fixture
def outside(tmp_path):
    """What a link out of the root would find."""
    directory = tmp_path / "outside"
    (directory / "dpkg").mkdir(parents=True)
    (directory / "os-release").write_text(f"ID={MARK}\nVERSION_ID=1\n")
    (directory / "status").write_text(paragraph(MARK, "1"))
    (directory / "dpkg/status").write_text(paragraph(MARK, "1"))
    return directory


def paragraph(name, version):
    return f"Package: {name}\nStatus: install ok installed\nArchitecture: all\nVersion: {version}\n\n"


def replace(path, make):
    path.unlink(missing_ok=True)
    make(path)


def facts(document, layer):
    return document["layers"][layer].get("facts", {})


def gaps(document, layer):
    return document["layers"][layer].get("gaps", {})


def test_a_plain_root(collect, root):
    document = collect(f"root:{root}")
    assert facts(document, "packages")["dpkg/hello:all"] == "2.10-3"
    assert [document["layers"][n]["status"] for n in LAYERS[:5]] == ["hidden"] * 5


def test_a_forged_recording_is_no_machine(collect, root):
    forged = root / ".envfp"
    forged.mkdir()
    (forged / "format").write_text("1\n")
    (forged / "uname").write_text("sysname=Linux\nrelease=9.9.9-forged\nversion=x\nmachine=forged\n")
    (forged / "environ").write_text("LANG=forged\nPATH=/forged\n")
    (forged / "cpuid").write_text("00000000 00000000 00000016 67726f46 00000000 00000000\n")
    (root / "proc").mkdir()
    (root / "proc/cpuinfo").write_text("vendor_id\t: Forged\nmodel name\t: Forged\n")
    document = collect(f"root:{root}")
    assert "orged" not in json.dumps(document)
    assert [document["layers"][n]["status"] for n in LAYERS[:5]] == ["hidden"] * 5


def test_kernel_files_of_a_root_are_not_believed(collect, root):
    """An image may hold what looks like a running system: for root: there is none."""
    plain = collect(f"root:{root}")
    for path, content in {
            "proc/self/status": "Name:\tx\nUid:\t0\t0\t0\t0\nSeccomp:\t2\nNoNewPrivs:\t1\n",
            "proc/self/mountinfo": "1 0 0:1 / / rw - overlay overlay rw,lowerdir=/var/lib/docker/overlay2/x\n",
            "proc/self/cgroup": "0::/docker/" + "a" * 64 + "\n", "proc/1/environ": "container=docker\0",
            "proc/cmdline": "forged\n", "proc/version": "Linux version 9.9.9-forged\n", "proc/xen/capabilities": "control_d\n",
            "sys/hypervisor/type": "xen\n", "sys/class/dmi/id/sys_vendor": "Forged\n", "run/.containerenv": 'engine="podman-9"\n',
            ".dockerenv": "", "run/systemd/container": "lxc\n"}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content)
    (root / "proc/self/ns").mkdir()
    (root / "proc/self/ns/pid").symlink_to("pid:[4026532000]")
    (root / "proc/self/root").symlink_to("/")
    assert collect(f"root:{root}") == plain
    assert plain["stack"] == [{"boundary": "machine", "kind": "unknown"}] or not plain["stack"]


@pytest.mark.parametrize("kind", ["root", "record"])
@pytest.mark.parametrize("shape", ["absolute", "dots", "folder", "chain", "proc"])
def test_links_stay_inside(collect, root, outside, shape, kind):
    release, database = root / "etc/os-release", root / "var/lib/dpkg"
    up = "/".join([".."] * 40)
    if shape == "absolute":
        replace(release, lambda path: path.symlink_to(outside / "os-release"))
        replace(database / "status", lambda path: path.symlink_to(outside / "status"))
    elif shape == "dots":
        replace(release, lambda path: path.symlink_to(f"{up}{outside}/os-release"))
        replace(database / "status", lambda path: path.symlink_to(f"{up}{outside}/status"))
    elif shape == "folder":
        (database / "status").unlink()
        database.rmdir()
        database.symlink_to(f"{up}{outside}/dpkg")
        replace(release, lambda path: path.symlink_to(f"/var/lib/dpkg/../../..{outside}/os-release"))
    elif shape == "chain":
        (root / "etc/one").symlink_to("/etc/two")
        (root / "etc/two").symlink_to(f"../{up}{outside}")
        replace(release, lambda path: path.symlink_to("one/os-release"))
        replace(database / "status", lambda path: path.symlink_to("/etc/one/status"))
    else:
        replace(release, lambda path: path.symlink_to(f"/proc/self/root{outside}/os-release"))
        replace(database / "status", lambda path: path.symlink_to(f"/proc/1/root{outside}/status"))
    make_recording(root, kind)
    assert MARK not in json.dumps(collect(f"{kind}:{root}"))


def make_recording(root, kind):
    if kind == "record":
        (root / ".envfp").mkdir()
        (root / ".envfp/format").write_text("1\n")


def test_links_inside_work(collect, root):
    """What an image's own absolute links mean."""
    (root / "usr/lib/os-release").write_text("ID=inside\n")
    replace(root / "etc/os-release", lambda path: path.symlink_to("/usr/lib/os-release"))
    assert facts(collect(f"root:{root}"), "packages")["os.id"] == "inside"


def test_the_recording_s_own_files_may_be_links_out(collect, root, outside):
    (outside / "uname").write_text(f"sysname=Linux\nrelease={MARK}\nversion=1\nmachine=x86_64\n")
    make_recording(root, "record")
    (root / ".envfp/uname").symlink_to(outside / "uname")
    assert MARK not in json.dumps(collect(f"record:{root}"))


def test_loops(collect, root):
    replace(root / "etc/os-release", lambda path: path.symlink_to("os-release"))
    replace(root / "var/lib/dpkg/status", lambda path: path.symlink_to("/etc/a"))
    (root / "etc/a").symlink_to("b")
    (root / "etc/b").symlink_to("/etc/a")
    (root / "usr/bin/python3").symlink_to("/usr/bin/python3")
    (root / "lib64/self").symlink_to(".")
    assert "os.id" not in facts(collect(f"root:{root}"), "packages")


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir], ids=["fifo", "directory"])
def test_things_that_are_no_files(collect, root, make):
    for path in ("etc/os-release", "var/lib/dpkg/status", "usr/lib/os-release", "etc/ld.so.conf", "etc/debian_version",
                 "usr/bin/python3", "etc/localtime"):
        replace(root / path, make)
    assert gaps(collect(f"root:{root}"), "packages")


def test_devices(collect, root):
    if os.getuid() != 0:
        pytest.skip("not root: cannot make devices")
    try:
        replace(root / "var/lib/dpkg/status", lambda path: os.mknod(path, 0o666 | stat.S_IFCHR, os.makedev(1, 5)))
        replace(root / "etc/os-release", lambda path: os.mknod(path, 0o666 | stat.S_IFCHR, os.makedev(1, 8)))
    except OSError:
        pytest.skip("devices cannot be made here")
    assert gaps(collect(f"root:{root}"), "packages")


def test_ten_gigabytes_of_nothing(collect, root):
    for path in ("var/lib/dpkg/status", "etc/os-release", "etc/ld.so.conf"):
        replace(root / path, lambda path: (path.touch(), os.truncate(path, 10 << 30)))
    assert collect(f"root:{root}")["layers"]["packages"]["status"] in ("partial", "unknown", "observed")


def test_ten_gigabytes_behind_a_package(collect, root):
    os.truncate(root / "var/lib/dpkg/status", 10 << 30)
    document = collect(f"root:{root}")
    assert gaps(document, "packages").get("dpkg/*") in ("truncated", "malformed")


def test_a_package_of_one_endless_line(collect, root):
    with open(root / "var/lib/dpkg/status", "a") as file:
        file.write("Package: x\nStatus: install ok installed\nArchitecture: all\nVersion: " + "9" * (32 << 20))
    with open(root / "etc/os-release", "a") as file:
        file.write("PRETTY_NAME=" + "A" * (32 << 20))
    collect(f"root:{root}")


def test_a_hundred_thousand_entries(collect, root):
    site = root / "usr/lib/python3/dist-packages"
    modules = root / "usr/lib/node_modules"
    for folder in (site, modules, root / "etc/ld.so.conf.d", root / "var/lib/dpkg/status.d"):
        folder.mkdir(parents=True)
        for number in range(100_000 if folder is site else 25_000):
            (folder / f"{number}.dist-info").touch()
    document = collect(f"root:{root}")
    assert document["layers"]["packages"]["status"] in ("observed", "partial")


def test_a_deep_directory(collect, root):
    folder = os.open(root / "usr/lib", os.O_RDONLY)
    for _ in range(2000):
        os.mkdir("d" * 100, dir_fd=folder)
        deeper = os.open("d" * 100, os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = deeper
    os.close(folder)
    try:
        collect(f"root:{root}")
    finally:  # deeper than pytest can remove it
        subprocess.run(["rm", "-rf", root / "usr/lib"], check=True)


def test_bytes_that_are_no_text(collect, root):
    rubbish = bytes(range(256)) * 4
    for path in ("etc/os-release", "var/lib/dpkg/status"):
        with open(root / path, "ab") as file:
            file.write(b"NAME=\xff\xfe\x00\x01\nPackage: \x00\xff\nVersion: \x80\x00\n" + rubbish)
    with open(root / "var/lib/dpkg/status", "ab") as file:
        file.write(b"\n\nPackage: b\xc3\nStatus: install ok installed\nArchitecture: \xff\nVersion: \x00\x1b[31m1\n\n")
    (root / "etc/localtime").symlink_to(b"/usr/share/zoneinfo/\xff\x1b[31m".decode(errors="surrogateescape"))
    text = json.dumps(collect(f"root:{root}"), ensure_ascii=False)
    assert not any(ord(character) < 32 or ord(character) == 127 for character in text)


def test_every_file_of_a_recording_damaged(collect, copy):
    """Cut, doubled, emptied, filled with rubbish: each in its turn, all files at once."""
    files = sorted(path for path in copy.rglob("*") if path.is_file() and not path.is_symlink()
                   and path.name != "format")
    whole = {path: path.read_bytes() for path in files}
    for damage in (lambda b: b[:len(b) // 2], lambda b: b + b, lambda b: b"", lambda b: b[::-1],
                   lambda b: b.replace(b"\n", b"\0"), lambda b: b"\xff" * 4096, lambda b: b"9" * 65536,
                   lambda b: b.replace(b":", b"::").replace(b"=", b""), lambda b: b"\n" * 65536):
        for path, content in whole.items():
            path.write_bytes(damage(content))
        collect(f"record:{copy}")


def test_every_recorded_file_a_directory(collect, copy):
    for path in sorted(path for path in copy.rglob("*") if path.is_file() and path.name != "format"):
        path.unlink()
        path.mkdir()
    collect(f"record:{copy}")


def leaf(number, subleaf, *registers):
    return " ".join(f"{value:08x}" for value in (number, subleaf, *registers)) + "\n"


@pytest.mark.parametrize("vendor, number", [("GenuineIntel", 4), ("AuthenticAMD", 0x8000001d)])
@pytest.mark.parametrize("caches", [5, 6, 32])
@pytest.mark.parametrize("kind", [0x163, 0x1ff], ids=["of a kind", "of no kind"])
def test_a_processor_with_many_caches(envfp, tmp_path, vendor, number, caches, kind):
    """libcpuid has room for five, and prints what it does not know: of a recording it is asked nothing."""
    name = [int.from_bytes(vendor[at:at + 4].encode(), "little") for at in (0, 8, 4)]
    (tmp_path / ".envfp").mkdir()
    (tmp_path / ".envfp/format").write_text("1\n")
    (tmp_path / ".envfp/uname").write_text("sysname=Linux\nrelease=6.1.0\nversion=1\nmachine=x86_64\n")
    leaves = [leaf(0, 0, 0x16, *name), leaf(1, 0, 0x306c3, 0x100800, 0x7ffafbff, 0xbfebfbff),
              leaf(0xb, 0, 1, 0x10000, 0x100, 0), leaf(0xb, 1, 4, 8, 0x201, 0),
              leaf(0x80000000, 0, 0x80000023, 0, 0, 0), leaf(0x80000001, 0, 0, 0, 1 << 22, 1 << 29)]
    leaves += [leaf(number, subleaf, kind, 0x1c0003f, 0x3f, 0) for subleaf in range(caches)]
    (tmp_path / ".envfp/cpuid").write_text("".join(leaves))
    digests = set()
    fits = "Haswell (Core i7)" if vendor == "GenuineIntel" else "Athlon XP (Barton)"
    for said, name, gap in (("", None, None), (fits, fits, None),
                            ("x\\x1b[31m", None, "malformed"), ("A" * 65, None, "malformed")):
        (tmp_path / ".envfp/probes").write_text(said and f"cpu_codename={said}\n")
        done = envfp.run("collect", f"record:{tmp_path}")
        assert (done.returncode, done.stderr) == (0, b""), done
        hardware = json.loads(done.stdout)["layers"]["hardware"]
        assert hardware["context"].get("cpu.codename") == name
        assert hardware.get("gaps", {}).get("cpu.codename") == gap
        digests.add(hardware["digest"])
    assert len(digests) == 1


def test_no_root_and_no_recording(envfp, root, tmp_path):
    assert envfp.run("collect", f"root:{tmp_path}/none").returncode == 2
    assert envfp.run("collect", f"record:{root}").returncode == 2
    assert envfp.run("collect", f"root:{root}/etc/os-release").returncode == 2
    assert envfp.run("collect", "pid:2147483647").returncode == 2
    assert envfp.run("collect", "pid:0").returncode == 2


def test_within_any_address_space(envfp):
    """From too little to start a program with, to enough: a result, or an error that says so."""
    good = 0
    for memory in sorted({*range(1 << 20, 24 << 20, 512 << 10), 32 << 20, 64 << 20, 128 << 20}):
        done = envfp.run("collect", preexec_fn=bounded(memory))
        if done.returncode == 0:
            json.loads(done.stdout)
            good += 1
        elif done.returncode == 2:
            assert done.stderr.startswith(b"envfp: ") and not done.stdout
        else:  # the kernel or the dynamic loader gave up before the program began
            assert done.returncode in (127, -9, -11) and memory < 12 << 20, (memory, done)
    assert good


def test_documents_that_are_bombs(envfp, tmp_path):
    packer = zlib.compressobj(1)
    bomb = packer.compress(b'{"collector":"') + packer.compress(b"A" * (64 << 20)) + packer.flush()
    deep = b"[" * 1_000_000
    for name, content in (("bomb", b"envfpz1." + base64.urlsafe_b64encode(bomb).rstrip(b"=")), ("deep", deep),
                          ("keys", b'{"layers":' * 100_000), ("half", b'{"collector":"envfp 0.1.0","digest":"')):
        path = tmp_path / name
        path.write_bytes(content)
        done = envfp.run("show", path, preexec_fn=bounded(20 << 20))  # a tiny document needs 4 MiB
        assert done.returncode == 2 and done.stderr.startswith(b"envfp: "), (name, done)
