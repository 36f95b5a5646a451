# SPDX-License-Identifier: MIT
"""The command, as scripts and people meet it. ENVFP names the binary (default build/envfp)."""

import json
import os
import pathlib
import pty
import re
import stat
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENVFP = os.environ.get("ENVFP", str(ROOT / "build" / "envfp"))
LAYERS = ["hardware", "hypervisor", "kernel", "container", "sandbox", "libc", "packages", "runtimes"]


def run(*arguments, stdin=None, status=0, env=None, **options):
    environment = {**os.environ, "LC_ALL": "C.UTF-8", **(env or {})}
    done = subprocess.run([ENVFP, *map(str, arguments)], input=stdin, capture_output=True, timeout=60,
                          env=environment, **options)
    if status is not None:
        assert done.returncode == status, done.stderr.decode() + done.stdout.decode()
    return done


def out(*arguments, **options):
    return run(*arguments, **options).stdout.decode()


def trouble(*arguments, **options):
    """What the command says on standard error when it ends with 2: one line, `envfp: what: why`."""
    done = run(*arguments, status=2, **options)
    message = done.stderr.decode()
    assert re.fullmatch(r"envfp: .+: .+\n", message), message
    assert done.stdout == b""
    return message


def add_shell(top):
    """A root without a program is no environment."""
    (top / "bin").mkdir()
    (top / "bin/sh").write_bytes(pathlib.Path("/bin/sh").read_bytes())
    (top / "bin/sh").chmod(0o755)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A small unpacked image."""
    top = tmp_path_factory.mktemp("image")
    (top / "etc").mkdir()
    (top / "var/lib/dpkg").mkdir(parents=True)
    (top / "etc/os-release").write_text('ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12"\n')
    paragraphs = [f"Package: thing{i}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.{i}\n"
                  for i in range(40)]
    (top / "var/lib/dpkg/status").write_text("\n".join(paragraphs))
    add_shell(top)
    return top


@pytest.fixture(scope="module")
def other(root, tmp_path_factory):
    """The same image with other versions."""
    top = tmp_path_factory.mktemp("other")
    (top / "etc").mkdir()
    (top / "var/lib/dpkg").mkdir(parents=True)
    (top / "etc/os-release").write_text((root / "etc/os-release").read_text())
    text = (root / "var/lib/dpkg/status").read_text()
    (top / "var/lib/dpkg/status").write_text(re.sub(r"Version: 1\.(\d)\n", r"Version: 2.\1\n", text))
    add_shell(top)
    return top


@pytest.fixture(scope="module")
def document(root, tmp_path_factory):
    path = tmp_path_factory.mktemp("documents") / "image.json"
    run("collect", f"root:{root}", "-o", path)
    return path


class TestWords:
    def test_version(self):
        assert re.fullmatch(r"envfp \d+\.\d+\.\d+\n", out("--version"))

    @pytest.mark.parametrize("command", ["show", "collect", "diff", "explain", "record"])
    def test_help_and_version_everywhere(self, command):
        assert out(command, "--help").startswith(f"usage: envfp {command}")
        assert out(command, "--version") == out("--version")

    @pytest.mark.parametrize("word", ["report", "scan", "check", "expect", "contrast"])
    def test_reserved_words_are_refused_as_such(self, word):
        assert f"envfp: {word}: a reserved word" in trouble(word)
        assert f"envfp: {word}: a reserved word" in trouble(word, "self")

    def test_overview(self):
        text = out("--help")
        for command in ("show", "collect", "diff", "explain", "record"):
            assert f"envfp {command}" in text

    @pytest.mark.parametrize("arguments", [
        ("nonsense",),
        ("show", "self", "self"),
        ("collect", "--form", "yaml"),
        ("collect", "--layers", "libc,nothing"),
        ("collect", "--layers", ""),
        ("collect", "--quiet"),
        ("collect", "--nonsense"),
        ("collect", "--form"),
        ("collect", "--project", "/nonexistent/folder"),
        ("collect", "--project", "/etc/passwd"),
        ("collect", "root:/", "--project", "relative"),
        ("collect", "pid:0"),
        ("collect", "pid:x"),
        ("collect", "pid:999999999"),
        ("collect", "root:/nonexistent/folder"),
        ("collect", "record:/proc"),
        ("collect", "/nonexistent/file"),
        ("collect", "/"),
        ("diff",),
        ("diff", "-", "-"),
        ("explain",),
        ("explain", "no.such.key"),
        ("record",),
        ("record", "/proc/nonexistent"),
    ])
    def test_trouble_is_told_in_one_line(self, arguments):
        trouble(*arguments)

    def test_messages_are_harmless(self):
        message = trouble("collect", "/nonexistent/\x1b[31mred\nline")
        assert "\x1b" not in message and "\\x1b[31mred\\x0aline" in message

    def test_full_disk(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([ENVFP, "--version"], stdout=full, stderr=subprocess.PIPE)
        assert done.returncode == 2
        assert done.stderr.startswith(b"envfp: standard output: ")


class TestOperands:
    def test_forms_stand_for_the_same(self, root, document, tmp_path):
        for form in ("json", "pretty", "packed", "line", "long", "short"):
            path = tmp_path / form
            run("collect", document, "--form", form, "-o", path)
            assert path.read_bytes().endswith(b"\n")
            run("diff", path, document)
            run("diff", path, f"root:{root}")

    def test_a_token_inside_a_log(self, document, tmp_path):
        line = out("collect", document, "--form", "line")
        log = tmp_path / "log"
        log.write_text("starting\n2026-01-01 program: " + line + "stopping\n")
        run("diff", log, document)

    def test_standard_input(self, document):
        text = document.read_bytes()
        assert out("collect", "-", stdin=text).encode() == text
        run("diff", "-", document, stdin=text)
        trouble("collect", "-", stdin=b"nothing of that kind")

    def test_fifo_is_refused(self, tmp_path):
        fifo = tmp_path / "fifo"
        os.mkfifo(fifo)
        assert "regular file" in trouble("collect", fifo)

    def test_device_is_refused(self):
        assert "regular file" in trouble("collect", "/dev/zero")

    def test_large_file_is_refused(self, tmp_path):
        sparse = tmp_path / "sparse"
        with open(sparse, "wb") as file:
            file.truncate(10 << 30)
        assert "larger than" in trouble("collect", sparse)

    def test_what_is_cut_or_damaged_is_told(self, document, tmp_path):
        whole, packed = document.read_bytes(), run("collect", document, "--form", "packed").stdout
        token = out("collect", document, "--form", "long").rstrip("\n")
        cut = tmp_path / "cut"
        other = token[:30] + ("0" if token[30] != "0" else "1") + token[31:]
        for text, why in ((whole[:len(whole) // 2], "document is cut or damaged"),
                          (packed[:len(packed) // 2], "packed document is cut or damaged"),
                          (token[:-1].encode(), "token was cut short"),
                          (b"a log: " + token[:40].encode() + b"\n", "token was cut short"),
                          (token[:token.rindex(".", 0, -7)].encode(), "token was cut short"),
                          (other.upper().encode(), "token was altered, it does not agree with its check")):
            cut.write_bytes(text)
            assert trouble("show", cut) == f"envfp: {cut}: holds no fingerprint: its {why}\n"
        for text in (b"", b"{}", b"a log\n"):
            assert trouble("show", "-", stdin=text) == "envfp: standard input: holds no fingerprint\n"
        assert trouble("show", token[:-1]).startswith(f"envfp: {token[:-1]}: holds no fingerprint: its token was")
        assert len(trouble("show", packed[:len(packed) // 2].decode())) < 300
        assert run("collect", packed.decode()).stdout == whole

    def test_the_last_whole_token_of_a_log_counts(self, document, tmp_path):
        log = tmp_path / "log"
        token, short = (out("collect", document, "--form", form).rstrip("\n") for form in ("long", "short"))
        for text, told in ((f"{short}\n{token}\n", ""), (f"{short}\n{token.upper()} envfp1.\n", ""),
                           (f"{token}\n{short[:-9]}\n", "its last token was cut short: the last whole one is taken"),
                           (f"{token}\n{short[:-1]}u\n", "its last token was altered: the last whole one is taken")):
            log.write_text(text)
            done = run("collect", log, "--form", "long")
            assert done.stdout.decode() == token + "\n"
            assert done.stderr.decode() == (f"envfp: {log}: {told}\n" if told else "")
        assert out("collect", token.upper(), "--form", "long") == token + "\n"

    def test_a_project_that_is_not_there_is_named(self):
        assert trouble("collect", "--project", "/nonexistent/x") == "envfp: /nonexistent/x: no such project folder\n"

    def test_a_token_gives_no_document(self, document):
        token = out("collect", document, "--form", "long").encode()
        assert "token" in trouble("collect", "-", "--form", "json", stdin=token)

    def test_layers(self, root):
        got = json.loads(out("collect", f"root:{root}", "--layers", "packages,lc"))["layers"]
        for layer in LAYERS:
            assert (got[layer]["status"] == "skipped") == (layer not in ("packages", "libc")), layer

    def test_output_file(self, document, tmp_path):
        path = tmp_path / "out"
        run("collect", document, "-o", path)
        assert path.read_bytes() == document.read_bytes()
        assert stat.S_ISREG(path.stat().st_mode)
        trouble("collect", document, "-o", tmp_path / "no" / "such")


class TestShow:
    def test_fits_and_tells_every_layer(self):
        for arguments in ((), ("show",), ("show", "self"), ("self",)):
            text = out(*arguments)
            assert max(map(len, text.splitlines())) <= 100
            assert "\x1b" not in text
            for layer in LAYERS:
                assert re.search(rf"^{layer} +[a-z]+", text, re.M)
            assert re.search(r"^digest  [0-9a-f]{64}$", text, re.M)
            token = re.search(r"envfp1\.\S+", text).group()
            run("diff", "-", "self", stdin=token.encode())

    def test_packages_count_as_often_as_they_are_there(self, tmp_path):
        dpkg = tmp_path / "var/lib/dpkg"
        dpkg.mkdir(parents=True)
        (dpkg / "status").write_text("".join(
            f"Package: {package}\nStatus: install ok installed\nArchitecture: amd64\nVersion: {version}\n\n"
            for package, version in (("bash", "5.2-1"), ("kernel", "6.1-1"), ("kernel", "6.6-1"))))
        assert "3 dpkg packages" in out("show", f"root:{tmp_path}")

    def test_stack_is_drawn_from_the_bottom_up(self):
        lines = out("show").splitlines()
        boxes = [line for line in lines if "│" in line]
        assert "machine" in boxes[-1]
        assert lines[0].strip().startswith("┌")

    def test_plain_without_utf8(self):
        text = run("show", env={"LC_ALL": "C"}).stdout
        assert text.isascii() and b"+---" in text

    def test_layers_and_all(self, root):
        text = out("show", f"root:{root}", "--layers", "pk", "--all")
        assert "dpkg/thing7:amd64" in text and not re.search(r"^kernel", text, re.M)

    def test_json_is_the_document(self, document):
        assert out("show", document, "--json").encode() == document.read_bytes()

    def test_what_a_document_claims_is_harmless(self, document):
        forged = json.loads(document.read_text())
        forged["layers"]["packages"]["facts"]["os.pretty_name"] = "\u009b31m\u202eEvil"
        text = out("show", "-", status=2, stdin=json.dumps(forged, ensure_ascii=False).encode())
        assert "\u009b" not in text and "\u202e" not in text and "\\xc2\\x9b31m" in text
        assert "altered" in text

    @pytest.mark.parametrize("no_color, coloured", [("", True), ("1", False)])
    def test_colour_on_a_terminal(self, document, no_color, coloured):
        try:
            main, terminal = pty.openpty()
        except OSError as error:
            pytest.skip(f"no terminal to be had here: {error}")
        environment = {**os.environ, "TERM": "xterm", "NO_COLOR": no_color}
        with subprocess.Popen([ENVFP, "show", document], stdout=terminal, env=environment) as process:
            os.close(terminal)
            text = b""
            while True:
                try:
                    piece = os.read(main, 65536)
                except OSError:
                    break
                if not piece:
                    break
                text += piece
            assert process.wait() == 0
        os.close(main)
        assert (b"\x1b[" in text) == coloured


class TestOptions:
    """Errors name the argument that is wrong, wherever it stands."""

    @pytest.mark.parametrize("arguments, named", [
        (["diff", "a", "b", "--bogus"], "--bogus: no such option"),
        (["diff", "--bogus", "a", "b"], "--bogus: no such option"),
        (["diff", "a", "-x", "b"], "-x: no such option"),
        (["diff", "a", "b", "-qx"], "-x: no such option"),
        (["collect", "self", "--form"], "--form: needs a value"),
        (["collect", "self", "-o"], "-o: needs a value"),
        (["show", "self", "--json=3"], "--json: takes no value"),
        (["show", "self", "--form", "line"], "--form: not an option of this command"),
        (["record", "a", "--json"], "--json: not an option of this command"),
        (["show", "self", "--layers", "libc,bogus,kernel"], "bogus: no such layer"),
        (["collect", "--form", "bogus"], "bogus: no such form"),
        (["show", "self", "extra", "--all"], "extra: one operand too many"),
        (["show", "--", "--all"], "--all: No such file or directory"),
        (["diff", "--quiet"], "diff: usage: envfp diff A [B]"),
    ])
    @pytest.mark.parametrize("posix", ["", "1"])
    def test_the_wrong_argument_is_named(self, arguments, named, posix):
        env = {"POSIXLY_CORRECT": posix} if posix else {}
        assert trouble(*arguments, env=env).startswith(f"envfp: {named}")

    def test_a_key_to_ignore_is_named(self, document):
        assert trouble("diff", document, document, "--ignore", "").startswith("envfp: '': no key to ignore")
        assert trouble("diff", document, document, "--ignore", "libc:").startswith("envfp: libc:: no key to ignore")

    def test_options_may_follow_operands_also_where_posixly_correct_is_set(self, document):
        for env in ({}, {"POSIXLY_CORRECT": "1"}):
            assert out("collect", document, "--form", "short", env=env).startswith("envfp1.")
            assert out("diff", document, document, "--quiet", env=env) == ""
            assert out("show", document, "--layers", "pk", env=env) == out("show", "--layers", "pk", document)


class TestAltered:
    """A document whose digests do not agree with its facts."""

    @pytest.fixture
    def altered(self, document, tmp_path):
        forged = json.loads(document.read_text())
        forged["layers"]["packages"]["facts"]["os.version_id"] = "13"
        path = tmp_path / "altered.json"
        path.write_text(json.dumps(forged))
        return path

    @pytest.mark.parametrize("form", ["json", "pretty", "packed", "line", "long", "short"])
    def test_is_not_written_with_digests_that_agree(self, altered, form, tmp_path):
        assert "altered" in trouble("collect", altered, "--form", form)
        trouble("collect", altered, "--form", form, "-o", tmp_path / "out")
        assert not (tmp_path / "out").exists()

    def test_is_shown_as_what_it_is(self, altered, document):
        for arguments in (["show", altered], ["explain", "os.version_id", altered], ["diff", altered, document],
                          ["diff", document, altered], ["diff", altered, altered]):
            done = run(*arguments, status=2)
            assert b"altered: its digests do not agree with its facts" in done.stderr and done.stdout
        assert "altered" in run("show", altered, status=2).stdout.decode()
        assert run("diff", document, document).stderr == b""


class TestDiff:
    def test_same(self, root, document):
        text = out("diff", document, f"root:{root}")
        assert text.startswith("Nothing differs: ")

    def test_differs(self, root, other):
        text = out("diff", f"root:{root}", f"root:{other}", status=1)
        first = " ".join(text.split("\n\n")[0].split())
        assert first.startswith("packages differ in a way that alters what programs do: 10 packages differ")
        assert first.endswith("; a container image would pin it")
        assert max(map(len, text.splitlines())) <= 100
        assert "dpkg: 40 packages in image0, 40 in other0; 10 changed" in text
        assert "5 more with --all" in text
        everything = out("diff", f"root:{root}", f"root:{other}", "--all", status=1)
        assert everything.count(" -> ") == 10

    def test_sides_have_names(self, document, root, other, tmp_path):
        """The operand's last part or a fixed word, never a directory nor whose home it is."""
        named = tmp_path / "alice" / ("x" * 30 + "\u202e.json")
        named.parent.mkdir()
        named.write_bytes(document.read_bytes())
        token = out("collect", document, "--form", "long").strip()
        for operand, name in ((f"root:{other}/", other.name), (f"root:{other}", other.name), ("self", "this machine"),
                              (document, "image.json"), (f"pid:{os.getpid()}", f"pid {os.getpid()}"),
                              (token, "token"), (named, "x" * 30 + "...")):
            done = run("diff", document, operand, "--json", "--layers", "libc", status=None)
            told = json.loads(done.stdout)
            assert told["a"]["name"] == ("first" if name == "image.json" else "image.json")
            assert told["b"]["name"] == ("second" if name == "image.json" else name)
            assert "alice" not in done.stdout.decode() and str(tmp_path) not in done.stdout.decode()
        done = run("diff", f"root:{root}", "--json", env={"HOME": str(root)}, status=None)
        assert [json.loads(done.stdout)[side]["name"] for side in "ab"] == ["root", "this machine"]
        text = out("diff", document, f"root:{other}", status=1)
        assert f" in image.json, 2.0 in {other.name}" in text or f"40 packages in image.json, 40 in {other.name}" in text

    def test_quiet(self, root, other):
        assert out("diff", f"root:{root}", f"root:{other}", "--quiet", status=1) == ""
        assert out("diff", f"root:{root}", f"root:{root}", "-q") == ""

    def test_ignore_and_layers(self, root, other):
        run("diff", f"root:{root}", f"root:{other}", "--ignore", "dpkg/*")
        run("diff", f"root:{root}", f"root:{other}", "--ignore", "packages:dpkg/thing*")
        run("diff", f"root:{root}", f"root:{other}", "--ignore", "dpkg/thing1:amd64", status=1)
        run("diff", f"root:{root}", f"root:{other}", "--layers", "runtimes,libc", status=0)

    def test_what_cannot_be_told_is_no_same(self, document):
        text = out("diff", "self", document, "--layers", "kernel", status=2)
        assert text.startswith("Nothing could be compared")

    def test_json(self, root, other):
        got = json.loads(out("diff", f"root:{root}", f"root:{other}", "--json", status=1))
        assert got["envfp_diff"] == 1 and got["verdict"] == "differs" and got["pin"] == "image"
        assert got["layers"]["packages"]["verdict"] == "differs"
        assert got["layers"]["packages"]["differences"]["alters"] == 10
        assert got["layers"]["kernel"]["verdict"] == "unknown"
        changes = [change for change in got["changes"] if change["class"] == "hashed"]
        assert {change["kind"] for change in changes} == {"changed"}
        assert changes[0] == {"after": "2.0", "before": "1.0", "class": "hashed", "impact": "alters",
                              "key": "dpkg/thing0:amd64", "kind": "changed", "layer": "packages", "order": "newer",
                              "pin": "image"}

    def test_mirror(self, root, other):
        there = json.loads(out("diff", f"root:{root}", f"root:{other}", "--json", status=1))
        back = json.loads(out("diff", f"root:{other}", f"root:{root}", "--json", status=1))
        for change in back["changes"]:
            change["before"], change["after"] = change["after"], change["before"]
            change["order"] = {"newer": "older", "older": "newer"}.get(change["order"])
        assert there["changes"] == back["changes"]

    def test_self_is_the_default(self):
        run("diff", "self")


