# SPDX-License-Identifier: MIT
"""One change in a recording changes the digest of its layer and of no other; what is no identity changes none."""
import os
import re
import subprocess

import pytest

from conftest import LAYERS, REPOSITORY, Envfp


def edit(path, pattern, replacement, count=1):
    text = path.read_bytes()
    changed = re.sub(pattern, replacement, text, count=count, flags=re.MULTILINE)
    assert changed != text, f"{path}: nothing to change"
    path.write_bytes(changed)


def append(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "ab") as file:
        file.write(text)


def change_hardware(copy):
    edit(copy / "proc/meminfo", rb"^(MemTotal:\s+)(\d+)", lambda m: m[1] + str(int(m[2]) * 4).encode())


def change_hypervisor(copy):
    leaves = copy / ".envfp/cpuid"
    if leaves.exists() and re.search(rb"^40000000 ", leaves.read_bytes(), re.MULTILINE | re.IGNORECASE):
        edit(leaves, rb"^(40000000 \w+ \w+) \w+ \w+ \w+", rb"\1 54474354 43544743 47435447")  # TCGTCGTCGTCG
    else:
        append(copy / "sys/hypervisor/type", b"xen\n")


def change_kernel(copy):
    edit(copy / ".envfp/uname", rb"^release=.*", b"release=2.6.32-1-amd64")


def change_container(copy):
    link = copy / "proc/self/ns/uts"
    link.unlink()
    link.symlink_to("uts:[4026539999]")


def change_sandbox(copy):
    edit(copy / "proc/self/status", rb"^(NoNewPrivs:\s+)(\d)", lambda m: m[1] + (b"1" if m[2] == b"0" else b"0"))


def change_libc(copy):
    edit(copy / ".envfp/environ", rb"\A", b"LC_COLLATE=de_DE.UTF-8\n")


def change_packages(copy):
    status = copy / "var/lib/dpkg/status"
    if not status.exists():
        pytest.skip("no dpkg here")
    edit(status, rb"^Version: .*", b"Version: 99.9-9")


def change_runtimes(copy):
    edit(copy / ".envfp/environ", rb"\A", b"PYTHONHASHSEED=7\n")


CHANGES = [change_hardware, change_hypervisor, change_kernel, change_container, change_sandbox, change_libc,
           change_packages, change_runtimes]


@pytest.mark.parametrize("change", CHANGES, ids=LAYERS)
def test_a_change_shows_in_its_layer_alone(envfp, recording, copy, change):
    layer = change.__name__.split("_")[1]
    change(copy)
    before, after = envfp.digests(f"record:{recording}"), envfp.digests(f"record:{copy}")
    assert [name for name in LAYERS if before[name] != after[name]] == [layer]
    assert envfp.run("diff", f"record:{recording}", f"record:{copy}").returncode == 1


def test_one_package_more(envfp, recording, copy):
    status = copy / "var/lib/dpkg/status"
    if not status.exists():
        pytest.skip("no dpkg here")
    append(status, b"\nPackage: zz-new\nStatus: install ok installed\nArchitecture: all\nVersion: 1\n")
    before, after = envfp.document(f"record:{recording}"), envfp.document(f"record:{copy}")
    assert after["layers"]["packages"]["facts"]["dpkg/zz-new:all"] == "1"
    assert [n for n in LAYERS if before["layers"][n] != after["layers"][n]] == ["packages"]


def test_one_distribution_changes_runtimes(envfp, recording, copy):
    found = sorted(copy.rglob("*.dist-info/METADATA"))
    if not found:
        pytest.skip("no Python distribution here")
    edit(found[0], rb"^Version: .*", b"Version: 77.7")
    before, after = envfp.digests(f"record:{recording}"), envfp.digests(f"record:{copy}")
    assert [name for name in LAYERS if before[name] != after[name]] == ["runtimes"]


def reorder_packages(copy):
    status = copy / "var/lib/dpkg/status"
    if status.exists():
        paragraphs = [p for p in status.read_bytes().split(b"\n\n") if p.strip()]
        status.write_bytes(b"\n\n".join(p.strip(b"\n") for p in reversed(paragraphs)) + b"\n\n")


def touch_everything(copy):
    for path in copy.rglob("*"):
        os.utime(path, (1, 1), follow_symlinks=False)


