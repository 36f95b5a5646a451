# SPDX-License-Identifier: MIT
"""What a collection opens, lists and looks at is what `envfp explain --reads` says."""
import json
import os
import re

import pytest

CALL = re.compile(r'(openat|open|readlinkat|readlink|newfstatat|stat|lstat|statx|access|faccessat2?)'
                  r'\((?:(?:AT_FDCWD|\d+)(?:<([^>]*)>)?, )?"([^"]*)"')


def pattern(path):
    """A row's path as a regular expression."""
    before, path = (r"(?!/proc/|/sys/)/.*", path[path.index("/"):]) if path.startswith("$") else ("", path)
    for part in re.findall(r"\*\*|\*|\{[^}]*\}|[^*{]+", path):
        choices = "|".join(map(re.escape, part[1:-1].split(",")))
        before += {"**": ".*", "*": "[^/]*"}.get(part) or (f"(?:{choices})" if part[0] == "{" else re.escape(part))
    return before


class Reads:
    """All rows, as what they say of files and of directories that are listed, and of what is above either."""

    def __init__(self, envfp):
        rows = json.loads(envfp("explain", "--reads", "--json"))
        paths = [row["path"] for row in rows if "/" in row["path"]]  # the others are variables
        self.files = self.one_of(path for path in paths if not path.endswith("/"))
        self.folders = self.one_of(path for path in paths if path.endswith("/"))
        above = {path[:end.start()] for path in paths if path[0] == "/" for end in re.finditer("/", path)}
        self.above = self.one_of(path + "/" for path in above if path.count("{") == path.count("}"))

    @staticmethod
    def one_of(paths):
        return re.compile("|".join(sorted(f"(?:{pattern(path)})" for path in paths)))

    def allow(self, call, path, line):
        if call in ("openat", "open") and "O_PATH" not in line:
            folder = "O_DIRECTORY" in line
            return self.folders.fullmatch(path + "/") if folder else self.files.fullmatch(path)
        return (self.files.fullmatch(path) or self.folders.fullmatch(path + "/")
                or self.above.fullmatch(path + "/"))


@pytest.fixture(scope="module")
def reads(envfp):
    return Reads(envfp)


def asked(calls):
    """(call, path, line) of all that was asked for by name after the program had started."""
    for call, line in calls:
        match = CALL.match(line)
        if not match or not match[3]:
            continue
        path = match[3] if match[3][0] == "/" else f"{match[2] or os.getcwd()}/{match[3]}"
        yield call, re.sub(r"^/proc/\d+/", "/proc/self/", os.path.normpath(path)), line


def start(calls):
    """Behind what the dynamic loader did: it ends with the first thing that the library asks for."""
    first = next(number for number, (_, line) in enumerate(calls) if "/proc/self/mountinfo" in line)
    return calls[first:]


@pytest.mark.parametrize("operand", ["self", "pid"])
def test_nothing_else_is_asked_for(strace, envfp, reads, operand):
    calls, _ = strace(envfp.path, "collect", "self" if operand == "self" else f"pid:{os.getpid()}", options=["-y"])
    undeclared = [line for call, path, line in asked(start(calls)) if not reads.allow(call, path, line)]
    assert undeclared == []
