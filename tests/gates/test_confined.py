# SPDX-License-Identifier: MIT
"""Where a process may not look there is a gap with its reason: no wrong fact, no wrong verdict, no "none" unseen.

`confine` takes things away from itself and collects; what it finds is held against what it finds with all of them.
"""
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import BUILD, LAYERS, NOBODY

CONFINE = BUILD / "gates" / "confine"
HERE = Path(__file__).parent
# Of a collection itself, in every layer: reading, memory, the end, and the document's one write.
FROZEN = """brk clock_gettime close exit exit_group fcntl fstat fstatfs futex getdents64 mmap mremap munmap newfstatat
    openat pread64 read readlinkat statfs statx uname write""".split()
BELOW = ("hardware", "hypervisor", "kernel")
ABOVE = ("libc", "packages", "runtimes")
VERDICTS = {"hypervisor": ("kind", "chain", "vmm", "cloud"), "container": ("runtime", "orchestrator", "platform")}
MOUNTS = ["namespaces", "mnt"]
PROCESSES = ["namespaces", "mnt,pid"]
NO_PROC = ["unmount", "/proc"]
NO_SYS = ["unmount", "/sys"]
EMPTY = "ro,size=4k"
FILTERED = {"seccomp", "no-new-privileges"}


class Scene:
    """What is taken away, and what then may differ."""

    def __init__(self, *steps, reasons="hidden", same=LAYERS, mechanisms=frozenset(), unknown=()):
        self.steps = steps
        self.reasons = {*reasons.split()}
        self.same = same  # layers whose digest stays
        self.mechanisms = mechanisms  # that are added
        self.unknown = unknown  # layers that cannot be told at all


def but(*layers):
    return [layer for layer in LAYERS if layer not in layers]


SCENES = {
    "nobody": Scene("user", NOBODY),
    "nobody, closed": Scene("user", NOBODY, "closed", reasons="denied", same=but("sandbox")),
    "hidepid": Scene(*MOUNTS, "mount", "proc", "/proc", "hidepid=2", "user", NOBODY),
    "no sys": Scene(*MOUNTS, *NO_SYS, same=("sandbox",) + ABOVE),
    "no proc": Scene(*MOUNTS, *NO_PROC, same=ABOVE, unknown=("container", "sandbox")),
    "neither": Scene(*MOUNTS, *NO_SYS, *NO_PROC, same=ABOVE, unknown=("container", "sandbox")),
    "empty sys": Scene(*MOUNTS, "mount", "tmpfs", "/sys", EMPTY, same=("sandbox",) + ABOVE),
    "empty proc": Scene(*MOUNTS, "mount", "tmpfs", "/proc", EMPTY, reasons="hidden remote", same=ABOVE,
                        unknown=("container", "sandbox")),
    "other processes": Scene(*MOUNTS, "foreign", "/proc", same=BELOW + ABOVE, unknown=("container", "sandbox")),
    "stale proc": Scene(*PROCESSES, same=but("container")),
    "own processes": Scene(*PROCESSES, "mount", "proc", "/proc", "", same=but("container")),
    "only processes": Scene(*PROCESSES, "mount", "proc", "/proc", "subset=pid", same=ABOVE),
    "masked status": Scene(*MOUNTS, "mount", "bind", "/proc/self/status", "/dev/null", same=but("sandbox"),
                           unknown=("sandbox",)),
    "no cgroups": Scene(*MOUNTS, "unmount", "/sys/fs/cgroup", same=but("container")),
    "no devices": Scene(*MOUNTS, "mount", "tmpfs", "/dev", EMPTY),
    "nobody, hidepid, no sys": Scene(*MOUNTS, "mount", "proc", "/proc", "hidepid=2", *NO_SYS, "user", NOBODY,
                                     same=("sandbox",) + ABOVE),
    "nobody, neither": Scene(*MOUNTS, *NO_SYS, *NO_PROC, "user", NOBODY, same=ABOVE, unknown=("container", "sandbox")),
    "no descriptor": Scene("limit", "nofile", 3, reasons="busy hidden unsupported", same=(), mechanisms={"rlimits"},
                           unknown=("sandbox",)),
    "one descriptor": Scene("limit", "nofile", 5, reasons="busy hidden unsupported", same=(), mechanisms={"rlimits"},
                            unknown=("sandbox",)),
    "eight descriptors": Scene("limit", "nofile", 8, same=but("sandbox"), mechanisms={"rlimits"}),
    "16 MiB": Scene("limit", "as", 16 << 20, same=but("sandbox"), mechanisms={"rlimits"}),
    "nothing open": Scene("close", 0, "close", 1, "close", 2),
}


