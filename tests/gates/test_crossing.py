# SPDX-License-Identifier: MIT
"""What an image has in its own /proc, /sys and /.envfp forges nothing in a recording, and many names cost little."""
import os
import shutil
import time

import pytest

TARGETS = ["proc/meminfo", "proc/cpuinfo", "sys/devices/system/cpu/online", ".envfp/format", ".envfp/cpuid-1", ".envfp/uname",
           ".envfp/environ"]
ASKED = ["etc/os-release", "etc/ld.so.conf", "etc/debian_version", "var/lib/dpkg/status", "etc/nsswitch.conf",
         "etc/ssl/certs/ca-certificates.crt"]
MARK = "MARKforgedMARK"


@pytest.fixture
def image(tmp_path):
    root = tmp_path / "image"
    for folder in ("bin", "etc/ssl/certs", "var/lib/dpkg", "proc", "sys/devices/system/cpu", ".envfp"):
        (root / folder).mkdir(parents=True)
    shutil.copy("/bin/true", root / "bin/true")
    for target in TARGETS:
        (root / target).write_text(f"MemTotal: 42 kB\nID={MARK}\nprocessor : 0\n/{MARK}\n" * 50)
    return root


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("target", TARGETS)
def test_a_link_leads_into_nothing_of_the_recordings_own(envfp, image, tmp_path, asked, target):
    (image / asked).symlink_to(os.path.relpath(image / target, (image / asked).parent))
    out = tmp_path / "out"
    envfp("record", out, f"root:{image}")
    for place in TARGETS:
        written = out / place
        assert not written.exists() or MARK not in written.read_text(), place
    assert envfp("collect", f"record:{out}")


@pytest.mark.parametrize("asked", ["etc/os-release", "etc/ld.so.conf"])
def test_a_place_deeper_than_any_is_a_gap(envfp, image, tmp_path, asked):
    deep = "/".join(["d"] * 300)
    os.makedirs(image / deep)
    (image / deep / "file").write_text("ID=deep\n/deep\n")
    (image / asked).symlink_to(f"/{deep}/file")
    envfp("record", tmp_path / "out", f"root:{image}")


def test_many_homes_cost_little(envfp, image, tmp_path):
    (image / "etc/ld.so.conf").write_text("".join(f"/home/u{number}/lib\n" for number in range(20000)))
    started = time.monotonic()
    envfp("record", tmp_path / "out", f"root:{image}")
    assert time.monotonic() - started < 20  # what is cubic takes hours


def test_many_identifiers_cost_little(envfp, image, tmp_path):
    world = tmp_path / "world"
    for number in range(6000):
        (world / f"sys/bus/pci/devices/{number:08x}-0000-4000-8000-{number:012x}").mkdir(parents=True)
    (world / "proc").mkdir()
    (world / ".envfp").mkdir()
    (world / ".envfp/format").write_text("2\n")
    (world / ".envfp/uname").write_text("sysname=Linux\nrelease=6.1\nversion=#1\nmachine=x86_64\n")
    started = time.monotonic()
    envfp("record", tmp_path / "out", f"record:{world}")
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("home", ["/usr", "/etc", "/var", "/var/lib", "/var/lib/dpkg", "/usr/lib", "/proc", "/proc/self", "/opt"])
def test_a_home_among_the_systems_files_moves_none(envfp, tmp_path, home):
    out = tmp_path / "out"
    envfp("record", out, env={"HOME": home, "PATH": "/usr/bin:/bin"}, cwd="/")
    assert envfp("collect", f"record:{out}", cwd="/") == envfp("collect", env={"HOME": home, "PATH": "/usr/bin:/bin"}, cwd="/")
