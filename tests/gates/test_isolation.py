# SPDX-License-Identifier: MIT
"""A container does not change the machine: what stands below it has the same digests inside, for root and for others.

bubblewrap makes the containers: its own default, and what Docker and Podman mask, hide and unshare by default.
"""
import shutil
from pathlib import Path

import pytest

from conftest import Envfp

BELOW = ("hardware", "hypervisor", "kernel")
# A root file system of the host's, without what images never hold.
FILES = [word for folder in ("usr", "etc", "bin", "lib", "lib64", "sbin", "var", "opt") if Path("/", folder).exists()
         for word in ("--ro-bind", f"/{folder}", f"/{folder}")]
PLAIN = FILES + ["--proc", "/proc", "--dev", "/dev", "--ro-bind", "/sys", "/sys", "--tmpfs", "/tmp"]
UNSHARED = ["--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
EMPTY = [word for path in ("/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/timer_list", "/proc/sched_debug",
                           "/proc/interrupts") if Path(path).exists() for word in ("--ro-bind", "/dev/null", path)]
MASKED = [word for path in ("/proc/asound", "/proc/acpi", "/proc/scsi", "/sys/firmware", "/sys/devices/virtual/powercap")
          if Path(path).is_dir() for word in ("--tmpfs", path)]
READ_ONLY = [word for path in ("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys") if Path(path).is_dir()
             for word in ("--ro-bind", path, path)]
CONTAINERS = {
    "bubblewrap": PLAIN,
    "unshared": PLAIN + UNSHARED,
    "like docker": PLAIN + UNSHARED + ["--unshare-net"] + EMPTY + MASKED + READ_ONLY,
    "like rootless podman": ["--unshare-user", "--uid", "1000"] + PLAIN + UNSHARED + ["--unshare-net"] + EMPTY + MASKED,
}


@pytest.fixture(params=CONTAINERS)
def inside(request, envfp):
    """The command inside a container."""
    if shutil.which("bwrap") is None:
        pytest.skip("no bubblewrap")
    words = ["bwrap", "--die-with-parent", *CONTAINERS[request.param], "--ro-bind", envfp.path, "/tmp/envfp"]
    contained = Envfp("/tmp", words)
    done = contained.run("--version")
    if done.returncode != 0:
        pytest.skip(f"no such container here: {done.stderr.decode().strip()[:100]}")
    return contained


def test_what_stands_below_is_the_same(envfp, inside):
    outside, contained = envfp.document(), inside.document()
    for layer in BELOW:
        a, b = outside["layers"][layer], contained["layers"][layer]
        assert a.get("facts") == b.get("facts"), layer
        assert a["digest"] == b["digest"], (a["status"], a.get("gaps"), b["status"], b.get("gaps"))


def test_the_container_shows(envfp, inside, request):
    if request.node.callspec.params["inside"] == "bubblewrap":
        pytest.skip("unshares no more than mounts")
    outside, contained = envfp.document(), inside.document()
    upper = ("container", "sandbox")
    assert [outside["layers"][n]["digest"] for n in upper] != [contained["layers"][n]["digest"] for n in upper]
