# SPDX-License-Identifier: MIT
"""Worlds and recordings in which names turn into links out, and back, while envfp is at work."""
import ctypes
import os
import platform
import shutil
import threading
import time

import pytest

from attacks import check_ended, check_marks, difference, snapshot
from worlds import MARK, Place, recording

EXCHANGE = 2
RENAMEAT2 = {"x86_64": 316, "aarch64": 276}.get(platform.machine())

class Swapper(threading.Thread):
    """Exchanges two names, again and again, as soon as both are there."""

    def __init__(self, first, second):
        super().__init__(daemon=True)
        self.names, self.ended, self.swapped = (os.fsencode(first), os.fsencode(second)), False, 0
        self.call = ctypes.CDLL(None).syscall

    def run(self):
        while not self.ended and self.swapped < 100000:
            if self.call(RENAMEAT2, -100, self.names[0], -100, self.names[1], EXCHANGE) == 0:
                self.swapped += 1
            time.sleep(0.0001)  # the file system is the command's, too

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.ended = True
        self.join()


def many_files(place):
    """Enough of them for a race to be won sometimes."""
    for number in range(200):
        place.write(f"var/lib/dpkg/status.d/{number}", f"Package: p{number}\nStatus: install ok installed\nVersion: 1\n")
    for name in ("etc/os-release", "etc/debian_version", "usr/lib/os-release", "home/b/two.conf", "etc/nsswitch.conf"):
        place.write(name, "ID=planted\n")
    place.write("etc/ld.so.conf", "include /home/b/two.conf\n" * 20)
    place.write("usr/bin/python3", "#!/bin/sh\n", 0o755)
    for number in range(200):
        (place.outside / f"lib/dpkg/status.d/{number}").write_text(MARK)


IN_WORLD = {"etc": "", "var": "", "var/lib/dpkg": "lib/dpkg", "var/lib/dpkg/status.d": "lib/dpkg/status.d", "usr": "usr",
            "home/b": "", ".envfp": "etc", "etc/os-release": "secret", "etc/ld.so.conf": "secret",
            "var/lib/dpkg/status.d/7": "secret"}
IN_OUTPUT = ("var", "var/lib", "var/lib/dpkg", "var/lib/dpkg/status.d", "etc", "usr", "usr/bin", "~", ".envfp", "home")
ROUNDS = 4
SECONDS = 1.5  # no round begins later


def race(place, envfp, operand, options, swap, target, moving):
    """Several runs, while a name of the world or of the recording turns into a link out and back."""
    if not RENAMEAT2:
        pytest.skip("no number of renameat2 for this processor")
    aside = place.base / "aside"
    aside.symlink_to(target)
    before, wrong = snapshot(place.outside), []
    started = time.monotonic()
    for turn in range(ROUNDS):
        if time.monotonic() - started > SECONDS:
            break
        with Swapper(swap, aside):
            done = envfp.run("record", place.out, operand, *options, cwd="/", timeout=20,
                             env={"PATH": "/nonexistent", "HOME": "/nonexistent"})
            collected = envfp.run("collect", operand, *options, cwd="/", timeout=20) if turn % 2 else done
        wrong += check_ended(done) + check_ended(collected) + check_marks(place, done.stdout, collected.stdout)
        if not aside.is_symlink():  # an odd number of swaps
            os.rename(swap, place.base / "other")
            os.rename(aside, swap)
            os.rename(place.base / "other", aside)
        shutil.rmtree(place.out, ignore_errors=True)
        if moving:
            aside.unlink() if aside.is_symlink() else shutil.rmtree(aside)
            aside.symlink_to(target)
    return wrong + difference(before, snapshot(place.outside))


@pytest.mark.parametrize("name", IN_WORLD)
@pytest.mark.parametrize("kind", ["root", "record"])
def test_race_in_the_world(name, kind, envfp, tmp_path):
    if kind == "root" and name == ".envfp":
        pytest.skip("no part of a root")
    place = Place(tmp_path)
    many_files(place)
    if kind == "record":
        recording(place, {"HOME": "/srv/x"})
    wrong = race(place, envfp, f"{kind}:{place.world}", [], place.world / name, place.outside / IN_WORLD[name], False)
    shutil.rmtree(tmp_path, ignore_errors=True)
    assert not wrong, wrong


@pytest.mark.parametrize("name", [".python-version", "package.json", "requirements.txt", "node_modules"])
def test_race_in_a_project(name, envfp, tmp_path):
    place = Place(tmp_path)
    place.write(".python-version", "3.11.7\n")
    place.write("package.json", '{"name": "x", "engines": {"node": "20.1.0"}}')
    place.write("package-lock.json", '{"lockfileVersion": 3, "packages": {"node_modules/left-pad": {"version": "1.0.0"}}}')
    place.write("requirements.txt", "thing==1.0\n")
    place.write("node_modules/left-pad/package.json", '{"name": "left-pad", "version": "1.0.0"}')
    target = "node_modules" if name == "node_modules" else "secret"
    wrong = race(place, envfp, "self", ["--layers", "runtimes", "--project", str(place.world)], place.world / name,
                 place.outside / target, False)
    shutil.rmtree(tmp_path, ignore_errors=True)
    assert not wrong, wrong


@pytest.mark.parametrize("name", IN_OUTPUT)
def test_race_in_the_output(name, envfp, tmp_path):
    place = Place(tmp_path)
    many_files(place)
    for folder in ("two", "lib/dpkg/status.d"):
        (place.outside / folder).mkdir(parents=True, exist_ok=True)
    wrong = race(place, envfp, f"root:{place.world}", [], place.out / name, place.outside, True)
    shutil.rmtree(tmp_path, ignore_errors=True)
    assert not wrong, wrong