class TestExplain:
    def test_key(self):
        text = out("explain", "uname.release")
        assert "kernel:uname.release" in text
        assert os.uname().release in text
        for word in ("type", "class", "impact", "pinned by", "source", "since"):
            assert re.search(rf"^  {word} ", text, re.M), word
        assert max(map(len, text.splitlines())) <= 100

    def test_member_in_another_environment(self, root):
        text = out("explain", "dpkg/thing3:amd64", f"root:{root}")
        assert "1.3" in text and "dpkg/*" in text

    def test_verdict_tells_what_it_rests_on(self):
        assert "hypervisor:verdict.kind" in out("explain", "hypervisor:verdict.kind")

    def test_why_there_is_no_value(self, root, document, tmp_path):
        some = tmp_path / "some.json"
        out("collect", f"root:{root}", "--layers", "libc", "-o", some)
        (tmp_path / "log").write_text(out("collect", document, "--form", "line"))
        token = out("collect", document, "--form", "long").rstrip("\n")
        for key, environment, why in (("os.id", token, "a token carries no facts"),
                                      ("os.id", tmp_path / "log", "a token carries no facts"),
                                      ("os.id", some, "the whole layer was left out"),
                                      ("uname.release", document, "the whole layer is hidden"),
                                      ("os.build_id", document, "no such fact in this environment")):
            assert f"\n  here      {why}\n" in out("explain", key, environment)

    def test_a_collector_s_keys_stand_with_their_layers(self):
        text = out("explain", "verdict")
        for layer, key in (("hypervisor", "verdict.vmm"), ("container", "verdict.runtime"), ("sandbox", "verdict.mechanisms")):
            part = text[text.index(f"verdict: facts of {layer}\n\n"):]
            assert f"  {key} " in part.partition("\n\n")[2].partition("\n\n")[0]

    def test_layers_and_collectors(self):
        assert "libc.version" in out("explain", "libc")
        assert "uname.release" in out("explain", "kn")
        heading = r"^  key +type +class +impact +pinned by$"
        assert len(re.findall(heading, out("explain", "kernel"), re.M)) == 1
        assert len(re.findall(heading, out("explain", "verdict"), re.M)) == 3
        assert "cpu.vendor" in out("explain", "cpu")

    def test_suggestion(self):
        assert "did you mean uname.release?" in trouble("explain", "uname.releaes")

    def test_json(self):
        (entry,) = json.loads(out("explain", "--json", "uname.release"))
        assert entry["layer"] == "kernel" and entry["type"] == "string" and entry["why"]

    def test_the_facts_page_is_up_to_date(self):
        page = (ROOT / "docs" / "facts.md").read_text()
        assert out("explain", "--markdown") == page, "run: build/envfp explain --markdown -o docs/facts.md"

    def test_trace(self, root):
        text = out("explain", "os.version_id", "--trace", f"root:{root}")
        assert re.search(r"^  os\n(?:    .*\n)*    open +ok, \d+ bytes +/etc/os-release$", text, re.M), text
        assert text.startswith("os.version_id\n\n") and text.endswith("\n  here      12\n")
        told = json.loads(out("explain", "os.version_id", "--trace", f"root:{root}", "--json"))
        assert told["facts"] == [{"gap": None, "key": "os.version_id", "layer": "packages", "value": "12"}]
        assert {step["collector"] for step in told["steps"]} == {"os"}
        for step in told["steps"]:
            assert sorted(step) == ["amount", "collector", "name", "operation", "reason"]
            assert re.search(rf"^    {step['operation']} +.* {re.escape(step['name'])}$", text, re.M), step

    def test_trace_of_this_environment(self):
        assert re.search(r"^    uname +ok$", out("explain", "uname.release", "--trace"), re.M)
        assert re.search(r"^    cpuid |^    open .*/proc/cpuinfo$", out("explain", "cpu.isa", "--trace"), re.M)
        several = out("explain", "hardware:cpu", "--trace")  # a collector's, with all its facts
        assert "/proc/cpuinfo" in several and "here" not in several

    def test_trace_of_everything(self):
        told = json.loads(out("explain", "--trace", "--json"))
        assert {"mounts", "dpkg", "python"} <= {step["collector"] for step in told["steps"]}
        assert len(told["steps"]) > len(json.loads(out("explain", "kernel", "--trace", "--json"))["steps"])
        assert out("explain", "--trace").startswith("everything\n")

    def test_trace_of_everything_in_another_environment(self, root):
        text = out("explain", "--trace", f"root:{root}")
        assert text.startswith("everything\n") and text == out("explain", "", "--trace", f"root:{root}")
        assert out("explain", f"root:{root}", "--trace") == text
        assert "which key of it?" in trouble("explain", f"root:{root}")

    def test_trace_of_a_verdict(self):
        text = out("explain", "hypervisor:verdict.kind", "--trace")
        assert re.search(r"^  cpuid$", text, re.M) and re.search(r"^  here      \w+$", text, re.M)

    def test_trace_of_a_gap(self, tmp_path):
        folder = tmp_path / "recording"
        (folder / ".envfp").mkdir(parents=True)
        (folder / ".envfp/format").write_text("2\n")
        (folder / ".envfp/errors").write_text("EACCES /var/lib/dpkg/status\n")
        (folder / "var/lib/dpkg").mkdir(parents=True)
        text = out("explain", "dpkg/libc6:amd64", "--trace", f"record:{folder}")
        assert re.search(r"^    open +denied +/var/lib/dpkg/status$", text, re.M), text
        assert text.endswith("\n  here      not known: denied (dpkg/*)\n")
        (fact,) = json.loads(out("explain", "dpkg/libc6:amd64", "--trace", f"record:{folder}", "--json"))["facts"]
        assert fact == {"gap": "denied", "key": "dpkg/libc6:amd64", "layer": "packages", "value": None}
        assert "not known: denied (dpkg/*)" in out("explain", "dpkg/libc6:amd64", f"record:{folder}")

    def test_trace_of_a_hidden_layer(self, root):
        text = out("explain", "uname.release", "--trace", f"root:{root}")
        assert "nothing was asked for" in text and "the whole layer is hidden" in text

    def test_trace_of_a_project(self, tmp_path):
        (tmp_path / ".python-version").write_text("3.11.7\n")
        text = out("explain", "project.state", "--trace", "--project", tmp_path)
        assert re.search(r"^    open +ok, 7 bytes +\S+/\.python-version$", text, re.M), text

    def test_trace_is_refused(self, document):
        assert "did you mean uname.release?" in trouble("explain", "uname.releaes", "--trace")
        assert "has been collected already" in trouble("explain", "uname.release", "--trace", document)
        assert "not collected by the command" in trouble("explain", "process.libc", "--trace")
        trouble("explain")
        trouble("explain", "uname.release", "--trace", "root:/nonexistent/folder")

    def test_reads(self):
        text = out("explain", "--reads")
        rows = json.loads(out("explain", "--reads", "--json"))
        assert len(rows) > 300 and all(sorted(row) == ["collector", "keeps", "layer", "path"] for row in rows)
        for row in rows:
            assert re.search(rf"^    {re.escape(row['keeps'])} +{re.escape(row['path'])}$", text, re.M), row
        for asked, field in ((rows[0]["layer"], "layer"), ("source", "collector"), ("app", "layer")):
            some = json.loads(out("explain", "--reads", asked, "--json"))
            assert some == [row for row in rows if row[field] == asked or row["layer"] == asked]
        assert "no such layer or collector" in trouble("explain", "--reads", "no.such.thing")
        assert "one operand too many" in trouble("explain", "--reads", "source", "self")

    def test_the_reads_page_is_up_to_date(self):
        page = (ROOT / "docs" / "reads.md").read_text()
        assert out("explain", "--reads", "--markdown") == page, \
            "run: build/envfp explain --reads --markdown -o docs/reads.md"

    def test_the_reads_page_explains_each_word(self):
        explained = re.findall(r"^\| ([a-z ]+) \| [^`|]+(?:`\?`)?[^|]* \|$", out("explain", "--reads", "--markdown"), re.M)
        assert {row["keeps"] for row in json.loads(out("explain", "--reads", "--json"))} <= set(explained)


