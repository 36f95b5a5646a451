# SPDX-License-Identifier: MIT
"""pid:N tells what the process would tell of itself, with gaps where permission or a namespace of ours ends."""
import json
import os
import shutil
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from conftest import LAYERS, digests

QUIET = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
# Sysctls of namespaces that only a process inside can read.
NAMESPACED = {"sysctl.net.ipv4.ip_unprivileged_port_start", "sysctl.net.ipv6.conf.all.disable_ipv6",
              "sysctl.kernel.pid_max", "sysctl.net.core.somaxconn", "sysctl.user.max_user_namespaces", "sysctl.vm.memfd_noexec"}
ALL = ["--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev"]
PLACES = {
    "plain": ["env"],
    "other environment": ["env", "-i", "PATH=/bin:/usr/bin", "LANG=de_DE.UTF-8", "LD_LIBRARY_PATH=/opt/x", "TZ=Asia/Tokyo"],
    "restricted": ["setpriv", "--bounding-set=-all,+net_raw", "--no-new-privs"],
    "limited": ["prlimit", "--nofile=100:200", "--fsize=1000000000"],
    "personality": ["setarch", "-R"],
    "another user": ["setpriv", "--reuid=1234", "--regid=1234", "--clear-groups"],
    "namespaces": ["unshare", "--pid", "--fork", "--mount-proc", "--net", "--uts", "--ipc", "--cgroup"],
    "user namespace": ["unshare", "--user", "--map-root-user", "--pid", "--fork", "--mount-proc", "--net"],
    "bubblewrap": ["bwrap", "--unshare-all", *ALL],
    "bubblewrap, user": ["bwrap", "--unshare-user", "--uid", "1000", "--unshare-pid", *ALL],
    "nested": ["bwrap", "--unshare-pid", "--unshare-ipc", *ALL, "bwrap", "--unshare-user", "--unshare-uts", *ALL],
    "chroot": ["unshare", "--mount", "sh", "-c", "mount --rbind / /mnt && exec chroot /mnt \"$@\"", "sh"],
}


@pytest.fixture(autouse=True)
def path(monkeypatch):
    """What everybody may enter: where a user may not, another program is found for him than for root."""
    monkeypatch.setenv("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")


def tree_of(pid):
    """A process and what it has started."""
    children = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            children.setdefault(int(stat.read_text().rsplit(")", 1)[1].split()[1]), []).append(int(stat.parent.name))
        except OSError:
            continue
    todo = [pid]
    while todo:
        one = todo.pop()
        todo += children.get(one, [])
        yield one


def find(pid, name):
    for _ in range(200):
        for one in tree_of(pid):
            try:
                if Path(f"/proc/{one}/comm").read_text().strip() == name:
                    return one
            except OSError:
                continue
        time.sleep(0.02)
    return None


@contextmanager
def sleeping(launcher):
    """A process that sleeps behind a launcher; its number as we see it."""
    if shutil.which(launcher[0]) is None:
        pytest.skip(f"no {launcher[0]}")
    with subprocess.Popen([*launcher, "sleep", "60"], **QUIET, start_new_session=True) as started:
        pid = find(started.pid, "sleep")
        try:
            if pid is None:
                pytest.skip("cannot be started here")
            yield pid
        finally:
            for one in list(tree_of(started.pid)):
                try:
                    os.kill(one, 9)
                except OSError:
                    pass


def hidden(document, layer):
    return document["layers"][layer].get("gaps", {})


@pytest.mark.parametrize("place", PLACES)
def test_inside_and_outside_agree(envfp, place):
    launcher = PLACES[place]
    done = envfp.run("collect", prefix=launcher)
    if done.returncode != 0:
        pytest.skip(f"not here: {done.stderr.decode().strip()[:100]}")
    inside = json.loads(done.stdout)
    with sleeping(launcher) as pid:
        outside = envfp.document(f"pid:{pid}")
    for layer in LAYERS:
        a, b = inside["layers"][layer], outside["layers"][layer]
        new = {key: why for key, why in b.get("gaps", {}).items() if key not in a.get("gaps", {})}
        assert set(new) <= NAMESPACED and set(new.values()) <= {"hidden"}, (layer, new)
        assert a.get("facts") == b.get("facts"), layer
        assert a.get("derived") == b.get("derived"), layer
        if not new:
            assert a.get("digest") == b.get("digest"), layer
    assert inside["stack"] == outside["stack"]


