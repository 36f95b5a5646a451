# SPDX-License-Identifier: MIT
"""What is built is hardened, says nothing of the folder that it was built in, and is the same bytes in any."""
import os
import pathlib
import platform
import re
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("ENVFP_BUILD", ROOT / "build")).resolve()
MADE = ("libenvfp.so", "libenvfp.a", "envfp")
SANITIZED = "-fsanitize" in (BUILD / "flags").read_text()


def run(*words, **more):
    return subprocess.run([str(word) for word in words], check=True, stdout=subprocess.PIPE, text=True, **more).stdout


@pytest.fixture(scope="module")
def builds(tmp_path_factory):
    """The same sources in two folders. Without optimization, since that is quick; it knows no paths."""
    folders = [tmp_path_factory.mktemp("one") / "src", tmp_path_factory.mktemp("another") / "deeper/down/source"]
    for folder in folders:
        for name in ("Makefile", "include", "libenvfp", "cli"):
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, folder / name)
            else:
                folder.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, folder)
        environment = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL", "BUILD")}
        run("make", "-C", folder, f"-j{os.cpu_count()}", "CFLAGS=-O0 -g", "BUILD=made", "all", env=environment)
    return folders


@pytest.mark.parametrize("name", MADE)
def test_two_folders_give_the_same_bytes(builds, name):
    assert (builds[0] / "made" / name).read_bytes() == (builds[1] / "made" / name).read_bytes()


@pytest.mark.parametrize("name", MADE)
def test_no_path_of_the_build_is_inside(builds, name):
    for folder in builds:
        assert os.fsencode(folder) not in (folder / "made" / name).read_bytes()


@pytest.mark.skipif(SANITIZED, reason="sanitizers are better without")
@pytest.mark.parametrize("name", ("libenvfp.so", "envfp"))
def test_tables_are_read_only_when_it_runs(name):
    headers = run("readelf", "-Wld", BUILD / name)
    assert "GNU_RELRO" in headers
    assert re.search(r"BIND_NOW|FLAGS.*NOW", headers)


@pytest.mark.skipif(SANITIZED, reason="sanitizers are better without")
def test_stack_and_buffers_are_guarded():
    symbols = run("nm", "-D", "--undefined-only", BUILD / "libenvfp.so")
    assert "__stack_chk_fail" in symbols
    assert re.search(r"__\w+_chk\b", symbols.replace("__stack_chk_fail", ""))


@pytest.mark.skipif(SANITIZED or platform.machine() not in ("x86_64", "aarch64"), reason="no branches are protected here")
def test_branches_are_protected():
    """In every object; that the whole is depends on the C library's start files, too."""
    assert re.search(r"IBT|BTI", run("readelf", "-n", BUILD / "pic/libenvfp/probe.o"))


def flags(*words):
    said = run("make", "-C", ROOT, "-n", "V=1", "BUILD=/nowhere", "/nowhere/obj/libenvfp/probe.o", *words)
    return next(line for line in said.splitlines() if "-std=c11" in line and "echo" not in line)


def test_what_the_builder_says_wins():
    said = flags("CFLAGS=-O2 -fno-stack-protector -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=1")
    assert said.index("-fno-stack-protector") > said.find("-fstack-protector-strong")
    assert said.index("-D_FORTIFY_SOURCE=1") > said.find("-D_FORTIFY_SOURCE=3")
