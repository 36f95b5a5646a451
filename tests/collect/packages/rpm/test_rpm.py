# SPDX-License-Identifier: MIT
"""rpm's databases: what the tool lists, line for line, and what SQLite says of the same files."""
import json
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest
import rpm_databases as make

ROOT = Path(__file__).resolve().parents[4]
ENVFP = os.environ.get("ENVFP", str(ROOT / "build" / "envfp"))
SQLITE, NDB, BDB = "var/lib/rpm/rpmdb.sqlite", "usr/lib/sysimage/rpm/Packages.db", "var/lib/rpm/Packages"

needs_rpm = pytest.mark.skipif(not (shutil.which("rpm") and shutil.which("rpmbuild")), reason="rpm is not installed")


def collect(operand):
    done = subprocess.run([ENVFP, "collect", operand], stdout=subprocess.PIPE, check=True, env={})
    return done.stdout


def packages(root):
    return json.loads(collect(f"root:{root}"))["layers"]["packages"]


def lines(root, gap=None):
    """The inventory as lines of `rpm -qa`; the gap is the expected one."""
    layer = packages(root)
    assert layer["gaps"].get("rpm/*") == gap, layer["gaps"]
    found = []
    for key, value in layer["facts"].items():
        if key.startswith("rpm/"):
            found += [f"{key[4:]} {version}" for version in (value if isinstance(value, list) else [value])]
    return sorted(found)


