# SPDX-License-Identifier: MIT
"""The log line as docs/forms.md has it: its ABNF (RFC 5234, RFC 7405), taken from the page, reads back every line."""
import json
import os
import pathlib
import re
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("ENVFP_BUILD", ROOT / "build"))
MACHINES = sorted(path.parent for path in (ROOT / "tests/machines").glob("*/expected.json"))

os.environ.setdefault("ENVFP_LIBRARY", str(BUILD / "libenvfp.so.0"))
sys.path.insert(0, str(ROOT / "bindings/python/src"))

import envfp  # noqa: E402

LEXEME = re.compile(r'%s"(?P<exact>[^"]*)"|"(?P<text>[^"]*)"|%x(?P<low>[0-9A-F]+)(?:-(?P<high>[0-9A-F]+))?'
                    r'|(?P<least>\d*)(?P<star>\*)(?P<most>\d*)|(?P<count>\d+)|(?P<rule>[a-z-]+|SP|DIGIT)|(?P<mark>[()\[\]/])')
CORE = {"SP": '" "', "DIGIT": "%x30-39"}


class Grammar:
    """Makes a regular expression of a rule; the rules call no rule above themselves."""

    def __init__(self, text):
        self.rules = dict(CORE)
        for line in re.sub(r"\n +", " ", text).splitlines():
            name, _, rest = re.sub(r" *;(?=[^\"]*$).*", "", line).partition(" = ")
            self.rules[name.strip()] = rest.strip()

    def pattern(self, name, named=()):
        lexemes = [found for found in LEXEME.finditer(self.rules[name])]
        left = LEXEME.sub("", self.rules[name]).strip()
        assert not left, f"{name}: {left} is no ABNF that this test knows"
        made, rest = self.alternatives(lexemes, named)
        assert not rest, name
        return f"(?P<{name}>{made})" if name in named else f"(?:{made})"

    def alternatives(self, lexemes, named):
        made, repeat = [""], ""
        while lexemes and lexemes[0]["mark"] not in (")", "]"):
            one, lexemes = lexemes[0], lexemes[1:]
            if one["star"] or one["count"]:
                repeat = "{%s}" % one["count"] if one["count"] else "{%s,%s}" % (one["least"] or 0, one["most"])
                continue
            if one["mark"] == "/":
                made.append("")
                continue
            if one["mark"]:
                inner, lexemes = self.alternatives(lexemes, named)
                assert lexemes[0]["mark"] == {"(": ")", "[": "]"}[one["mark"]]
                piece, lexemes = f"(?:{inner})" + ("?" if one["mark"] == "[" else ""), lexemes[1:]
            elif one["rule"]:
                piece = self.pattern(one["rule"], named)
            elif one["low"]:
                piece = "[%s-%s]" % tuple(re.escape(chr(int(one[end] or one["low"], 16))) for end in ("low", "high"))
            else:
                exact = one["exact"] is not None
                piece = f"(?{'-' if exact else ''}i:{re.escape(one['exact'] if exact else one['text'])})"
            made[-1] += f"(?:{piece}){repeat}" if repeat else piece
            repeat = ""
        return "|".join(made), lexemes


GRAMMAR = Grammar(re.search(r"```abnf\n(.*?)```", (ROOT / "docs/forms.md").read_text(), re.S).group(1))
LINE = re.compile(GRAMMAR.pattern("line", ("stack", "facts", "token")))
FACT = re.compile(GRAMMAR.pattern("fact", ("runs", "path", "named")))


def read(line):
    """Stack, facts by their name (a single word by itself), and token of a line."""
    found = LINE.fullmatch(line)
    assert found, line
    assert len(line) <= 480 and line.isprintable() and line.isascii()
    facts = {}
    for one in filter(None, (found["facts"] or "").split(", ")):
        shape = FACT.fullmatch(one)
        assert shape, one
        words = one.split(" ")
        name = "runs" if shape["runs"] else "PATH" if shape["path"] else words[0]
        facts[name] = " ".join(words[1:])
    return [tuple(re.split("[:/]", part)) for part in filter(None, (found["stack"] or "").split(" > "))], facts, found["token"]


def check(fingerprint):
    """What the line says is what the fingerprint says."""
    stack, facts, token = read(fingerprint.line())
    assert token == fingerprint.long_token()
    boundaries = [one for one in fingerprint.stack if one.name != "machine" or len(fingerprint.stack) == 1]
    for (name, kind, *vmm), boundary in zip(stack, boundaries):
        assert name == {"virtualenv": "venv"}.get(boundary.name, boundary.name)
        assert kind == boundary.kind and vmm in ([], [boundary.vmm])
    layers = fingerprint.layers
    for name, layer, key in (("linux", "kernel", "uname.release"), ("project", "runtimes", "project.state"),
                             (None, "packages", "os.version_id"), (None, "libc", "libc.version")):
        if key in layers[layer] and layers[layer][key].isascii():
            name = name or layers[layer][{"packages": "os.id", "libc": "libc.kind"}[layer]]
            assert facts[name] == layers[layer][key]
    assert facts.get("PATH") == (f"python {layers['runtimes']['python.version']}"
                                 if "python.version" in layers["runtimes"] else None)
    return facts


@pytest.mark.parametrize("machine", MACHINES, ids=lambda path: path.name)
def test_lines_of_recorded_machines(machine):
    with envfp.parse((machine / "expected.json").read_bytes()) as fingerprint:
        assert "runs" not in check(fingerprint)


def test_the_line_of_this_process():
    version = "%d.%d.%d" % sys.version_info[:3]
    stack, facts, token = read(envfp.line())
    assert facts["runs"].startswith(f"python {version}")
    assert next(iter(facts)) == "runs", "the first word behind the stack"
    with envfp.collect(process=False) as fingerprint:
        assert "runs" not in check(fingerprint)


@pytest.mark.parametrize("app, runs", [
    ({"python.version": "3.13.0", "python.virtualenv": True}, "python 3.13.0 (venv)"),
    ({"python.version": "3.13.0", "conda.active": True, "python.virtualenv": False}, "python 3.13.0 (conda)"),
    ({"node.version": "20.1.0", "myapp.version": "1"}, "node 20.1.0"),
    ({"java.version": "17.0.9", "python.virtualenv": True}, "java 17.0.9"),
    ({"ruby.version": "3.3; x, y > z (venv)"}, "ruby 3.3??x??y???z?(venv)"),
    ({"python.version": "envfp1.1.i.i.i.i.i.i.i.i.i.000000"}, None),
    ({"myapp.version": "1", "pythonic.version": "2"}, None),
], ids=str)
def test_what_runs_the_program(app, runs):
    with envfp.collect(layers=["libc"], process=False, app=app) as fingerprint:
        facts = check(fingerprint)
    if runs is None:
        assert not facts.get("runs", "").strip("?"), facts
    else:
        assert facts["runs"] == runs


def test_hostile_values_separate_nothing(tmp_path):
    for value in ("a; b", "a, runs python 9", "a > vm:kvm", "PATH", "runs", "x" * 200, "\u202e", "envfp"):
        (tmp_path / "etc").mkdir(exist_ok=True)
        (tmp_path / "etc/os-release").write_text(f"ID='{value}'\nVERSION_ID='{value}'\n")
        with envfp.collect(f"root:{tmp_path}") as fingerprint:
            stack, facts, token = read(fingerprint.line())
            assert token == fingerprint.long_token() and len(facts) <= 1
            assert envfp.parse(fingerprint.line()).long_token() == token
            json.loads(fingerprint.to_json())
