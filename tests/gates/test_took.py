# SPDX-License-Identifier: MIT
"""Of a file that is no text a recording has what decided something; the rest of it are holes, and it tells the same."""
import random
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "collect" / "packages" / "rpm"))
import rpm_databases as make  # noqa: E402

MARK = b"wilhelmina-tell"
SQLITE, NDB, BDB = "var/lib/rpm/rpmdb.sqlite", "usr/lib/sysimage/rpm/Packages.db", "var/lib/rpm/Packages"
RPM_MOST = 64 << 10


def put(root, path, content, mode=0o644):
    path = root / path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(mode)
    return path


@pytest.fixture
def check(envfp, tmp_path):
    """Record a root, and see that the recording tells the same, of files of the same size."""
    count = 0

    def run(root):
        nonlocal count
        count += 1
        recorded = tmp_path / f"recorded-{count}"
        envfp("record", recorded, f"root:{root}", env={})
        told = envfp("collect", f"root:{root}", env={})
        assert envfp("collect", f"record:{recorded}", env={}) == told
        again = tmp_path / f"again-{count}"
        envfp("record", again, f"record:{recorded}", env={})
        assert envfp("collect", f"record:{again}", env={}) == told
        shutil.rmtree(again)
        return recorded, told

    return run


def kept(recorded, root, path):
    """What stands of a file: the bytes that are no zeros."""
    content, was = (recorded / path).read_bytes(), (root / path).read_bytes()
    assert len(content) == len(was) or not any(content), path
    assert all(new in (0, old) for new, old in zip(content, was)), path
    return content


def find_mark(recorded):
    return [str(path) for path in recorded.rglob("*") if path.is_file() and MARK in path.read_bytes()]


# ---- rpm's databases -------------------------------------------------------------------------------------------------

def header(name, version):
    """A header with everything in it that names somebody."""
    person = MARK.decode()
    plain = make.header(name, version, "1.fc40", "x86_64", files=20)
    entries, length = struct.unpack(">II", plain[:8])
    index, data = plain[8:8 + 16 * entries], plain[8 + 16 * entries:]
    # Vendor, build host, packager, changelog, description, signature, and where it was built.
    for tag in (1011, 1007, 1015, 1081, 1082, 1005, 268, 1131):
        index += struct.pack(">IIII", tag, make.STRING, len(data), 1)
        data += f"{person} {tag} of {name}".encode() + b"\0"
        entries += 1
    # So many that names and versions stand on another page than the beginning.
    for tag in range(6000, 6300):
        index += struct.pack(">IIII", tag, make.STRING, 0, 1)
        entries += 1
    return struct.pack(">II", entries, len(data)) + index + data


def headers():
    return [header(f"package-{i}", f"1.{i}") for i in range(12)] + make.some_headers()


def database(kind):
    """The files of a root, by path."""
    if kind == "ndb":
        return {NDB: make.ndb(headers(), free={2})}
    if kind == "bdb":
        return {BDB: make.bdb(headers(), page_size=4096)}
    if kind == "bdb-inline":
        return {BDB: make.bdb(headers(), page_size=8192, order=">", inline=4000)}
    if kind.startswith("sqlite-wal"):
        encoding = "UTF-16be" if kind.endswith("utf16") else "UTF-8"
        main, log = make.sqlite_with_log(headers()[:6], headers()[6:], page_size=1024, encoding=encoding)
        return {SQLITE: main, SQLITE + "-wal": log}
    return {SQLITE: make.sqlite(headers(), page_size=512 if kind == "sqlite-small" else 4096)}


KINDS = ["ndb", "bdb", "bdb-inline", "sqlite", "sqlite-small", "sqlite-wal", "sqlite-wal-utf16"]


@pytest.mark.parametrize("kind", KINDS)
def test_of_rpm_names_and_versions_stay(kind, check, tmp_path):
    root = tmp_path / "root"
    for path, content in database(kind).items():
        assert MARK in put(root, path, content).read_bytes()
    recorded, told = check(root)
    assert b"rpm/package-11.x86_64" in told
    assert find_mark(recorded) == []
    for path in database(kind):
        content = kept(recorded, root, path)
        assert b"About package" not in content and b"file-000" not in content, path


@pytest.mark.parametrize("kind", KINDS)
def test_unsound_databases_are_as_unsound(kind, check, tmp_path):
    """Whatever a database says of itself, no more than the file itself is kept, and the gaps are the same."""
    chance = random.Random(kind)
    files = {path: bytearray(content) for path, content in database(kind).items()}
    for number in range(25):
        root = tmp_path / f"root-{number}"
        for path, content in files.items():
            broken = bytearray(content)
            for _ in range(chance.choice((1, 2, 8))):
                at = chance.choice((chance.randrange(512), chance.randrange(len(broken))))
                broken[at] = chance.choice((0, 1, 0x7f, 0x80, 0xff, chance.randrange(256)))
            if chance.random() < 0.2:
                del broken[chance.randrange(len(broken)):]
            put(root, path, bytes(broken))
        recorded, _ = check(root)
        for path in files:
            if (recorded / path).exists():
                kept(recorded, root, path)


# ---- Programs --------------------------------------------------------------------------------------------------------

