# SPDX-License-Identifier: MIT
"""The command, as far as the library carries it: ``python -m envfp``, or ``envfp-py``.

It collects what ``envfp`` collects, so that documents and tokens are the same bytes, and has the same exit statuses: 0 fine
or same, 1 differs, 2 trouble. The C command beside it has more (``show`` with its boxes, ``explain --trace`` and
``--reads``), and keeps the name ``envfp``: an installed package must not put less in its place."""
import argparse
import errno
import json
import os
import sys
from contextlib import suppress
from typing import List, NoReturn, Optional, Sequence

from . import (BadArgument, BadFormat, EnvfpError, Fingerprint, Form, Verdict, __version__, collect, diff, explain,
               library_version, line, parse)
from ._errors import shown

SAME, DIFFERS, TROUBLE = 0, 1, 2
RESERVED = ("report", "scan", "check", "expect", "contrast")
ENVIRONMENTS = ("ENV is self, pid:N, root:DIR, record:DIR, a file that holds any form of a fingerprint "
                "(document, packed, token, a log with a line in it), or - for standard input.")


class Trouble(Exception):
    """What went wrong, in the form `what: why`."""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, as the command does."""

    def error(self, message: str) -> NoReturn:
        self.exit(TROUBLE, f"envfp: {shown(message.replace('argument ', '', 1))} ({self.prog} --help)\n")


def is_live(operand: str) -> bool:
    return operand == "self" or operand.startswith(("pid:", "root:", "record:"))


def read_file(operand: str) -> Fingerprint:
    """A file's fingerprint, or that of a token that stands for itself."""
    name = "standard input" if operand == "-" else operand
    try:
        if operand == "-":
            data = sys.stdin.buffer.read()
        else:
            with open(operand, "rb") as file:
                data = file.read()
    except IsADirectoryError:
        raise Trouble(f"{name}: is a directory (root:DIR or record:DIR stands for one)") from None
    except OSError as error:
        if error.errno not in (errno.ENOENT, errno.ENAMETOOLONG) or not (operand.lower().startswith("envfp1.")
                                                                     or operand.startswith("envfpz1.")):
            raise Trouble(f"{name}: {error.strerror}") from None
        data = os.fsencode(operand)
    try:
        found = parse(data)
    except BadFormat:
        raise Trouble(f"{name}: holds no fingerprint") from None
    except EnvfpError as error:
        raise Trouble(f"{name}: {str(error).rpartition(': ')[2]}") from None
    if not found.verified:
        complain(f"{name}: altered: its digests do not agree with its facts")
    return found


def load(options: argparse.Namespace, operand: str, recording: Optional[str] = None) -> Fingerprint:
    layers, project = options.layers, options.project
    if is_live(operand):
        return collect(operand, layers=layers, project=project, detail=True, process=False, recording=recording)
    if recording is not None:
        raise Trouble(f"{operand}: only self, pid:N, root:DIR and record:DIR can be recorded")
    return read_file(operand)


def complain(message: str) -> int:
    print(f"envfp: {shown(message)}", file=sys.stderr)
    return TROUBLE


def write(text: str, options: argparse.Namespace) -> None:
    text += "" if text.endswith("\n") else "\n"
    if options.output is None or options.output == "-":
        if sys.stdout.isatty() and getattr(options, "form", None) == Form.DOCUMENT.value:
            # The canonical document has no escapes that JSON can do without; a terminal gets them.
            text = "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
        return
    try:
        with open(options.output, "wb") as file:
            file.write(text.encode())
    except OSError as error:
        raise Trouble(f"{options.output}: {error.strerror}") from None


# ---- The commands ---------------------------------------------------------------------------------


def command_collect(options: argparse.Namespace) -> int:
    for name in ("layers", "project"):
        if getattr(options, name) is not None and not is_live(options.env):
            raise Trouble(f"--{name}: what a file holds has been collected already")
    with load(options, options.env) as found:
        # Any form has digests computed anew: an altered document would come out as a sound one.
        if not found.verified:
            return TROUBLE
        try:
            write(found.to_form(options.form), options)
        except BadArgument:
            raise Trouble(f"{options.env}: a token does not carry what this form needs") from None
    return SAME


def command_diff(options: argparse.Namespace) -> int:
    if options.a == options.b == "-":
        raise Trouble("-: standard input can be read only once")
    if options.project is not None and not is_live(options.b):
        raise Trouble("--project: goes with a second environment that is collected now")
    project, options.project = options.project, None
    a = load(options, options.a)
    options.project = project
    b = load(options, options.b)
    called = (name_of(options.a), name_of(options.b))
    with a, b, diff(a, b, ignore=options.ignore, layers=options.layers, names=called) as found:
        if not options.quiet:
            write(found.json() if options.json else found.text(all=options.all), options)
        told = {Verdict.SAME: SAME, Verdict.DIFFERS: DIFFERS}.get(found.verdict, TROUBLE)
        return told if a.verified and b.verified else TROUBLE