def let_time_pass(copy):
    append(copy / "proc/uptime", b"987654.32 123456.78\n")
    append(copy / "proc/loadavg", b"9.99 9.99 9.99 9/999 99999\n")
    append(copy / "proc/stat", b"btime 1234567890\n")


def change_clock_rate(copy):
    append(copy / "proc/cpuinfo", b"cpu MHz\t\t: 1234.567\nbogomips\t: 1234.56\nBogoMIPS\t: 1234.56\n")


def use_memory(copy):
    append(copy / "proc/meminfo", b"MemFree:  4711 kB\nMemAvailable:  4711 kB\nCached:  4711 kB\nDirty:  4711 kB\n")


def rename_the_machine(copy):
    for path in ("etc/hostname", "proc/sys/kernel/hostname", "etc/machine-id", "proc/sys/kernel/random/boot_id",
                 "proc/sys/kernel/domainname"):
        append(copy / path, b"4d3c2b1a000000000000000000000000\n")


def become_another_process(copy):
    append(copy / "proc/self/status", b"Tgid:\t4242\nPid:\t4242\nPPid:\t4242\nNSpid:\t4242\nVmPeak:\t4242 kB\nThreads:\t42\n"
                                      b"Cpus_allowed_list:\t0\n")


SILENT = [reorder_packages, touch_everything, let_time_pass, change_clock_rate, use_memory, rename_the_machine,
          become_another_process]


@pytest.mark.parametrize("change", SILENT)
def test_what_is_no_identity_changes_no_digest(envfp, recording, copy, change):
    if change is change_clock_rate and not (copy / "proc/cpuinfo").exists():
        pytest.skip("no /proc/cpuinfo")
    change(copy)
    assert envfp.digests(f"record:{copy}") == envfp.digests(f"record:{recording}")
    assert envfp.document(f"record:{copy}")["digest"] == envfp.document(f"record:{recording}")["digest"]


def contain(copy, identity):
    """Put the recording into a Docker container of cgroup v2 with the given id."""
    (copy / ".dockerenv").touch()
    for number, name in enumerate(("mnt", "uts", "ipc", "pid", "cgroup", "net")):
        link = copy / "proc/self/ns" / name
        link.unlink(missing_ok=True)
        link.symlink_to(f"{name}:[402653{int(identity[:2], 16):03d}{number}]")
    (copy / "proc/self/cgroup").write_text("0::/\n")
    (copy / "proc/self/mountinfo").write_text(
        f"600 500 0:50 / / rw,relatime - overlay overlay rw,lowerdir=/l/{identity[:26]},upperdir=/u/{identity}\n"
        "601 600 0:60 / /proc rw,nosuid,nodev,noexec,relatime - proc proc rw\n"
        "602 600 0:61 / /sys ro,nosuid,nodev,noexec,relatime - sysfs sysfs ro\n"
        f"603 600 254:1 /var/lib/docker/containers/{identity}/hostname /etc/hostname rw,relatime - ext4 /dev/vda1 rw\n"
        f"604 600 254:1 /var/lib/docker/containers/{identity}/hosts /etc/hosts rw,relatime - ext4 /dev/vda1 rw\n")


def test_another_container_of_the_same_kind_is_the_same(envfp, copy, recording, tmp_path):
    documents = []
    for identity in ("3f5e" * 16, "a017" * 16):
        contain(copy, identity)
        documents.append(envfp.document(f"record:{copy}"))
    first, second = documents
    assert first["layers"]["container"]["derived"]["verdict.runtime"] == "docker"
    assert first["digest"] == second["digest"]
    assert first["digest"] != envfp.document(f"record:{recording}")["digest"]


@pytest.fixture(scope="module")
def bare(build):
    """The command without libudev and libcpuid."""
    folder = build / "bare"
    environment = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")}
    subprocess.run(["make", "-s", "-j2", f"BUILD={folder}", "WITHOUT=udev cpuid", "CFLAGS=-O1", f"{folder}/envfp"],
                   cwd=REPOSITORY, env=environment, check=True, stdout=subprocess.DEVNULL, timeout=600)
    return Envfp(folder)


def test_names_and_details_are_no_identity(envfp, bare, recording):
    assert bare.digests() == envfp.digests()
    assert bare.digests(f"record:{recording}") == envfp.digests(f"record:{recording}")
    assert bare.document()["digest"] == envfp.document()["digest"]