def numbers(names):
    """This processor's numbers of system calls; names that it does not have are left out."""
    text = subprocess.run(["cc", "-E", "-dM", "-include", "sys/syscall.h", "-x", "c", "/dev/null"],
                          stdout=subprocess.PIPE, check=True, text=True).stdout
    known = dict(re.findall(r"#define __NR_(\w+) (\d+)$", text, re.M))
    return ",".join(known[name] for name in names if name in known)


def docker():
    lines = (HERE / "docker-calls.txt").read_text().splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


FILTERS = {
    "docker": (docker, "allow", "errno"),
    "docker, deadly": (docker, "allow", "kill"),
    "deadly openat2": (lambda: ["openat2"], "refuse", "kill"),
    "deadly but for ours": (lambda: FROZEN, "allow", "kill"),
    "no statfs": (lambda: ["statfs", "fstatfs"], "refuse", "errno"),
}


@pytest.fixture(scope="module")
def confined(open_folder):
    """The document that is collected after some steps."""
    if not CONFINE.exists():
        pytest.skip("no such program: make check-gates")
    program = shutil.copy2(CONFINE, open_folder / "confine")

    def run(*steps, status=0):
        output = open_folder / "document"
        output.unlink(missing_ok=True)
        done = subprocess.run([program, *map(str, steps), output], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}, cwd="/", timeout=60)
        if done.returncode == 3:
            pytest.skip(f"not here: {done.stderr.decode().strip()}")
        assert done.returncode == status, (done.returncode, done.stderr)
        return json.loads(output.read_bytes()) if status == 0 else None

    return run


@pytest.fixture(scope="module")
def plain(confined):
    return confined()


def covers(gap, key):
    return key.startswith(gap[:-1]) if gap.endswith("*") else gap == key


def facts(layer):
    return {**layer.get("facts", {}), **layer.get("context", {})}


def missing_without_a_word(before, after):
    gaps = after.get("gaps", {})
    return [key for key in facts(before) if key not in facts(after) and not any(covers(gap, key) for gap in gaps)]


def verdict(document, layer, name):
    return document["layers"][layer].get("derived", {}).get(f"verdict.{name}")


def check_facts(plain, found):
    """Layers that the scene does not change hold the same facts, or gaps."""
    for layer in BELOW + ABOVE:
        before, after = plain["layers"][layer], found["layers"][layer]
        gaps = after.get("gaps", {})
        assert not missing_without_a_word(before, after), layer
        for key, value in facts(after).items():
            # Told in another way where Linux's own is not to be seen: by CPUID, by /proc/bus.
            # A PID namespace has a pid_max of its own since Linux 6.14.
            instead = key in ("cpu.features", "sysctl.kernel.pid_max") or key.startswith("pci_listed/")
            if not instead and not any(covers(gap, key) for gap in gaps):
                assert facts(before).get(key) == value, (layer, key)


def check_verdicts(plain, found, scene):
    for layer, names in VERDICTS.items():
        for name in names:
            told, whole = verdict(found, layer, name), verdict(plain, layer, name)
            if name == "chain":  # fewer links, none of them another
                assert set(told or ()) <= set(whole or ()), layer
            else:
                assert told in (None, "unknown", whole), (layer, name)
    for layer in scene.unknown:
        status = found["layers"][layer]["status"]
        assert status in ("unknown", "hidden", "denied", "partial"), (layer, status)
        assert verdict(found, layer, "runtime") in (None, "unknown"), layer
    mechanisms = verdict(found, "sandbox", "mechanisms")
    if "sandbox" in scene.unknown:
        assert set(mechanisms or ()) <= set(verdict(plain, "sandbox", "mechanisms") or ())
    else:
        assert set(mechanisms) == set(verdict(plain, "sandbox", "mechanisms")) | scene.mechanisms
    for boundary in found["stack"]:
        assert boundary["boundary"] == "sandbox" or boundary["kind"] in [b["kind"] for b in plain["stack"]] + ["unknown"], boundary


