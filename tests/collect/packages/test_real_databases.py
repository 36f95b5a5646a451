# SPDX-License-Identifier: MIT
"""Databases made by the package managers themselves: the inventory is what the tool lists, line for line. (rpm's
stand in test_rpm.py.) With ENVFP_DEBOOTSTRAP="bookworm trixie" whole systems of these releases are made, too:
minutes and 100 MB each."""
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
ENVFP = os.environ.get("ENVFP", str(ROOT / "build" / "envfp"))
QUIET = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}


def needs(*tools):
    missing = [tool for tool in tools if not shutil.which(tool)]
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {' '.join(missing)}")


needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="not root")


def run(command, **more):
    done = subprocess.run([str(word) for word in command], **{**QUIET, **more})
    assert done.returncode == 0, done.stdout.decode(errors="replace")
    return done.stdout.decode()


def packages(root):
    done = subprocess.run([ENVFP, "collect", f"root:{root}"], stdout=subprocess.PIPE, check=True, env={})
    return json.loads(done.stdout)["layers"]["packages"]


def lines(root, inventory):
    """The inventory as lines "name version"."""
    layer = packages(root)
    assert layer["gaps"] == {}
    found = []
    for key, value in layer["facts"].items():
        if key.startswith(inventory + "/"):
            member = key[len(inventory) + 1:]
            found += [f"{member} {version}" for version in (value if isinstance(value, list) else [value])]
    return sorted(found)


# ---- dpkg --------------------------------------------------------------------------------------------------------

def dpkg_root(folder):
    """An empty system that takes packages of three architectures."""
    base = folder / "var/lib/dpkg"
    for name in ("info", "updates", "triggers"):
        (base / name).mkdir(parents=True)
    (base / "status").touch()
    run(dpkg(folder) + ["--add-architecture", "arm64"])
    run(dpkg(folder) + ["--add-architecture", "i386"])
    return folder


def dpkg(root):
    return ["dpkg", f"--root={root}", "--force-not-root", "--force-bad-path", "--force-script-chrootless",
            "--force-architecture", "--log=/dev/null"]


