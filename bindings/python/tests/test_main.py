# SPDX-License-Identifier: MIT
"""`python -m envfp`: what the command gives, in bytes and exit statuses, and errors that name what is wrong."""
import json
import os
import pty
import subprocess
import sys
import unicodedata

import pytest
from conftest import HERE, REPOSITORY

ENVFP = os.environ.get("ENVFP", str(REPOSITORY / "build" / "envfp"))
PATH = {**os.environ, "PYTHONPATH": str(HERE.parent / "src")}
MACHINE = REPOSITORY / "tests" / "machines" / "docker-cgroup1"
OTHER = REPOSITORY / "tests" / "machines" / "gce"

pytestmark = pytest.mark.skipif(not MACHINE.exists(), reason="needs the repository")


def run(*arguments, stdin=None):
    return subprocess.run([sys.executable, "-m", "envfp", *map(str, arguments)], input=stdin, capture_output=True,
                          timeout=60, check=False, env=PATH)


def command(*arguments, stdin=None):
    if not os.path.exists(ENVFP):
        pytest.skip("needs the command")
    return subprocess.run([ENVFP, *map(str, arguments)], input=stdin, capture_output=True, timeout=60, check=False,
                          env=PATH)


def trouble(*arguments, stdin=None):
    done = run(*arguments, stdin=stdin)
    assert done.returncode == 2 and done.stdout == b"", done
    message = done.stderr.decode()
    assert message.startswith("envfp: ") and message.count("\n") == 1 and "Traceback" not in message, message
    return message


RECORD = f"record:{MACHINE / 'root'}"
SAME_AS_THE_COMMAND = [
    *(["collect", RECORD, "--form", form] for form in ("json", "pretty", "packed", "line", "long", "short")),
    ["collect", MACHINE / "expected.json", "--form", "line"],
    ["collect", RECORD, "--layers", "libc,packages"],
    ["collect", f"root:{MACHINE / 'root'}"],
    ["diff", MACHINE / "expected.json", OTHER / "expected.json"],
    ["diff", MACHINE / "expected.json", OTHER / "expected.json", "--json"],
    ["diff", MACHINE / "expected.json", OTHER / "expected.json", "--all", "--layers", "hardware"],
    ["diff", MACHINE / "expected.json", OTHER / "expected.json", "--quiet"],
    ["diff", MACHINE / "expected.json", MACHINE / "expected.json"],
    ["diff", MACHINE / "expected.json", RECORD, "--ignore", "cpu.*"],
]


def test_a_packed_document_stands_for_itself():
    packed = run("collect", RECORD, "--form", "packed").stdout.decode().rstrip("\n")
    assert len(packed) > 255 and run("collect", packed).stdout == run("collect", RECORD).stdout
    assert "holds no fingerprint" in trouble("collect", packed[:300])


@pytest.mark.parametrize("arguments", SAME_AS_THE_COMMAND, ids=lambda given: " ".join(str(one)[-20:] for one in given))
def test_gives_what_the_command_gives(arguments):
    mine, its = run(*arguments), command(*arguments)
    assert (mine.returncode, mine.stdout) == (its.returncode, its.stdout)


def test_collects_this_environment_as_the_command_does():
    assert run("collect").stdout == command("collect").stdout


def test_without_a_command_it_is_the_line():
    done = run()
    assert done.returncode == 0 and done.stdout.startswith(b"envfp ") and done.stdout.count(b"\n") == 1
    command, own = (line.decode().rpartition("envfp1.") for line in (run("line").stdout, done.stdout))
    assert command[2].split(".")[:9] == own[2].split(".")[:9], "the environment's groups"
    assert "; runs python " in own[0] and "runs" not in command[0]
    assert run("token").stdout.split() == run("line").stdout.split()[-1:]


def test_reads_every_form_from_everywhere(tmp_path):
    machine = REPOSITORY / "tests/machines/bubblewrap-debian12"
    document = (machine / "expected.json").read_bytes()
    token = run("token", machine / "expected.json").stdout.decode().strip()
    (tmp_path / "log").write_text(f"12:00 start {token}\n")
    assert run("collect", "-", stdin=document).stdout == document
    assert run("token", tmp_path / "log").stdout.decode().strip() == token
    assert run("diff", token, machine / "expected.json", "-q").returncode == 0