def check(plain, found, scene):
    check_facts(plain, found)
    check_verdicts(plain, found, scene)
    for layer in LAYERS:
        before, after = plain["layers"][layer], found["layers"][layer]
        new = {gap: reason for gap, reason in after.get("gaps", {}).items() if gap not in before.get("gaps", {})}
        assert set(new.values()) <= scene.reasons, (layer, new)
        if layer in scene.same:
            assert after.get("digest") == before.get("digest"), (layer, after["status"], new)
        elif after["status"] in ("observed", "none") and layer in BELOW + ABOVE:
            assert after.get("digest") == before.get("digest"), (layer, "says that nothing is missing")


@pytest.mark.parametrize("name", SCENES)
def test_scene(confined, plain, name):
    scene = SCENES[name]
    check(plain, confined(*scene.steps), scene)


@pytest.mark.parametrize("name", FILTERS)
def test_filter(confined, plain, name):
    calls, what, refusal = FILTERS[name]
    found = confined(what, numbers(calls()), refusal)
    if name == "no statfs":
        check(plain, found, Scene(same=ABOVE, unknown=("sandbox",)))
    else:
        check(plain, found, Scene(same=but("sandbox"), mechanisms=FILTERED))


def test_filter_kills(confined):
    """What the tests above rest on: the filters are in place."""
    confined("allow", numbers(["close"]), "kill", status=-31)


def test_other_process_under_filter(confined, plain):
    """Another process is looked at with the same calls."""
    with subprocess.Popen(["sleep", "60"], env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}, cwd="/") as other:
        try:
            found = confined("look-at", f"pid:{other.pid}", "allow", numbers(FROZEN), "kill")
        finally:
            other.kill()
    assert found["digest"] == plain["digest"]
    assert found["stack"] == plain["stack"]


@pytest.mark.parametrize("name", FILTERS)
def test_root_under_filter(confined, tmp_path, name):
    """openat2 serves roots, but only where nothing filters."""
    calls, what, refusal = FILTERS[name]
    (tmp_path / "etc").mkdir()
    (tmp_path / "usr/lib").mkdir(parents=True)
    (tmp_path / "usr/lib/os-release").write_text("ID=inside\n")
    (tmp_path / "etc/os-release").symlink_to("/usr/lib/os-release")
    look = ("look-at", f"root:{tmp_path}")
    found = confined(*look, what, numbers(calls()), refusal)
    assert found == confined(*look)
    assert found["layers"]["packages"]["facts"]["os.id"] == "inside"


@pytest.mark.parametrize("steps", [(), NO_PROC, NO_SYS + NO_PROC], ids=["whole", "no proc", "neither"])
def test_empty_root(confined, plain, tmp_path, steps):
    """Nothing but the program itself: the processor still tells, all else is not to be seen."""
    tmp_path.chmod(0o755)
    found = confined(*MOUNTS, *steps, "chroot", tmp_path)
    layers = found["layers"]
    assert verdict(found, "hypervisor", "kind") in ("unknown", verdict(plain, "hypervisor", "kind"))
    assert [layers[layer]["status"] for layer in ("container", "sandbox")] == ["hidden", "hidden"]
    assert not missing_without_a_word(plain["layers"]["kernel"], layers["kernel"])
    assert not missing_without_a_word(plain["layers"]["hardware"], layers["hardware"])
    assert layers["packages"]["status"] == "unknown"
    assert layers["runtimes"]["status"] == "unknown"
    assert "libc.kind" not in facts(layers["libc"])


def test_no_environment(confined, plain, open_folder):
    """No PATH: the usual directories are searched."""
    output = open_folder / "document"
    subprocess.run([CONFINE, output], env={}, check=True, cwd="/")
    found = json.loads(output.read_bytes())
    assert facts(found["layers"]["libc"])["libc.version"] == facts(plain["layers"]["libc"])["libc.version"]
    assert found["layers"]["sandbox"]["digest"] == plain["layers"]["sandbox"]["digest"]