def deb(folder, name, version, architecture="all", extra="", files=("etc/{name}.conf",)):
    tree = folder / f"{name}-{version.replace(':', '_')}-{architecture}"
    control = tree / "DEBIAN"
    control.mkdir(parents=True)
    (control / "control").write_text(f"Package: {name}\nVersion: {version}\nArchitecture: {architecture}\n"
                                     f"Maintainer: Nobody <nobody@example.org>\n{extra}"
                                     f"Description: one of many\n More of it.\n .\n And the end.\n")
    for path in files:
        path = tree / path.format(name=name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x\n")
        (control / "conffiles").write_text(f"/{path.relative_to(tree)}\n")
    file = folder / f"{tree.name}.deb"
    run(["dpkg-deb", "--root-owner-group", "-Znone", "--build", tree, file])
    return file


def dpkg_lists(root, state="installed"):
    told = run(["dpkg-query", f"--admindir={root}/var/lib/dpkg", "-W",
                "-f=${Package}:${Architecture} ${Version} ${db:Status-Status}\n"])
    found = [line.rsplit(" ", 1) for line in told.splitlines()]
    return sorted(line.replace(" 0:", " ") for line, its_state in found if its_state == state)


@needs("dpkg", "dpkg-deb", "dpkg-query")
def test_dpkg(tmp_path):
    root = dpkg_root(tmp_path / "root")
    native = run(["dpkg", "--print-architecture"]).strip()
    same = "Multi-Arch: same\n"
    files = [deb(tmp_path, "plain", "1.0-1"), deb(tmp_path, "epoch", "2:1.0~rc1+dfsg-3"),
             deb(tmp_path, "zero", "0:4"), deb(tmp_path, "libboth", "5.1", native, same, ()),
             deb(tmp_path, "libboth", "5.1", "arm64", same, ()), deb(tmp_path, "gone", "1"),
             deb(tmp_path, "purged", "1"), deb(tmp_path, "held", "3"), deb(tmp_path, "c++.x-y", "9")]
    run(dpkg(root) + ["--install", *files])
    run(dpkg(root) + ["--remove", "gone"])  # its configuration stays
    run(dpkg(root) + ["--purge", "purged"])
    run(dpkg(root) + ["--unpack", deb(tmp_path, "unpacked", "7")])
    run(dpkg(root) + ["--set-selections"], input=b"held hold\n")
    run(dpkg(root) + ["--install", deb(tmp_path, "plain", "1.0-2")])
    wanted = dpkg_lists(root)
    assert len(wanted) == 7 and dpkg_lists(root, "config-files") == ["gone:all 1"]
    assert dpkg_lists(root, "unpacked") == ["unpacked:all 7"]
    assert lines(root, "dpkg") == wanted


@needs("dpkg", "dpkg-deb", "dpkg-query")
def test_dpkg_with_updates_pending(tmp_path):
    """What dpkg notes one by one while it works, and puts into the status file at the end."""
    root = dpkg_root(tmp_path / "root")
    run(dpkg(root) + ["--install", deb(tmp_path, "first", "1"), deb(tmp_path, "second", "1")])
    status = (root / "var/lib/dpkg/status").read_text()
    run(dpkg(root) + ["--install", deb(tmp_path, "second", "2"), deb(tmp_path, "third", "1")])
    later = (root / "var/lib/dpkg/status").read_text()
    wanted = dpkg_lists(root)
    (root / "var/lib/dpkg/status").write_text(status)
    changed = [part for part in later.strip().split("\n\n") if part not in status]
    for number, part in enumerate(changed):
        (root / f"var/lib/dpkg/updates/{number:04}").write_text(part + "\n")
    assert len(changed) == 2 and dpkg_lists(root) == wanted
    assert lines(root, "dpkg") == wanted


@needs("dpkg", "dpkg-query")
def test_dpkg_of_this_system(tmp_path):
    """The largest real database at hand."""
    if not Path("/var/lib/dpkg/status").exists():
        pytest.skip("not a Debian system")
    shutil.copytree("/var/lib/dpkg", tmp_path / "var/lib/dpkg", ignore=shutil.ignore_patterns("info", "lock*"))
    assert lines(tmp_path, "dpkg") == dpkg_lists(tmp_path)


@needs("debootstrap", "dpkg-query")
@needs_root
@pytest.mark.parametrize("release", os.environ.get("ENVFP_DEBOOTSTRAP", "").split())
def test_debootstrap(tmp_path, release):
    root = tmp_path / release
    run(["debootstrap", "--variant=minbase", release, root])
    assert lines(root, "dpkg") == dpkg_lists(root)
    layer = packages(root)
    assert layer["facts"]["os.id"] == "debian"
    assert layer["facts"]["os.version_codename"] == release
    assert layer["facts"]["os.debian_version"] == (root / "etc/debian_version").read_text().strip()


# ---- pacman ------------------------------------------------------------------------------------------------------

def arch_package(folder, name, version):
    """A package as makepkg leaves it: the tools need nothing of it but .PKGINFO."""
    tree = folder / f"{name}-{version}"
    tree.mkdir()
    (tree / ".PKGINFO").write_text(f"pkgname = {name}\npkgbase = {name}\npkgver = {version}\npkgdesc = one of many\n"
                                   f"url = https://example.org\nbuilddate = 1\npackager = Nobody\nsize = 2\n"
                                   f"arch = any\nlicense = MIT\n")
    (tree / "usr").mkdir()
    (tree / "usr" / name).write_text("x\n")
    file = folder / f"{name}-{version.replace(':', '_')}-any.pkg.tar.gz"
    run(["tar", "-C", tree, "--owner=0", "--group=0", "-czf", file, ".PKGINFO", "usr"])
    return file


@needs("pacman", "tar")
@needs_root
@pytest.mark.parametrize("place", ["var/lib/pacman", "usr/lib/elsewhere/db"])
def test_pacman(tmp_path, place):
    root = tmp_path / "root"
    for folder in ("local", "sync"):
        (root / place / folder).mkdir(parents=True)
    (root / "etc").mkdir()
    (root / "etc/pacman.conf").write_text(f"[options]\n# DBPath = /no/\nDBPath = /{place}/\nArchitecture = auto\n"
                                          "SigLevel = Never\nLocalFileSigLevel = Never\n")
    pacman = ["pacman", "--root", root, "--dbpath", root / place, "--config", root / "etc/pacman.conf",
              "--cachedir", tmp_path / "cache", "--logfile", "/dev/null", "--hookdir", tmp_path / "hooks",
              "--gpgdir", tmp_path / "gpg", "--noconfirm"]
    files = [arch_package(tmp_path, *package) for package in
             (("gawk", "5.3.1-1"), ("gtk-update-icon-cache", "1:4.12.5-1"), ("python3.11-x", "3.11.9.r1.gabc-2.1"),
              ("gone", "1-1"))]
    run([*pacman, "-U", *files])
    run([*pacman, "-R", "gone"])
    run([*pacman, "-U", arch_package(tmp_path, "gawk", "5.3.2-1")])
    wanted = sorted(run([*pacman, "-Q"]).splitlines())
    assert len(wanted) == 3
    assert lines(root, "pacman") == wanted


# ---- apk, opkg: what the tools write, by hand ----------------------------------------------------------------------

def test_apk_and_opkg_by_hand(tmp_path):
    for path, text in (
            ("lib/apk/db/installed", "C:Q1aa=\nP:musl\nV:1.2.5-r0\nA:x86_64\nS:1\nI:2\nT:the libc\nU:https://x\nL:MIT\n"
                                     "o:musl\nm:N\nt:1\nc:abc\np:so:libc.musl-x86_64.so.1=1\nF:lib\nR:ld.so\na:0:0:755\n"
                                     "Z:Q1bb=\n\nC:Q1cc=\nP:.build-deps\nV:20240101.101010\nA:noarch\nS:0\nI:0\n"
                                     "T:virtual meta package\nU:\nL:\nD:musl\n\n"),
            ("usr/lib/opkg/status", "Package: libc\nVersion: 1.2.4-4\nDepends: libgcc1\nStatus: install hold installed\n"
                                    "Architecture: x86_64\nInstalled-Time: 1\n\nPackage: kmod\nVersion: 0:5.4\n"
                                    "Status: install ok unpacked\nArchitecture: x86_64\nConffiles:\n /etc/x 12\n\n")):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text(text)
    assert lines(tmp_path, "apk") == [".build-deps 20240101.101010", "musl 1.2.5-r0"]
    assert lines(tmp_path, "opkg") == ["kmod 5.4", "libc 1.2.4-4"]
