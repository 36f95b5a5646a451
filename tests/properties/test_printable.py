# SPDX-License-Identifier: MIT
"""Whatever facts hold and whatever things are called, only printable characters come out: of every function that
prints and of every command. What is printable is Python's word (unicodedata), not the library's table."""
import ctypes
import json
import os
import pty
import random
import subprocess
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("ENVFP_BUILD", ROOT / "build")).resolve()
ENVFP = os.environ.get("ENVFP", str(BUILD / "envfp"))
HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
# What acts on terminals and readers, and what lies on both sides of it.
HOSTILE = ["\x80", "\x85", "\x9b", "\x9b31m", "\x9f", "\u00ad", "\u061c", "\u180e", "\u200b", "\u200e", "\u200f",
           "\u2028", "\u2029", "\u202a", "\u202e", "\u2060", "\u2064", "\u2066", "\u2069", "\u206f", "\ufeff", "\ufff9",
           "\ufffb", "\U000e0001", "\U000e0041", "\U000e007f", "\U0001d173", "\U000110bd", "\ufe0f"]
PLAIN = ["a", "é", "漢", "🐧", "}", '"', "\\\\", "\\x1b", " b", "\u00a0", "\u0301", ",", "%"]
FORMS = ["pretty", "line", "long", "short", "packed"]

lib = ctypes.CDLL(str(BUILD / "libenvfp.so.0"))
lib.envfp_diff_get_headline.restype = lib.envfp_diff_get_advice.restype = ctypes.c_char_p
lib.envfp_text_measure.restype = ctypes.c_size_t
lib.envfp_text_measure.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.POINTER(ctypes.c_uint32),
                                   ctypes.POINTER(ctypes.c_bool)]


def check(text, what=""):
    """Every character but line feeds is one that can be seen and does nothing."""
    text = text.decode() if isinstance(text, bytes) else text
    wrong = {f"U+{ord(c):04X}" for c in text if c != "\n" and unicodedata.category(c) in HIDDEN}
    assert not wrong, (what, wrong, text[:300])
    return text


def hostile(rng):
    return "x" + "".join(rng.choice(HOSTILE if rng.random() < .6 else PLAIN) for _ in range(rng.randrange(1, 9))) + "x"


def fact_value(rng):
    kind = rng.randrange(8)
    return rng.randrange(99) if kind == 0 else rng.random() < .5 if kind == 1 else \
        sorted({hostile(rng) for _ in range(4)}, key=str.encode) if kind == 2 else hostile(rng)


@pytest.fixture(scope="module")
def base():
    return json.loads((ROOT / "tests/machines/docker-cgroup1/expected.json").read_text())


def forge(base, rng):
    """The recorded machine with hostile values, more facts, and a maker of the document's own choice."""
    made = json.loads(json.dumps(base))
    made["collector"] = hostile(rng)
    for layer in made["layers"].values():
        for part in ("facts", "context", "derived"):
            for key, value in layer[part].items():
                if isinstance(value, str) and rng.random() < .3:
                    layer[part][key] = hostile(rng)
    for key in ("os.id", "os.version_id", "os.pretty_name", "dpkg/a b%FF", "dpkg/%1B[31m"):
        made["layers"]["packages"]["facts"][key] = hostile(rng)
    for key in ("libc.kind", "libc.version"):
        made["layers"]["libc"]["facts"][key] = hostile(rng)
    if made["layers"]["hardware"]["status"] in ("observed", "partial"):
        made["layers"]["hardware"]["facts"]["cpu.isa"] = sorted({hostile(rng) for _ in range(6)}, key=str.encode)
    made["app"] = {"collectors": {}, "context": {}, "derived": {}, "digest": "0" * 64, "gaps": {}, "schema": 1,
                   "facts": {f"k{i}.v": fact_value(rng) for i in range(12)}, "status": "observed"}
    return json.dumps(made, ensure_ascii=False).encode()


class Object:
    """A fingerprint or a comparison, freed at the end."""

    def __init__(self, free, make, *arguments):
        self.pointer, self.free = ctypes.c_void_p(), free
        assert make(*arguments, ctypes.byref(self.pointer)) == 0

    def __del__(self):
        self.free(self.pointer)


