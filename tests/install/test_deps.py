# SPDX-License-Identifier: MIT
"""What .ci/deps asks before it installs packages, with an apt-get that installs nothing."""
import os
import pathlib
import pty
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="packages are installed by root")


@pytest.fixture
def environment(tmp_path):
    """One in which the compiler is missing."""
    fake = tmp_path / "apt-get"
    fake.write_text('#!/bin/sh\necho "asked apt-get $1 $2"\n')
    fake.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if name not in ("CI", "ASK")}
    return {**kept, "CC": "no-such-compiler", "PATH": f"{tmp_path}:{os.environ['PATH']}"}


def at_terminal(environment, answer):
    """Whether a question came, the status, and what was said."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(ROOT)
        os.execvpe("sh", ["sh", ".ci/deps", "build"], environment)
    said, asked = b"", False
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # the end of a terminal
            break
        if not piece:
            break
        said += piece
        if b"[Y/n]" in said and not asked:
            asked = True
            os.write(terminal, answer + b"\n")
    os.close(terminal)
    return asked, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said.decode()


@pytest.mark.parametrize("answer, installs", [(b"", True), (b"y", True), (b"n", False), (b"what?", False)])
def test_a_person_is_asked(environment, answer, installs):
    asked, status, said = at_terminal({**environment, "ASK": "1"}, answer)
    assert asked and (status == 0) == installs and ("asked apt-get" in said) == installs


@pytest.mark.parametrize("more", [{}, {"ASK": "1", "CI": "true"}])
def test_nobody_is_asked_by_tests_or_in_ci(environment, more):
    asked, status, said = at_terminal({**environment, **more}, b"n")
    assert not asked and status == 0 and "asked apt-get" in said


def test_nobody_is_asked_without_a_terminal(environment):
    done = subprocess.run(["sh", ".ci/deps", "build"], cwd=ROOT, env={**environment, "ASK": "1"}, text=True, check=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    assert "asked apt-get" in done.stdout and "[Y/n]" not in done.stdout
