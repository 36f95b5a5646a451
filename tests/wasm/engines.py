# SPDX-License-Identifier: MIT
"""Runtimes for WebAssembly: each runs the command with directories and variables, and is skipped with a word where it or
the command is missing."""
import json
import os
import pathlib
import shutil
import subprocess
import sys

import pytest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = os.environ.get("ENVFP_BUILD", str(ROOT / "build"))
ENVFP = os.environ.get("ENVFP", os.path.join(BUILD, "envfp"))
PROGRAM = pathlib.Path(BUILD + "-wasm") / "envfp.wasm"
PYTHON = PROGRAM.parent / "python"  # where `make deps` puts Wasmtime


class Runtime:
    """Runs the command in it; what Python needs to start does not reach the command."""
    hides_absolute_links = False
    may_refuse_links = True  # Node.js 20 takes a new link's text as a path from the directory given, and refuses "../x"

    def __init__(self, words, variables):
        self.words, self.variables = words, variables

    def run(self, *arguments, directories=None, env=None, stdin=None, program=PROGRAM):
        """`directories`: the host's by the name that the command sees."""
        given = json.dumps({str(guest): str(host) for guest, host in (directories or {}).items()})
        return subprocess.run([*self.words, str(program), given, *map(str, arguments)], input=stdin, capture_output=True,
                              timeout=120, check=False, env={**self.variables, **(env or {})})

    def out(self, *arguments, status=0, **more):
        done = self.run(*arguments, **more)
        assert done.returncode == status, done.stderr.decode() + done.stdout.decode()
        return done.stdout


class Wasmtime(Runtime):
    hides_absolute_links = True  # and says EPERM
    may_refuse_links = False


def node():
    found = shutil.which("node") or shutil.which("nodejs")
    if not found:
        pytest.skip("no Node.js")
    words = [found, "--no-warnings"]
    flag = "--experimental-wasi-unstable-preview1"
    for more in ([flag], []):  # a word of old versions
        if subprocess.run([*words, *more, "--input-type=module", "-e", "import 'node:wasi'"], capture_output=True,
                          check=False).returncode == 0:
            return Runtime([*words, *more, str(HERE / "node.mjs")], {})
    pytest.skip("Node.js without WASI")


def wasmtime():
    variables = {"PYTHONPATH": str(PYTHON)} if PYTHON.is_dir() else {}
    if subprocess.run([sys.executable, "-c", "import wasmtime"], env={**os.environ, **variables}, capture_output=True,
                      check=False).returncode:
        pytest.skip("no Wasmtime")
    return Wasmtime([sys.executable, str(HERE / "wasmtime_run.py")], variables)


RUNTIMES = {"node": node, "wasmtime": wasmtime}


def get(name):
    if not PROGRAM.exists():
        pytest.skip("no compiler or no zlib for WebAssembly")
    return RUNTIMES[name]()


def native(*arguments, status=0, env=None, stdin=None):
    done = subprocess.run([ENVFP, *map(str, arguments)], input=stdin, capture_output=True, timeout=120, check=False,
                          env=env or {})
    assert done.returncode == status, done.stderr.decode() + done.stdout.decode()
    return done.stdout
