# SPDX-License-Identifier: MIT
"""--try-calls: which system calls a filter refuses, held against filters that refuse in each of the ways."""
import ctypes
import json
import os
import platform
import struct
import subprocess
from pathlib import Path

import pytest

ENVFP = os.environ.get("ENVFP", str(Path(__file__).resolve().parents[2] / "build" / "envfp"))

# x86_64 and aarch64; clone3 and what came later has one number everywhere.
NUMBERS = {"x86_64": {"ptrace": 101, "keyctl": 250, "chroot": 161, "alarm": 37},
           "aarch64": {"ptrace": 117, "keyctl": 219, "chroot": 51, "alarm": 103}}
CALLS = {**NUMBERS.get(platform.machine(), {}), "clone3": 435, "openat2": 437}
ALLOW, ERRNO, KILL, TRAP = 0x7FFF0000, 0x00050000, 0x80000000, 0x00030000
EPERM, ENOSYS = 1, 38

pytestmark = pytest.mark.skipif(platform.machine() not in NUMBERS, reason="numbers of system calls are known of two processors")


def confine(refused):
    """A filter that answers these calls so, and lets all others pass."""
    code = [(0x20, 0, 0, 0)]
    for name, answer in refused.items():
        code += [(0x15, 0, 1, CALLS[name]), (0x06, 0, 0, answer)]
    code += [(0x06, 0, 0, ALLOW)]
    libc = ctypes.CDLL(None, use_errno=True)
    text = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *each) for each in code))
    program = ctypes.create_string_buffer(struct.pack("@HP", len(code), ctypes.addressof(text)))
    if libc.prctl(38, ctypes.c_ulong(1), 0, 0, 0) != 0 or libc.prctl(22, ctypes.c_ulong(2), program, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "no filter")


def run(*words, refused=None):
    return subprocess.run([ENVFP, *words], capture_output=True, text=True, check=False,
                          preexec_fn=(lambda: confine(refused)) if refused else None)


def refused_calls(refused):
    done = run("collect", "--layers", "sandbox", "--try-calls", refused=refused)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout)["app"]["context"]["calls.refused"])


def test_each_way_of_refusing_is_told():
    here = refused_calls(None)
    found = refused_calls({"ptrace": ERRNO | EPERM, "clone3": ERRNO | ENOSYS, "keyctl": KILL, "chroot": TRAP})
    assert found - here == {"ptrace: EPERM", "clone3: ENOSYS", "keyctl: kills", "chroot: kills"} - here


def test_another_error_is_no_refusal():
    """Some filters answer EINVAL, as the kernel does to these arguments: nobody can tell them apart."""
    assert not {each for each in refused_calls({"openat2": ERRNO | 22}) if each.startswith("openat2")}


def test_no_layer_changes_by_it():
    plain = json.loads(run("collect", "--layers", "sandbox,container").stdout)
    tried = json.loads(run("collect", "--layers", "sandbox,container", "--try-calls").stdout)
    assert tried["digest"] == plain["digest"]
    assert tried["layers"] == plain["layers"]
    assert not tried["app"]["facts"]


def test_show_takes_it_too():
    done = run("show", "--all", "--try-calls", "--layers", "sandbox", refused={"ptrace": ERRNO | EPERM})
    assert done.returncode == 0, done.stderr
    assert "calls.refused" in done.stdout and "ptrace: EPERM" in done.stdout


def test_a_child_that_cannot_even_begin_is_told():
    """Where its first steps already kill, each call would seem to."""
    done = run("collect", "--try-calls", refused={"alarm": KILL})
    assert done.returncode == 2 and "--try-calls" in done.stderr


@pytest.mark.parametrize("operand", ["pid:1", "root:/", "record:/"])
def test_others_are_not_tried(operand):
    done = run("collect", operand, "--try-calls")
    assert done.returncode == 2 and "--try-calls" in done.stderr


def test_commands_that_do_not_collect_refuse_it():
    for words in (["explain", "libc.version"], ["record", "/nonexistent/x"], ["diff", "self"]):
        done = run(*words, "--try-calls")
        assert done.returncode == 2 and "not an option" in done.stderr, words
