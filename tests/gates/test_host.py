# SPDX-License-Identifier: MIT
"""A host with ten thousand open files: they cost a collection nothing, and none of them is looked at."""
import ctypes
import fcntl
import json
import os
import re
import resource
import shutil
import subprocess
import sys

import pytest

from conftest import BUILD, REPOSITORY

DESCRIPTORS = 10000
ROOM = 500
DATABASE = "/var/lib/dpkg/status"
HOLD = """
import os, resource, sys
most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
for _ in range(int(sys.argv[1])):
    os.set_inheritable(os.open("/etc/passwd", os.O_RDWR), True)
os.execvp(sys.argv[2], sys.argv[2:])
"""


@pytest.fixture(autouse=True)
def may_open_many():
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if most != resource.RLIM_INFINITY and most < DESCRIPTORS + ROOM:
        pytest.skip("not so many descriptors are allowed here")
    if os.getuid() != 0:
        pytest.skip("opens files for writing")


def calls(log, count):
    """The system calls of a collection in a process that holds so many descriptors."""
    subprocess.run([sys.executable, "-c", HOLD, str(count), "strace", "-f", "-o", log, BUILD / "envfp", "collect", "-o",
                    "/dev/null"], check=True)
    return [line for line in log.read_text(errors="replace").splitlines() if re.match(r"\d+ +\w+\(", line)]


def test_they_cost_no_calls(tmp_path):
    if shutil.which("strace") is None:
        pytest.skip("no strace")
    few, many = calls(tmp_path / "few", 0), calls(tmp_path / "many", DESCRIPTORS)
    assert len(few) > 500
    assert len(many) <= len(few) * 1.1, (len(few), len(many))
    numbers = [int(found.group(1)) for line in many for found in [re.search(r"\((\d+)[,)]", line)] if found]
    assert numbers and [number for number in numbers if 2 < number < DESCRIPTORS] == []


def status(locked, prefix=()):
    """What is said of dpkg's packages in a process that has their list open, and locked."""
    script = ("import fcntl, sys\nsys.path.insert(0, sys.argv[1])\nimport envfp\nheld = open(sys.argv[2], 'r+')\n"
              "if sys.argv[3] == 'True':\n    fcntl.lockf(held, fcntl.LOCK_SH, 1, 100)\n"
              "print(envfp.collect(layers=['packages'], process=False).to_json())\n")
    bindings = REPOSITORY / "bindings/python/src"
    done = subprocess.run([*prefix, sys.executable, "-c", script, bindings, DATABASE, str(locked)], stdout=subprocess.PIPE,
                          check=True, env={**os.environ, "ENVFP_LIBRARY": str(BUILD / "libenvfp.so")})
    return json.loads(done.stdout)["layers"]["packages"].get("gaps", {}).get("dpkg/*")


needs_database = pytest.mark.skipif(not os.path.exists(DATABASE), reason="no dpkg here")


@needs_database
def test_a_database_that_the_host_has_locked_is_left_alone():
    assert status(True) == "busy"
    assert status(False) is None


@needs_database
def test_where_nobody_tells_of_locks_what_is_open_is_left_alone():
    prefix = ["unshare", "--mount", "sh", "-c", 'mount -t proc -o subset=pid proc /proc && exec "$@"', "sh"]
    if subprocess.run([*prefix, "test", "!", "-e", "/proc/locks"], stderr=subprocess.DEVNULL).returncode != 0:
        pytest.skip("cannot mount such a procfs")
    assert status(False, prefix) == "busy"


@needs_database
def test_a_lock_is_still_held_behind_a_collection(build):
    """What all of it is for: another process may not take the lock."""
    library = ctypes.CDLL(str(build / "libenvfp.so"))
    probe, made = ctypes.c_void_p(), ctypes.c_void_p()
    with open(DATABASE, "r+") as held:
        fcntl.lockf(held, fcntl.LOCK_EX, 1, 1 << 40)
        assert library.envfp_probe_new(None, ctypes.byref(probe)) == 0
        assert library.envfp_probe_run(probe, ctypes.byref(made)) == 0
        library.envfp_fingerprint_free(made)
        library.envfp_probe_free(probe)
        take = f"import fcntl\nfcntl.lockf(open({DATABASE!r}, 'r+'), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, 1 << 40)\n"
        assert subprocess.run([sys.executable, "-c", take], stderr=subprocess.DEVNULL).returncode != 0