def parse(data):
    return Object(lib.envfp_fingerprint_free, lib.envfp_fingerprint_parse, None, data, ctypes.c_size_t(len(data)))


def copied(function, *arguments):
    text, length = ctypes.c_void_p(), ctypes.c_size_t()
    assert function(*arguments, ctypes.byref(text), ctypes.byref(length)) == 0
    data = ctypes.string_at(text, length.value)
    lib.envfp_text_free(text)
    return data


def members(data):
    return json.loads(data)


def facts_of(document):
    return {(name, part): layer[part] for name, layer in document["layers"].items()
            for part in ("facts", "context", "derived")}


def run(*arguments, stdin=None, **env):
    done = subprocess.run([ENVFP, *map(os.fspath, arguments)], input=stdin, capture_output=True, timeout=60,
                          env={**os.environ, "LC_ALL": "C.UTF-8", **env}, check=False)
    assert done.returncode in (0, 1, 2), done
    return done


def test_the_table_agrees_with_unicode():
    """Controls, formats and separators are hidden; letters, digits, marks, punctuation and symbols are shown, save
    those that nobody sees (Default_Ignorable_Code_Point, which unicodedata lacks)."""
    printable = ctypes.c_bool()
    ignorable = [range(0x34f, 0x350), range(0x115f, 0x1161), range(0x17b4, 0x17b6), range(0x180b, 0x1810),
                 range(0x3164, 0x3165), range(0xfe00, 0xfe10), range(0xffa0, 0xffa1), range(0xe0000, 0xe1000)]
    for point in range(0x110000):
        if 0xd800 <= point < 0xe000:
            continue
        data = chr(point).encode()
        got = ctypes.c_uint32()
        assert lib.envfp_text_measure(data, len(data), ctypes.byref(got), ctypes.byref(printable)) == len(data)
        assert got.value == point
        category = unicodedata.category(chr(point))
        if category in HIDDEN:
            assert not printable.value, f"U+{point:04X} is {category}"
        elif category not in ("Cn", "Co") and not any(point in some for some in ignorable):
            assert printable.value, f"U+{point:04X} is {category}"


@pytest.mark.parametrize("seed", range(12))
def test_what_the_library_prints(base, seed):
    rng = random.Random(seed)
    one, two = forge(base, rng), forge(base, rng)
    a, b = parse(one), parse(two)
    for side, data in ((a, one), (b, two)):
        for number, form in ((1, "pretty"), (2, "packed"), (3, "line"), (4, "long"), (5, "short")):
            text = check(copied(lib.envfp_fingerprint_copy_form, side.pointer, number), form)
            if form == "pretty":
                assert facts_of(members(text)) == facts_of(members(data)), "escapes alter no value"
                again = parse(text.encode())
                assert lib.envfp_fingerprint_get_verified(again.pointer) & 1
        canonical = copied(lib.envfp_fingerprint_copy_form, side.pointer, 0)
        assert not any(byte < 32 for byte in canonical[:-1])
    for first, second in ((a, b), (b, a), (a, a)):
        diff = Object(lib.envfp_diff_free, lib.envfp_diff_new, first.pointer, second.pointer)
        assert lib.envfp_diff_run(diff.pointer) == 0
        check(lib.envfp_diff_get_headline(diff.pointer), "headline")
        check(lib.envfp_diff_get_advice(diff.pointer) or b"", "advice")
        for everything in (False, True):
            for width in (0, 60, 240):
                check(copied(lib.envfp_diff_copy_text, diff.pointer, everything, width), "text")
        changes = members(check(copied(lib.envfp_diff_copy_json, diff.pointer), "json"))["changes"]
        if second is b and first is a:
            values = {name: {**layer["facts"], **layer["context"], **layer["derived"]}
                      for name, layer in [*members(two)["layers"].items(), ("app", members(two)["app"])]}
            assert all(change["after"] == values[change["layer"]][change["key"]]
                       for change in changes if change["after"] is not None)