def test_a_user_who_may_not_look(nobody):
    """Denied, not absent; what everybody may read is told."""
    with subprocess.Popen(["sleep", "60"], **QUIET) as other:
        try:
            document = nobody.document(f"pid:{other.pid}")
        finally:
            other.kill()
    layers = document["layers"]
    for layer in ("libc", "packages", "runtimes"):
        assert layers[layer]["status"] == "denied", layer
    assert layers["container"]["derived"]["verdict.runtime"] == "unknown"
    assert hidden(document, "container")["namespaces.isolated"] == "denied"
    assert hidden(document, "libc")["libc.*"] == "denied"
    assert hidden(document, "libc")["locale.*"] == "denied"
    assert layers["kernel"]["status"] == "observed"
    assert "process.*" not in hidden(document, "sandbox")


def test_the_first_process(envfp):
    """Even root may be refused there."""
    document = envfp.document("pid:1")
    if "namespaces.isolated" in hidden(document, "container"):
        assert document["layers"]["container"]["derived"]["verdict.runtime"] == "unknown"
        assert document["layers"]["packages"]["status"] in ("denied", "partial")


def test_a_zombie(envfp):
    """It has no files any more: hidden, not absent."""
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    try:
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        document = envfp.document(f"pid:{pid}")
    finally:
        os.waitpid(pid, 0)
    assert [document["layers"][layer]["status"] for layer in ("container", "libc", "packages", "runtimes")] == ["hidden"] * 4
    assert document["layers"]["container"]["derived"]["verdict.runtime"] == "unknown"


def test_one_that_ends_meanwhile(envfp):
    """At whatever moment: no such process, the same facts, or gaps; never a layer that is whole and another."""
    def collect(pause):
        with subprocess.Popen(["sleep", "60"], **QUIET) as other:
            with subprocess.Popen([envfp.path, "collect", f"pid:{other.pid}"], stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL) as command:
                if pause is not None:
                    time.sleep(pause)
                    other.kill()
                    other.wait()
                text = command.communicate()[0]
            other.kill()
        assert command.returncode in (0, 2)
        return json.loads(text) if command.returncode == 0 else None

    whole = collect(None)
    for step in range(40):
        document = collect(step * 0.00015)
        for layer in LAYERS if document else ():
            if document["layers"][layer]["status"] in ("observed", "none"):
                assert document["layers"][layer]["digest"] == whole["layers"][layer]["digest"], (step, layer)


def test_a_thread_of_the_kernel(envfp):
    threads = [path.parent.name for path in Path("/proc").glob("[0-9]*/stat")
               if path.read_text().rsplit(")", 1)[1].split()[1] == "2"]
    if not threads:
        pytest.skip("no threads of the kernel to be seen")
    document = envfp.document(f"pid:{threads[0]}")
    assert document["layers"]["container"]["status"] in ("none", "partial")


def test_its_environment_stays_its_own(envfp):
    """Variables by the library's list only, filtered as one's own are."""
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "SECRET": "hunter2", "LD_PRELOAD": "https://user:hunter2@h/x",
                   "HOME": "/home/wilhelmina", "PYTHONPATH": "/home/wilhelmina/lib"}
    with subprocess.Popen(["/bin/sleep", "60"], env={k: v for k, v in environment.items() if k != "LD_PRELOAD"},
                          **QUIET) as other:
        try:
            text = envfp("collect", f"pid:{other.pid}")
        finally:
            other.kill()
    assert b"hunter2" not in text and b"wilhelmina" not in text
    assert json.loads(text)["layers"]["libc"]["facts"]["locale.ctype"] == "C.UTF-8"


def test_itself(envfp, build):
    """pid: of the one who asks is self."""
    confine = build / "gates" / "confine"
    if not confine.exists():
        pytest.skip("no such program: make check-gates")
    script = 'exec "$0" look-at pid:$$ /dev/stdout'
    done = subprocess.run(["sh", "-c", script, confine], stdout=subprocess.PIPE, check=True)
    own = subprocess.run([confine, "/dev/stdout"], stdout=subprocess.PIPE, check=True)
    assert digests(json.loads(done.stdout)) == digests(json.loads(own.stdout))


def test_no_such_process(envfp):
    for pid in ("4194305", "999999999"):
        assert envfp.run("collect", f"pid:{pid}").returncode == 2