def put(root, path, content):
    path = root / path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def listed(folder):
    """What rpm lists, without keys, each line once, zero epochs left out."""
    done = subprocess.run(["rpm", "--dbpath", folder, "-qa", "--qf",
                           r"%{NAME}.%{ARCH} %|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}\n"],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    every = {line.replace(" 0:", " ") for line in done.stdout.decode().splitlines()}
    return sorted(line for line in every if not line.startswith("gpg-pubkey."))


# ---- Made by rpm itself ------------------------------------------------------------------------------------------

SPEC = """Name: {name}
Version: {version}
Release: {release}
{epoch}Summary: A package
License: MIT
BuildArch: {arch}
%description
A package.
%files
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Packages without files."""
    top = tmp_path_factory.mktemp("rpmbuild")
    wanted = [("alpha", "1.0", "1", None), ("alpha", "1.1", "2.el9", None), ("beta-libs", "2.0~rc1", "0.1", 3),
              ("gamma", "20240101", "1^git5", 0), ("delta+", "0", "0", 12345)]
    for name, version, release, epoch in wanted:
        spec = top / f"{name}-{version}.spec"
        spec.write_text(SPEC.format(name=name, version=version, release=release, arch="noarch",
                                    epoch="" if epoch is None else f"Epoch: {epoch}\n"))
        subprocess.run(["rpmbuild", "-bb", "--define", f"_topdir {top}", spec], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return sorted(map(str, (top / "RPMS").rglob("*.rpm")))


def install(folder, *files):
    subprocess.run(["rpm", "--dbpath", folder, "--force-debian", "-i", "--justdb", "--nodeps", *files],
                   check=True, stderr=subprocess.DEVNULL)


@pytest.fixture
def installed(built, tmp_path):
    folder = tmp_path / "var/lib/rpm"
    folder.mkdir(parents=True)
    install(folder, *built)
    return tmp_path


def blobs_of(root):
    database = sqlite3.connect(f"file:{root / SQLITE}?mode=ro", uri=True)
    try:
        return [row[0] for row in database.execute("SELECT blob FROM Packages ORDER BY hnum")]
    finally:
        database.close()


@needs_rpm
def test_it_lists_what_rpm_lists(installed):
    expected = listed(installed / "var/lib/rpm")
    assert len(expected) == 5
    assert lines(installed) == expected


@needs_rpm
def test_the_log_of_a_database_in_use_counts(built, installed, tmp_path_factory):
    """rpm empties the log when it ends, so another writer stands in for it."""
    root = tmp_path_factory.mktemp("logged")
    folder = root / "var/lib/rpm"
    folder.mkdir(parents=True)
    install(folder, built[0])
    writer = sqlite3.connect(root / SQLITE, isolation_level=None)
    try:
        for blob in blobs_of(installed):
            if b"alpha\0" + b"1.0\0" not in blob:
                make.insert(writer, [blob])
        assert (root / (SQLITE + "-wal")).stat().st_size > 4096
        expected = listed(folder)
        assert len(expected) == 5
        assert lines(root) == expected
        writer.execute("DELETE FROM Packages WHERE hnum=1")
        expected = listed(folder)
        assert len(expected) == 4
        assert lines(root) == expected
    finally:
        writer.close()


@needs_rpm
@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("page_size", [512, 4096, 65536])
def test_rpm_reads_our_hash_tables_alike(installed, tmp_path_factory, order, page_size):
    blobs = blobs_of(installed)
    for inline in (0, 400):
        root = tmp_path_factory.mktemp("bdb")
        put(root, BDB, make.bdb(blobs, page_size, order, inline=inline if page_size > 512 else 0))
        expected = lines(root)
        assert expected == listed(installed / "var/lib/rpm")
        # Where rpm is built with its reader; it warns of indexes that are not there.
        by_rpm = subprocess.run(["rpm", "--define", "_db_backend bdb_ro", "--dbpath", root / "var/lib/rpm", "-qa"],
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if b"invalid %_db_backend" not in by_rpm.stderr:
            assert len(by_rpm.stdout.splitlines()) == len(expected), by_rpm.stderr


@needs_rpm
def test_ndb_lists_what_rpm_lists(installed, tmp_path_factory):
    root = tmp_path_factory.mktemp("ndb")
    put(root, NDB, make.ndb(blobs_of(installed)))
    assert lines(root) == listed(installed / "var/lib/rpm")


# ---- Every shape ---------------------------------------------------------------------------------------------------

def many(count):
    return [make.header(f"package{i}", f"{i}.0", "1", "x86_64", epoch=i % 3, files=i % 50 * 10) for i in range(count)]


def expected_of_many(count):
    return sorted(f"package{i}.x86_64 {f'{i % 3}:' if i % 3 else ''}{i}.0-1" for i in range(count))


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16le", "UTF-16be"])
@pytest.mark.parametrize("page_size", [512, 1024, 4096, 65536])
def test_sqlite_of_every_page_size(tmp_path, page_size, encoding):
    put(tmp_path, SQLITE, make.sqlite(many(700), page_size=page_size, encoding=encoding))
    assert lines(tmp_path) == expected_of_many(700)


@pytest.mark.parametrize("page_size", [512, 4096, 65536])
def test_sqlite_with_a_log(tmp_path, page_size):
    main, log = make.sqlite_with_log(many(300)[:100], many(300)[100:], page_size=page_size)
    put(tmp_path, SQLITE, main)
    assert lines(tmp_path) == expected_of_many(100)
    put(tmp_path, SQLITE + "-wal", log)
    assert lines(tmp_path) == [line for line in expected_of_many(300) if not line.startswith("package0.")]


def by_sqlite(folder, path):
    """How many rows SQLite itself finds; it works on a copy, since it writes."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(path.parent, folder)
    database = sqlite3.connect(folder / path.name)
    try:
        return len(database.execute("SELECT blob FROM Packages").fetchall())
    finally:
        database.close()


def test_a_log_counts_to_its_last_commit(tmp_path):
    """Cut anywhere, with a byte turned, or with an open transaction behind: as SQLite reads it."""
    root, copy = tmp_path / "root", tmp_path / "copy"
    blobs = many(12)
    main, log = make.sqlite_with_log(blobs[:4], blobs[4:], page_size=512)
    path, seen = put(root, SQLITE, main), set()
    frame = 24 + 512
    frames = (len(log) - 32) // frame
    cuts = {0, 1, 31, 32, 33, len(log)}
    for i in range(frames):
        cuts |= {32 + i * frame + at for at in (0, 8, 24, 100)}
    for cut in sorted(cuts):
        put(root, SQLITE + "-wal", log[:cut])
        expected = by_sqlite(copy, path)
        assert len(lines(root)) == expected, cut
        seen.add(expected)
    assert len(seen) > 5
    for at in [3, 5, 9, 17, 25, *range(32, len(log), 991)]:
        put(root, SQLITE + "-wal", log[:at] + bytes([log[at] ^ 1]) + log[at + 1:])
        try:
            expected = by_sqlite(copy, path)
        except sqlite3.Error:
            continue
        assert len(lines(root)) == expected, at


def test_an_open_transaction_does_not_count(tmp_path):
    path = tmp_path / SQLITE
    path.parent.mkdir(parents=True)
    database = make.create(path, page_size=512, mode="WAL")
    make.insert(database, many(5))
    database.execute("PRAGMA cache_size=1")  # what does not fit in memory is written before the commit
    database.execute("BEGIN")
    before = Path(f"{path}-wal").stat().st_size
    make.insert(database, many(60))
    assert Path(f"{path}-wal").stat().st_size > before
    assert lines(tmp_path) == expected_of_many(5)
    database.execute("COMMIT")
    assert lines(tmp_path) == expected_of_many(60)
    database.close()


def test_a_journal_to_be_rolled_back_is_a_gap(tmp_path):
    path = tmp_path / SQLITE
    path.parent.mkdir(parents=True)
    database = make.create(path, page_size=512)
    make.insert(database, many(5))
    database.execute("PRAGMA cache_size=1")
    database.execute("BEGIN")
    make.insert(database, many(60))
    lines(tmp_path, gap="busy")
    database.execute("ROLLBACK")
    database.close()
    assert lines(tmp_path) == expected_of_many(5)


def test_ndb_of_many_pages(tmp_path):
    erased = set(range(5, 900, 7))
    put(tmp_path, NDB, make.ndb(many(900), free=erased))
    kept = [f"package{i - 1}.x86_64 " for i in range(1, 901) if i not in erased]
    assert [line.split()[0] + " " for line in lines(tmp_path)] == sorted(kept)


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("page_size", [512, 1024, 65536])
def test_hash_tables_of_every_page_size(tmp_path, order, page_size):
    for inline, buckets in ((0, 1), (200, 32)):
        put(tmp_path, BDB, make.bdb(many(300), page_size, order, buckets, inline))
        assert lines(tmp_path) == expected_of_many(300)


# ---- Places -------------------------------------------------------------------------------------------------------

def test_one_database_by_two_names(tmp_path):
    put(tmp_path, "usr/lib/sysimage/rpm/rpmdb.sqlite", make.sqlite(many(3)))
    (tmp_path / "var/lib").mkdir(parents=True)
    (tmp_path / "var/lib/rpm").symlink_to("../../usr/lib/sysimage/rpm")
    assert lines(tmp_path) == expected_of_many(3)
    assert packages(tmp_path)["context"]["rpm.database"] == ["sqlite"]


def test_a_recording_says_the_same(tmp_path):
    put(tmp_path / "root", "etc/os-release", b"ID=fedora\n")
    main, log = make.sqlite_with_log(many(40)[:20], many(40)[20:])
    put(tmp_path / "root", "usr/lib/sysimage/rpm/rpmdb.sqlite", main)
    put(tmp_path / "root", "usr/lib/sysimage/rpm/rpmdb.sqlite-wal", log)
    put(tmp_path / "root", "usr/share/rpm/Packages", make.bdb(many(60)))
    (tmp_path / "root/var/lib").mkdir(parents=True)
    (tmp_path / "root/var/lib/rpm").symlink_to("../../usr/lib/sysimage/rpm")
    recording = tmp_path / "recording"
    subprocess.run([ENVFP, "record", recording, f"root:{tmp_path / 'root'}"], check=True, env={})
    assert packages(tmp_path / "root")["context"]["rpm.database"] == ["bdb", "sqlite"]
    assert collect(f"record:{recording}") == collect(f"root:{tmp_path / 'root'}")
