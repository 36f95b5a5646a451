# SPDX-License-Identifier: MIT
"""The same environment gives the same bytes."""
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from conftest import LAYERS

SHARED_BY_USERS = ("hardware", "hypervisor", "kernel", "container", "libc", "packages")


def test_two_hundred_times_from_two_processes_at_once(envfp):
    with ThreadPoolExecutor(2) as pool:
        documents = set(pool.map(lambda _: envfp("collect"), range(200)))
    assert len(documents) == 1


def test_under_load(envfp):
    calm = envfp("collect")
    burn = [subprocess.Popen([sys.executable, "-c", "while True: bytearray(1 << 22)"])
            for _ in range(2 * (os.cpu_count() or 1))]
    try:
        assert {envfp("collect") for _ in range(20)} == {calm}
    finally:
        for process in burn:
            process.kill()
            process.wait()


def test_from_any_directory(envfp, tmp_path):
    assert {envfp("collect", cwd=folder) for folder in (tmp_path, "/", "/proc/self")} == {envfp("collect")}


def test_from_a_directory_that_is_gone(envfp, tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    command = 'rmdir "$0" && exec "$1" collect'
    done = subprocess.run(["sh", "-c", command, gone, envfp.path], cwd=gone, stdout=subprocess.PIPE, timeout=60)
    assert done.returncode == 0
    assert done.stdout == envfp("collect")


@pytest.mark.parametrize("mask", ["0000", "0777"])
def test_under_any_umask_and_with_descriptors_open(envfp, mask):
    command = f'umask {mask}; exec 7</etc/os-release 8</dev/null; exec "$0" collect'
    done = subprocess.run(["sh", "-c", command, envfp.path], stdout=subprocess.PIPE, timeout=60)
    assert done.stdout == envfp("collect")


def test_without_standard_descriptors(envfp, tmp_path):
    """Files must not land on descriptors 0 to 2, or the output would not be what it should."""
    out = tmp_path / "out"
    done = subprocess.run(["sh", "-c", '"$0" collect -o "$1" <&- >&- 2>&-', envfp.path, out], timeout=60)
    assert done.returncode == 0
    assert out.read_bytes() == envfp("collect")


def test_the_layers_asked_for_have_the_digests_of_the_whole(envfp):
    whole = envfp.digests()
    for layer in LAYERS:
        some = envfp.digests("self", "--layers", layer)
        assert some[layer] == whole[layer]
        assert all(value == "skipped" for name, value in some.items() if name != layer)


def test_without_an_environment(envfp):
    document = envfp.document(env={})
    assert all(layer["status"] in ("observed", "none", "unknown", "partial", "denied", "hidden")
               for layer in document["layers"].values())


def test_root_and_nobody_agree(envfp, nobody):
    ours, theirs = envfp.document(), nobody.document(cwd="/")
    for layer in SHARED_BY_USERS:
        a, b = ours["layers"][layer], theirs["layers"][layer]
        assert a.get("facts") == b.get("facts"), layer
        assert a.get("digest") == b.get("digest"), (layer, a.get("gaps"), b.get("gaps"))