@pytest.mark.parametrize("seed", range(3))
def test_what_the_command_prints_of_documents(base, seed, tmp_path):
    rng = random.Random(100 + seed)
    one, two = tmp_path / "one", tmp_path / "two"
    # A document whose digests agree, so that every command writes it.
    for path in (one, two):
        forged = parse(forge(base, rng))
        path.write_bytes(copied(lib.envfp_fingerprint_copy_form, forged.pointer, 0))
    calls = [["show", one], ["show", one, "--all"], ["diff", one, two], ["diff", one, two, "--all"],
             ["diff", one, two, "--json"], ["explain", "os", one], ["explain", "packages", one],
             ["explain", "libc.version", one], ["explain", "os.pretty_name", one, "--json"]]
    calls += [["collect", one, "--form", form] for form in FORMS]
    for call in calls:
        for locale in ("C.UTF-8", "C"):
            done = run(*call, LC_ALL=locale)
            check(done.stdout, call)
            check(done.stderr, call)
            assert done.stdout, call


def test_the_document_on_a_terminal(base, tmp_path):
    path = tmp_path / "document"
    forged = parse(forge(base, random.Random(7)))
    path.write_bytes(copied(lib.envfp_fingerprint_copy_form, forged.pointer, 0))
    try:
        main, terminal = pty.openpty()
    except OSError as error:
        pytest.skip(f"no terminal to be had here: {error}")
    with subprocess.Popen([ENVFP, "collect", path], stdout=terminal) as process:
        os.close(terminal)
        data = b""
        while True:
            try:
                piece = os.read(main, 65536)
            except OSError:
                break
            if not piece:
                break
            data += piece
        process.wait()
    os.close(main)
    text = check(data.replace(b"\r\n", b"\n"))
    assert members(text) == members(path.read_bytes())
    assert run("collect", path).stdout == path.read_bytes(), "a pipe gets the canonical bytes"


@pytest.mark.parametrize("seed", range(4))
def test_what_the_command_prints_of_worlds(seed, tmp_path):
    """Names of files and folders, contents, variables; and what is said of operands and options that are wrong."""
    rng = random.Random(200 + seed)

    def name():
        return os.fsdecode((hostile(rng) + rng.choice(["", "\x1b[2J", "\x7f"])).replace("/", "").encode()
                           + rng.choice([b"", b"\xff\xfe", b"\x9b"]))

    top = tmp_path / name()
    for folder in ("etc", "usr/bin", "var/lib/dpkg", name(), "opt/" + name()):
        (top / folder).mkdir(parents=True, exist_ok=True)
    raw = hostile(rng).encode() + rng.choice([b"\xff", b"\x1b]0;x\x07", b"\xc2\x9b"])
    (top / "etc/os-release").write_bytes(b"ID=" + raw + b"\nPRETTY_NAME=\"" + raw + b"\"\nVERSION_ID=\"12\"\n")
    (top / "var/lib/dpkg/status").write_bytes(
        b"Package: x" + raw + b"\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1" + raw + b"\n\n")
    (top / "usr/bin" / name()).write_bytes(b"\x7fELF")
    (top / "project").mkdir()
    (top / "project/.python-version").write_bytes(raw)
    (top / "project/requirements.txt").write_bytes(raw + b"==1\n")
    operand = f"root:{top}"
    calls = [["show", operand, "--all"], ["collect", operand, "--form", "pretty"], ["collect", operand, "--form", "line"],
             ["explain", "os", operand], ["explain", "os.id", "--trace", operand],
             ["explain", "packages", "--trace", "--json", operand], ["explain", name()], ["explain", name(), "--reads"],
             ["show", operand, "--project", "/project", "--all"],
             ["explain", "project.pins", "--trace", operand, "--project", "/project"],
             ["show", name()], ["show", f"root:{name()}"], ["show", f"record:{name()}"], ["show", f"pid:{name()}"],
             [name()], ["collect", "--form", name()], ["collect", "--layers", name()], ["show", "--" + name()],
             ["show", "-" + name()], ["diff", name(), name(), name()], ["diff", top, top], ["show", "-o", name() + "/x"],
             ["record", tmp_path / name(), operand], ["record", top], ["show", "--project", name()]]
    for call in calls:
        done = run(*call)
        check(done.stdout, call)
        check(done.stderr, call)
        assert done.stdout or done.stderr, call
