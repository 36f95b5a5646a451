# SPDX-License-Identifier: MIT
"""What the gates share: the built command, recordings of this machine, and other users to run as."""
import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("ENVFP_BUILD", REPOSITORY / "build")).resolve()
LAYERS = ("hardware", "hypervisor", "kernel", "container", "sandbox", "libc", "packages", "runtimes")
NOBODY = 65534


class Envfp:
    """The command as a function: arguments in, bytes out."""

    def __init__(self, build=BUILD, prefix=()):
        self.path = str(Path(build) / "envfp")
        self.prefix = prefix

    def run(self, *arguments, prefix=(), **options):
        options.setdefault("timeout", 60)
        return subprocess.run([*self.prefix, *prefix, self.path, *map(str, arguments)], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, **options)

    def __call__(self, *arguments, **options):
        done = self.run(*arguments, **options)
        assert done.returncode == 0, (arguments, done.returncode, done.stderr.decode())
        return done.stdout

    def document(self, *operand, **options):
        return json.loads(self("collect", *operand, **options))

    def digests(self, *operand, **options):
        return digests(self.document(*operand, **options))


def digests(document):
    """Digest, or status where there is none, of each layer."""
    return {name: layer.get("digest", layer["status"]) for name, layer in document["layers"].items()}


@pytest.fixture(scope="session")
def envfp():
    return Envfp()


@pytest.fixture(scope="session")
def build():
    return BUILD


@pytest.fixture(scope="session")
def open_folder():
    """A folder that every user may enter and write into; pytest's own are private."""
    folder = Path(tempfile.mkdtemp(prefix="envfp-gate-"))
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def nobody(open_folder):
    """The command, run as nobody, without any right of ours."""
    if os.getuid() != 0:
        pytest.skip("not root: cannot become another user")
    if shutil.which("setpriv") is None:
        pytest.skip("no setpriv")
    shutil.copy2(BUILD / "envfp", open_folder / "envfp")
    other = Envfp(open_folder, ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"))
    if other.run("--version", cwd="/").returncode != 0:
        pytest.skip("root here cannot become nobody")
    return other


@pytest.fixture(scope="session")
def recording(envfp, tmp_path_factory):
    """This machine, recorded once; tests change copies of it."""
    directory = tmp_path_factory.mktemp("recording") / "here"
    envfp("record", directory)
    return directory


@pytest.fixture
def copy(recording, tmp_path):
    directory = tmp_path / "copy"
    shutil.copytree(recording, directory, symlinks=True)
    return directory


@pytest.fixture(scope="module")
def strace(tmp_path_factory):
    """Runs a command; gives its system calls behind the first, (name, line) each, and what it wrote."""
    if shutil.which("strace") is None:
        pytest.skip("no strace")
    log = tmp_path_factory.mktemp("strace") / "log"
    if subprocess.run(["strace", "-o", log, "true"], stdout=subprocess.DEVNULL,
                      stderr=subprocess.DEVNULL).returncode != 0:
        pytest.skip("processes cannot be traced here")

    def trace(*command, options=()):
        done = subprocess.run(["strace", "-f", *options, "-o", log, *map(str, command)], stdout=subprocess.PIPE, timeout=60)
        assert done.returncode == 0
        lines = [line.split(None, 1)[1] for line in log.read_text(errors="replace").splitlines()]
        calls = [(match.group(1), line) for line in lines for match in [re.match(r"(\w+)\(", line)] if match]
        assert calls[0][0] == "execve"
        return calls[1:], done.stdout

    return trace