class TestRecord:
    def test_recording_stands_for_the_environment(self, tmp_path):
        folder = tmp_path / "recording"
        text = out("record", folder)
        assert "files" in text and str(folder) in text
        assert (folder / ".envfp" / "format").read_text().strip() == "2"
        assert out("diff", "self", f"record:{folder}").startswith("Nothing differs")
        assert run("collect", f"record:{folder}").stdout == run("collect").stdout

    def test_only_into_an_empty_folder(self, tmp_path):
        (tmp_path / "file").write_text("kept")
        assert "not empty" in trouble("record", tmp_path)
        assert (tmp_path / "file").read_text() == "kept"

    def test_a_system_without_a_name_runs_none_the_less(self, tmp_path):
        world, again = tmp_path / "world", tmp_path / "again"
        (world / "proc/sys/kernel").mkdir(parents=True)
        (world / "sys").mkdir()
        (world / ".envfp").mkdir()
        (world / ".envfp/format").write_text("2\n")
        (world / "proc/sys/kernel/randomize_va_space").write_text("2\n")
        out("record", again, f"record:{world}")
        assert "running=no" not in (again / ".envfp/probes").read_text()
        assert run("collect", f"record:{again}").stdout == run("collect", f"record:{world}").stdout
        image = tmp_path / "image"
        out("record", image, f"root:{world}")
        assert "running=no" in (image / ".envfp/probes").read_text()

    def test_of_some_layers_says_nothing_of_the_others(self, tmp_path):
        folder, again = tmp_path / "recording", tmp_path / "again"
        out("record", folder, "--layers", "libc,kernel")
        some = run("collect", "--layers", "kernel,libc").stdout
        assert run("collect", f"record:{folder}").stdout == some
        told = json.loads(run("collect", f"record:{folder}", "--layers", "libc,packages").stdout)
        assert told["layers"]["packages"]["status"] == told["layers"]["kernel"]["status"] == "skipped"
        assert told["layers"]["libc"] == json.loads(some)["layers"]["libc"]
        out("record", tmp_path / "none", f"record:{folder}", "--layers", "packages")
        told = json.loads(run("collect", f"record:{tmp_path / 'none'}").stdout)
        assert {layer["status"] for layer in told["layers"].values()} == {"skipped"}
        out("record", again, f"record:{folder}")
        assert run("collect", f"record:{again}").stdout == some
        assert "layers=kernel,libc\n" in (again / ".envfp/probes").read_text()

    def test_an_environment_is_no_folder_to_write_into(self, root, tmp_path):
        for operand in ("self", "pid:1", f"root:{root}", "record:x"):
            assert f"{operand}: stands for an environment; DIR comes first" in trouble("record", operand, cwd=tmp_path)
        assert list(tmp_path.iterdir()) == []
        out("record", "./self", f"root:{root}", cwd=tmp_path)
        assert (tmp_path / "self/.envfp/format").exists()

    def test_a_file_cannot_be_recorded(self, document, tmp_path):
        trouble("record", tmp_path / "new", document)
        assert not (tmp_path / "new").exists()
