# SPDX-License-Identifier: MIT
"""From 1,000 packages to 60,000: work grows as their number does, and memory stays small."""
import ctypes
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent / "rpm"))
import rpm_databases as make  # noqa: E402

ROOT = Path(__file__).resolve().parents[3]
ENVFP = os.environ.get("ENVFP", str(ROOT / "build" / "envfp"))
LIBRARY = os.environ.get("ENVFP_LIBRARY", str(ROOT / "build" / "libenvfp.so"))
FEW, MANY = 1000, 60000
HEAP = 16 << 20


def names(count):
    """As long as a distribution's, no two alike, in no order."""
    for i in range(count):
        yield f"{('lib', 'python3-', 'golang-', '')[i % 4]}package{i * 7919 % count}", f"{i % 9}.{i % 23}.{i % 7}", str(i % 4)


def dpkg(count):
    return "var/lib/dpkg/status", "".join(
        f"Package: {name}\nStatus: install ok installed\nPriority: optional\nSection: libs\nArchitecture: amd64\n"
        f"Version: {version}-{release}\nDepends: libc6 (>= 2.36)\nDescription: one of many\n Of some use.\n\n"
        for name, version, release in names(count)).encode()


def apk(count):
    return "lib/apk/db/installed", "".join(
        f"C:Q1hash=\nP:{name}\nV:{version}-r{release}\nA:x86_64\nS:1\nT:one of many\np:so:{name}.so.1=1\nF:usr/lib\n"
        f"R:{name}.so.1\na:0:0:755\nZ:Q1hash=\n\n" for name, version, release in names(count)).encode()


def headers(count):
    return [make.header(name, version, release, "x86_64", files=4) for name, version, release in names(count)]


def rpm_sqlite(count):
    return "var/lib/rpm/rpmdb.sqlite", make.sqlite(headers(count))


def rpm_ndb(count):
    return "usr/lib/sysimage/rpm/Packages.db", make.ndb(headers(count))


DATABASES = {"dpkg": dpkg, "apk": apk, "rpm-sqlite": rpm_sqlite, "rpm-ndb": rpm_ndb}


@pytest.fixture(scope="module", params=DATABASES)
def roots(request, tmp_path_factory):
    made = {}
    for count in (FEW, MANY):
        made[count] = tmp_path_factory.mktemp(f"{request.param}-{count}")
        path, content = DATABASES[request.param](count)
        (made[count] / path).parent.mkdir(parents=True)
        (made[count] / path).write_bytes(content)
    yield made
    for root in made.values():
        shutil.rmtree(root)


class Allocator(ctypes.Structure):
    ALLOCATE = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)
    RELEASE = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)
    _fields_ = [("allocate", ALLOCATE), ("release", RELEASE), ("state", ctypes.c_void_p)]


class Counter:
    """malloc and free, and how much is held at most."""

    def __init__(self):
        libc = ctypes.CDLL(None)
        libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
        libc.free.restype, libc.free.argtypes = None, [ctypes.c_void_p]
        self.libc, self.held, self.peak = libc, 0, 0
        self.allocator = Allocator(Allocator.ALLOCATE(self.allocate), Allocator.RELEASE(self.release), None)

    def allocate(self, _, size):
        self.held += size
        self.peak = max(self.peak, self.held)
        return self.libc.malloc(size)

    def release(self, _, block, size):
        self.held -= size if block else 0
        self.libc.free(block)


def collect(root):
    """Number of packages, and the heap's peak in bytes."""
    library = ctypes.CDLL(LIBRARY)
    library.envfp_fingerprint_get_fact_count.restype = ctypes.c_size_t
    counter, probe, made = Counter(), ctypes.c_void_p(), ctypes.c_void_p()
    assert library.envfp_probe_new(ctypes.byref(counter.allocator), ctypes.byref(probe)) == 0
    assert library.envfp_probe_set_operand(probe, f"root:{root}".encode()) == 0
    assert library.envfp_probe_run(probe, ctypes.byref(made)) == 0
    count = library.envfp_fingerprint_get_fact_count(made, 6)
    library.envfp_fingerprint_free(made)
    library.envfp_probe_free(probe)
    assert counter.held == 0
    return count, counter.peak


def instructions(root, tmp_path):
    done = subprocess.run(["valgrind", "--tool=cachegrind", "--cache-sim=no", f"--cachegrind-out-file={tmp_path}/out",
                           ENVFP, "collect", f"root:{root}", "--layers", "packages", "-o", "/dev/null"],
                          stderr=subprocess.PIPE, check=True, env={"PATH": os.environ["PATH"]})
    return int(re.search(rb"I\s+refs:\s+([\d,]+)", done.stderr).group(1).replace(b",", b""))


def test_every_package_is_told_in_little_memory(roots):
    for count, root in roots.items():
        found, peak = collect(root)
        assert found >= count
        assert peak < HEAP, f"{count}: {peak / 1048576:.1f} MiB"


@pytest.mark.skipif(not shutil.which("valgrind"), reason="valgrind is not installed")
def test_work_grows_with_the_number_of_packages(roots, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    start = instructions(empty, tmp_path)
    few, many = (instructions(roots[count], tmp_path) - start for count in (FEW, MANY))
    growth = many / few / (MANY / FEW)
    assert 0.8 < growth < 1.2, f"{few} for {FEW}, {many} for {MANY}: x {growth:.2f} a package"


@pytest.mark.skipif(not shutil.which("valgrind"), reason="valgrind is not installed")
@pytest.mark.parametrize("step", [1, 1 << 14, 1 << 19])
def test_work_grows_with_the_length_of_a_log(tmp_path, step):
    """Whatever pages the log of rpm's database is made to name."""
    main = make.sqlite(headers(8), page_size=512)
    costs = []
    for count in (1000, 2000, 4000):
        folder = tmp_path / str(count) / "var/lib/rpm"
        folder.mkdir(parents=True)
        (folder / "rpmdb.sqlite").write_bytes(main)
        (folder / "rpmdb.sqlite-wal").write_bytes(make.log_of(main, [100000 + i * step & 0xffffffff for i in range(count)]))
        assert collect(tmp_path / str(count))[0] >= 8
        costs.append(instructions(tmp_path / str(count), tmp_path))
    growth = (costs[2] - costs[1]) / (costs[1] - costs[0]) / 2
    assert 0.8 < growth < 1.2, f"{costs}: x {growth:.2f} a page"