def copy_program(root, path, target=None):
    """A program with what it is linked with, as they stand here."""
    path = Path(path)
    place = root / (target or str(path).lstrip("/"))
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(path.resolve(), place)
    linked = subprocess.run(["ldd", path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    for word in linked.stdout.decode().split():
        if word.startswith("/"):
            library = root / word.lstrip("/")
            library.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(word, library)
    return place


def amount(content):
    return sum(1 for byte in content if byte)


@pytest.fixture
def system(tmp_path):
    root = tmp_path / "system"
    copy_program(root, shutil.which("sh"), "usr/bin/sh")
    return root


@pytest.mark.parametrize("name", ["python3", "node", "ruby", "perl", "java", "php", "lua", "luajit", "gcc", "go"])
def test_of_programs_little_stays(name, check, system):
    program = shutil.which(name)
    if program is None or Path(program).resolve().stat().st_size > 40 << 20:
        pytest.skip(f"no {name}, or a large one")
    place = copy_program(system, program, f"usr/bin/{name}")
    with place.open("ab") as file:
        file.write(MARK)
    recorded, _ = check(system)
    assert find_mark(recorded) == []
    binaries = 0
    for path in system.rglob("*"):
        other = recorded / path.relative_to(system)
        if path.is_file() and other.is_file() and path.read_bytes().startswith(b"\177ELF") and other.stat().st_size:
            content = kept(recorded, system, path.relative_to(system))
            assert amount(content) < 64 << 10, path
            binaries += amount(content) > 0
    assert binaries


def test_of_a_search_its_mark_stays(check, system):
    """Constants that are looked for stand among others."""
    source = system / "php.c"
    source.write_text('const char a[] = "wilhelmina-tell one", version[] = "X-Powered-By: PHP/8.2.29", '
                      'b[] = "wilhelmina-tell two"; int main(int n, char **v) { return v[n] == a || v[n] == b || '
                      "v[n] == version; }\n")
    if shutil.which("cc") is None:
        pytest.skip("no compiler")
    subprocess.run(["cc", "-o", system / "usr/bin/php", source], check=True)
    source.unlink()
    assert MARK in (system / "usr/bin/php").read_bytes()
    recorded, told = check(system)
    assert b"8.2.29" in told
    content = kept(recorded, system, "usr/bin/php")
    assert b"X-Powered-By: PHP/8.2.29\0" in content and MARK not in content


def test_an_interpreter_in_a_home_leads_the_way(envfp, system, tmp_path):
    shell = system / "usr/bin/sh"
    content = shell.read_bytes()
    at = content.index(b"/lib64/ld-linux-x86-64.so.2\0") if b"/lib64/ld-linux-x86-64.so.2\0" in content else -1
    if at < 0:
        pytest.skip("another processor")
    loader, name = b"/home/wilhelm/ld-linux.so.2", b"wilhelm"
    shell.write_bytes(content[:at] + loader + content[at + len(loader):])
    put(system, "home/wilhelm/ld-linux.so.2", b"", 0o755)
    recorded = tmp_path / "recorded"
    envfp("record", recorded, f"root:{system}", env={})
    assert b"~/ld-linux.so.2" in envfp("collect", f"record:{recorded}", env={})
    content = (recorded / "usr/bin/sh").read_bytes()
    assert b"/~2/ld-linux.so.2\0" in content and name not in content


def test_of_a_script_the_words_stay_that_decided(check, system):
    script = b"#!/bin/sh\n# " + MARK + b"\nset -e\n exec \"pyenv\" exec \"$0\"\n"
    put(system, "usr/bin/python3", script, 0o755)
    recorded, _ = check(system)
    content = (recorded / "usr/bin/python3").read_bytes()
    assert content.startswith(b"#!") and b" exec " in content and MARK not in content


def test_unsound_programs_are_as_unsound(check, system):
    chance = random.Random(7)
    path = "usr/bin/sh"
    sound = (system / path).read_bytes()
    sections = struct.unpack_from("<Q", sound, 40)[0]
    for number in range(60):
        broken = bytearray(sound)
        for _ in range(chance.choice((1, 2, 6))):
            at = chance.choice((chance.randrange(64), chance.randrange(1024), sections + chance.randrange(1024)))
            if at < len(broken):
                broken[at] = chance.choice((0, 1, 3, 4, 0x7f, 0x80, 0xff, chance.randrange(256)))
        put(system, path, bytes(broken), 0o755)
        recorded, _ = check(system)
        if broken.startswith(b"\x7fELF"):  # else it is a script, of which lines are kept
            kept(recorded, system, path)
        shutil.rmtree(recorded)


# ---- Others ----------------------------------------------------------------------------------------------------------

def test_of_a_zone_its_rule_stays(check, system):
    rule = b"\nCET-1CEST,M3.5.0,M10.5.0/3\n"
    put(system, "etc/localtime", b"TZif2" + bytes(200) + MARK + bytes(300) + rule)
    recorded, told = check(system)
    assert b"CET-1CEST" in told
    assert (recorded / "etc/localtime").read_bytes().endswith(rule) and find_mark(recorded) == []


def test_a_nul_does_not_turn_the_filters_off(check, system):
    status = b"Package: one\nStatus: install ok installed\nVersion: 1.0\nArchitecture: all\nMaintainer: " + MARK + \
        b"\n\nPackage: two\nDescription: \0" + MARK + b"\nStatus: install ok installed\nVersion: 2.0\n\n"
    put(system, "var/lib/dpkg/status", status)
    recorded, told = check(system)
    assert b"dpkg/one" in told
    assert find_mark(recorded) == []