def test_writes_into_a_file(tmp_path):
    assert run("collect", RECORD, "-o", tmp_path / "out").stdout == b""
    assert (tmp_path / "out").read_bytes() == run("collect", RECORD).stdout


def test_records_as_the_command_does(tmp_path):
    assert run("record", tmp_path / "mine", RECORD).returncode == 0
    assert command("record", tmp_path / "its", RECORD).returncode == 0
    assert not subprocess.run(["diff", "-r", "--no-dereference", tmp_path / "mine", tmp_path / "its"], check=False).returncode
    assert "not empty" in trouble("record", tmp_path / "mine", RECORD)
    assert "only self" in trouble("record", tmp_path / "new", MACHINE / "expected.json")
    assert not (tmp_path / "new").exists()


def test_explains_a_fact():
    done = run("explain", "libc.version")
    assert done.returncode == 0 and b"libc.version" in done.stdout and b"a container image" in done.stdout


def test_an_altered_document_is_not_written_anew(tmp_path):
    forged = json.loads((MACHINE / "expected.json").read_text())
    forged["layers"]["kernel"]["facts"]["uname.release"] = "9.9"
    (tmp_path / "forged").write_text(json.dumps(forged))
    assert "altered" in trouble("collect", tmp_path / "forged")
    done = run("diff", tmp_path / "forged", MACHINE / "expected.json")
    assert done.returncode == 2 and b"altered" in done.stderr and done.stdout


@pytest.mark.parametrize("arguments, named", [
    (["collect", "/nonesuch"], "/nonesuch: No such file"),
    (["collect", "/"], "/: is a directory (root:DIR"),
    (["collect", "root:/nonesuch"], "root:/nonesuch: no such directory"),
    (["collect", "record:/"], "record:/: not a recording"),
    (["collect", "pid:1234567890"], "pid:1234567890: "),
    (["collect", os.devnull], f"{os.devnull}: holds no fingerprint"),
    (["collect", "--layers", "libc,bogus"], "bogus: no such layer (hardware, "),
    (["collect", "--form", "bogus"], "--form: invalid choice: 'bogus'"),
    (["collect", MACHINE / "expected.json", "--layers", "libc"], "--layers: what a file holds"),
    (["collect", "--project", "/nonesuch"], "/nonesuch"),
    (["collect", RECORD, "-o", "/nonesuch/file"], "/nonesuch/file: No such file"),
    (["diff", "-", "-"], "-: standard input can be read only once"),
    (["diff", MACHINE / "expected.json", "/nonesuch"], "/nonesuch: No such file"),
    (["diff", MACHINE / "expected.json", OTHER / "expected.json", "--ignore", ""], "no key to ignore"),
    (["diff", MACHINE / "expected.json", OTHER / "expected.json", "--bogus"], "--bogus"),
    (["explain", "bogus.key"], "bogus.key: "),
    (["bogus"], "'bogus'"),
])
def test_errors_name_what_is_wrong(arguments, named):
    assert named in trouble(*arguments)


def test_messages_are_printable(tmp_path):
    hostile = os.fsdecode("x\x1b[31m\u202e\u009b\U000e0041".encode() + b"\xff")
    for arguments in (["collect", hostile], ["collect", f"root:{hostile}"], ["collect", "--layers", hostile],
                      ["explain", hostile], [hostile], ["collect", "--form", hostile], ["diff", hostile, hostile]):
        message = trouble(*arguments)
        assert not [c for c in message[:-1] if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")], message


def test_the_document_on_a_terminal(tmp_path):
    import envfp

    forged = json.loads((MACHINE / "expected.json").read_text())
    forged["layers"]["packages"]["facts"]["os.pretty_name"] = "\u202eEvil\u009b"
    (tmp_path / "document").write_text(envfp.parse(json.dumps(forged)).to_json())
    try:
        main, terminal = pty.openpty()
    except OSError as error:
        pytest.skip(f"no terminal to be had here: {error}")
    with subprocess.Popen([sys.executable, "-m", "envfp", "collect", tmp_path / "document"], stdout=terminal,
                          env=PATH) as process:
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
    text = data.decode()
    assert "\u202e" not in text and "\u009b" not in text and "\\u202eEvil\\u009b" in text
    assert json.loads(text) == json.loads((tmp_path / "document").read_text())