def name_of(operand: str) -> str:
    """What an operand is called in texts: never a directory, nor whose home it is."""
    kind, colon, rest = operand.partition(":")
    if operand == "self":
        return "this machine"
    if operand == "-":
        return "standard input"
    if kind == "pid" and colon:
        return f"pid {rest}"
    if operand.lower().startswith("envfp1."):
        return "token"
    if operand.startswith("envfpz1."):
        return "packed document"
    fixed = {"root": "root", "record": "recording"}.get(kind, "file") if colon else "file"
    path = os.path.abspath(rest if fixed != "file" else operand)
    above, name = os.path.split(path)
    is_home = path == os.path.normpath(os.environ.get("HOME", "/")) or above in ("/home", "/Users", "/var/home")
    return fixed if is_home or not name or operand.endswith((":", ".", "..")) else name


def command_record(options: argparse.Namespace) -> int:
    with load(options, options.env, recording=options.dir) as found:
        write(f"Recorded into {shown(options.dir)}\nDigest {found.digest}\n", options)
    return SAME


def command_explain(options: argparse.Namespace) -> int:
    entry = explain(options.key)
    rows = {"type": entry.type, "class": entry.fact_class, "unit": entry.unit, "read from": entry.path,
            "source": entry.source, "impact": entry.impact, "pinned by": entry.advice, "since": entry.since}
    lines = [f"{entry.layer}: {entry.key}", "", entry.why, ""]
    lines += [f"{name:<11}{value}" for name, value in rows.items() if value is not None]
    write("\n".join(lines), options)
    return SAME


# ---- Arguments -------------------------------------------------------------------------------------


def names(text: str) -> List[str]:
    return text.split(",")


def parser() -> Parser:
    made = Parser(prog="python -m envfp", description="What surrounds a program, as a fingerprint. Without a command: "
                  "the line that a program logs at its start.", epilog=ENVIRONMENTS)
    made.add_argument("-V", "--version", action="version", version=f"envfp {library_version()} (Python package {__version__})")
    commands = made.add_subparsers(dest="command", metavar="COMMAND")

    def command(name: str, run: object, about: str, form: Optional[str] = None) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=about, description=about, epilog=ENVIRONMENTS)
        one.set_defaults(run=run, layers=None, project=None, output=None, form=form, env="self")
        one.add_argument("-o", "--output", metavar="FILE", help="write there")
        return one

    def environment(one: argparse.ArgumentParser) -> None:
        one.add_argument("env", nargs="?", default="self", metavar="ENV")
        one.add_argument("--layers", type=names, metavar="A,B", help="only these layers; the others are skipped")
        one.add_argument("--project", metavar="DIR", help="add a project's own pins")

    one = command("collect", command_collect, "write a form of an environment's fingerprint")
    environment(one)
    one.add_argument("--form", choices=[form.value for form in Form], default=Form.DOCUMENT.value)
    environment(command("line", command_collect, "the line for a log: collect --form line", Form.LINE.value))
    environment(command("token", command_collect, "the long token: collect --form long", Form.LONG.value))
    one = command("diff", command_diff, "compare two environments: 0 same, 1 differs, 2 trouble or cannot be told")
    one.add_argument("a", metavar="A")
    one.add_argument("b", nargs="?", default="self", metavar="B")
    one.add_argument("--layers", type=names, metavar="A,B", help="compare these layers only")
    one.add_argument("--project", metavar="DIR", help="add a project's own pins to B")
    one.add_argument("--ignore", action="append", default=[], metavar="KEY", help="leave a fact out: KEY, PREFIX*, or LAYER:KEY")
    one.add_argument("--all", action="store_true", help="every difference")
    one.add_argument("--json", action="store_true", help="for programs")
    one.add_argument("-q", "--quiet", action="store_true", help="say nothing, the exit status tells")
    one = command("record", command_record, "write down what a collection reads, into a folder that is new or empty")
    one.add_argument("dir", metavar="DIR")
    environment(one)
    one = command("explain", command_explain, "what a fact means, where it comes from, why it matters")
    one.add_argument("key", metavar="KEY")
    return made


def main(arguments: Optional[Sequence[str]] = None) -> int:
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given:  # the line of this process, which names the interpreter that runs
        print(line())
        return SAME
    if given[0] in RESERVED:
        return complain(f"{given[0]}: a reserved word: a later version may have a command of this name, this one has none")
    options = parser().parse_args(given)
    if options.command is None:
        return complain("no command given (python -m envfp --help lists them)")
    try:
        status: int = options.run(options)
    except (Trouble, EnvfpError) as error:
        return complain(str(error))
    except BrokenPipeError:
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return TROUBLE
    return status


if __name__ == "__main__":
    sys.exit(main())
