# SPDX-License-Identifier: MIT
"""What an attack is held against: what lay there before, what was opened, and what a recording holds afterwards."""
import hashlib
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import time

import pytest

from worlds import MARK, Place, World, recording

SECONDS = 20
CALLS = "open,openat,openat2,creat,mkdir,mkdirat,symlink,symlinkat,link,linkat,rename,renameat,renameat2,mknodat," \
        "chmod,fchmodat,unlinkat"
OPENED = re.compile(rb'^(?:\d+ +)?(?:open|openat|openat2|creat)\((.*)\) += (\d+)<(.*)>$', re.S)
REFUSED = re.compile(rb'^(?:\d+ +)?(?:open|openat|openat2)\((.*)\) += -1 (\w+) ', re.S)
MADE = re.compile(rb'^(?:\d+ +)?(openat|openat2|mkdirat|symlinkat|mknodat|renameat2?|linkat)\((.*)\) += (?:0|\d+<.*>)$', re.S)
PLACED = re.compile(rb'(?:AT_FDCWD|\d+)<((?:[^>\\]|\\.)*)>, "((?:[^"\\]|\\.)*)"')
ROOTED = "import os, signal, sys; os.chroot(sys.argv[1]); os.chdir('/'); print(flush=True); signal.pause()"


def unescaped(text):
    """A string as strace writes it."""
    return text.decode("latin-1").encode("latin-1").decode("unicode_escape").encode("latin-1")


def snapshot(folder, but=()):
    """Names, kinds, modes, times and contents of all that lies in a folder."""
    found = {}
    pending = [os.fsencode(folder)]
    while pending:
        path = pending.pop()
        if path in but:
            continue
        status = os.lstat(path)
        what = os.readlink(path) if stat.S_ISLNK(status.st_mode) else b""
        if stat.S_ISREG(status.st_mode):
            with open(path, "rb") as file:
                what = hashlib.sha256(file.read()).digest()
        found[path] = (status.st_mode, status.st_uid, status.st_size, status.st_mtime_ns, status.st_nlink, what)
        if stat.S_ISDIR(status.st_mode):
            pending += [os.path.join(path, name) for name in os.listdir(path)]
    return found


def difference(before, after):
    """What changed, as text; nothing where nothing did."""
    gone, new = before.keys() - after.keys(), after.keys() - before.keys()
    other = [path for path in before.keys() & after.keys() if before[path] != after[path]]
    return sorted([b"gone: " + path for path in gone] + [b"new: " + path for path in new] +
                  [b"changed: " + path for path in other])[:10]


def everything(folder):
    """All names, link targets and bytes below a folder."""
    for path, _, _ in walk(folder):
        yield path, os.path.relpath(path, os.fsencode(folder))
        if os.path.islink(path):
            yield path, os.readlink(path)
        elif os.path.isfile(path):
            with open(path, "rb") as file:
                yield path, file.read()


def walk(folder):
    """Paths below a folder, depth first, links as such."""
    pending = [os.fsencode(folder)]
    while pending:
        path = pending.pop()
        for name in sorted(os.listdir(path)):
            below = os.path.join(path, name)
            status = os.lstat(below)
            yield below, name, status
            if stat.S_ISDIR(status.st_mode):
                pending.append(below)


def rooted(world, environment):
    """A process whose root is the world."""
    process = subprocess.Popen([sys.executable, "-I", "-S", "-c", ROOTED, world], stdout=subprocess.PIPE,
                               env={"PATH": "/usr/bin", **environment}, cwd="/")
    if not process.stdout.readline():
        process.wait()
        return None
    return process


class Watched:
    """The command under strace; what it opened and made is kept."""

    def __init__(self, envfp, log, filtered):
        self.envfp, self.log = envfp, log
        self.words = []
        if shutil.which("strace"):
            words = [shutil.which("strace"), "-f", *(["--seccomp-bpf"] if filtered else []), "-y", "-s", "9999", "-e", f"trace={CALLS}",
                     "-e", "signal=none", "-o", str(log)]
            tried = subprocess.run([*words, "true"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            self.words = words if tried.returncode == 0 else []

    def run(self, *arguments, **options):
        done = self.envfp.run(*arguments, prefix=self.words, timeout=SECONDS, stdin=subprocess.DEVNULL, **options)
        self.lines = self.log.read_bytes().splitlines() if self.words else []
        return done

    def opened(self):
        """What was opened for reading or writing, by where it lies; O_PATH opens nothing."""
        for line in self.lines:
            match = OPENED.match(line)
            if match and b"O_PATH" not in match[1]:
                path = re.sub(rb"<(char|block) [0-9:]+>$", b"", match[3])
                yield unescaped(path), match[1]

    def refused(self):
        """What was to be opened and cannot be: a socket, a device without a driver."""
        for line in self.lines:
            match = REFUSED.match(line)
            if match and b"O_PATH" not in match[1] and match[2] in (b"ENXIO", b"ENODEV", b"EBUSY", b"ENOTSUP"):
                placed = PLACED.search(match[1])
                if placed:
                    yield os.path.join(unescaped(placed[1]), unescaped(placed[2]))

    def made(self):
        """Where something was made: the folder that it was asked of, and the name there."""
        for line in self.lines:
            match = MADE.match(line)
            if not match or (match[1].startswith(b"openat") and b"O_CREAT" not in match[2]):
                continue
            placed = PLACED.findall(match[2])
            if placed:
                yield unescaped(placed[-1][0]), unescaped(placed[-1][1])


def is_below(path, folder):
    folder = os.fsencode(folder)
    return path == folder or path.startswith(folder + b"/")


def general(path):
    """A path without numbers of processes."""
    return re.sub(rb"^/proc/\d+", b"/proc/N", path)


def check_opened(watched, place, allowed):
    """Nothing outside, and of the world nothing but regular files and directories. `allowed`: what may be opened
    elsewhere; None where the machine itself is looked at."""
    wrong = []
    for path, how in watched.opened():
        try:
            mode = os.lstat(path).st_mode
        except OSError:
            continue  # a file of a process, gone with it
        plain = stat.S_ISREG(mode) or stat.S_ISDIR(mode)
        if is_below(path, place.outside):
            wrong.append((b"opened outside", path))
        elif is_below(path, place.world):
            if not plain:
                wrong.append((b"opened what is no file", path))
        elif is_below(path, place.out) or path == os.fsencode(place.base):
            continue
        elif path in (b"/etc/shadow", b"/dev/kmsg", b"/dev/zero", b"/dev/console"):
            wrong.append((b"opened", path))
        elif allowed is not None and general(path) not in allowed and not path.startswith((b"/proc/", b"/sys/")):
            wrong.append((b"opened elsewhere", path + b" " + how))
    wrong += [(b"tried to open what is no file", path) for path in watched.refused() if is_below(path, place.world)]
    return wrong


def check_made(watched, place):
    """Nothing was made through a link, in the recording or out of it."""
    wrong = []
    for folder, name in watched.made():
        path = os.path.normpath(os.path.join(folder, name))
        if not is_below(path, place.out):
            wrong.append((b"made outside", path))
            continue
        parent = os.path.dirname(path)
        while is_below(parent, place.out) and parent != os.fsencode(place.out):
            if os.path.islink(parent):
                wrong.append((b"made through a link", path))
                break
            parent = os.path.dirname(parent)
    return wrong


def check_marks(place, *texts):
    """What lies outside shows nowhere."""
    mark = MARK.encode()
    wrong = [(b"read outside", path) for path, content in everything(place.out) if mark in content] \
        if place.out.is_dir() else []
    return wrong + [(b"told of outside", text[:200]) for text in texts if mark in text]


def check_recording(place):
    """Regular files, folders and links; each file has one name."""
    wrong = []
    for path, _, status in walk(place.out) if place.out.is_dir() else ():
        kind = stat.S_IFMT(status.st_mode)
        if kind not in (stat.S_IFREG, stat.S_IFDIR, stat.S_IFLNK):
            wrong.append((b"no file", path))
        elif kind == stat.S_IFREG and (status.st_nlink != 1 or status.st_mode & 0o7002):
            wrong.append((b"another file, or its mode", path))
    return wrong


def check_ended(done):
    """It worked, or says why not: no signal, nothing but words."""
    if done.returncode == 0 or (done.returncode == 2 and done.stderr.startswith(b"envfp: ")):
        return []
    return [(b"ended with " + str(done.returncode).encode(), done.stderr[:300])]


# ---- One attack ---------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def watched(envfp, tmp_path_factory):
    """The command under strace: without a filter, and under strace's own, where openat2 is not asked."""
    log = tmp_path_factory.mktemp("strace") / "log"
    return [Watched(envfp, log, filtered) for filtered in (False, True)]


def operand_of(world, place, process):
    return {"root": f"root:{place.world}", "record": f"record:{place.world}", "project": "self",
            "pid": f"pid:{process.pid if process else 0}"}[world.kind]


def options_of(world, place):
    if world.kind == "project":
        return ["--layers", "runtimes", "--project", str(place.world / world.project)]
    fewer = ["--layers", "libc,packages,runtimes"] if world.kind == "pid" else []  # the others are this machine's
    return [*fewer, *(["--project", world.project] if world.project else [])]


@pytest.fixture(scope="module")
def allowed(watched, tmp_path_factory):
    """What is opened elsewhere for an empty world of each kind."""
    found = {}
    for kind in ("root", "record", "pid"):
        place = Place(tmp_path_factory.mktemp("empty"))
        if kind == "record":
            recording(place, {})
        process = rooted(place.world, {}) if kind == "pid" and os.getuid() == 0 else None
        found[kind] = set()
        if kind == "pid" and not process:
            continue
        for filtered in watched:
            world = World("", kind, None)
            filtered.run("record", place.out, operand_of(world, place, process), *options_of(world, place), cwd="/")
            found[kind] |= {general(path) for path, _ in filtered.opened()}
            shutil.rmtree(place.out)
        if process:
            process.kill()
            process.wait()
    return found


def build(world, place):
    if world.root and os.getuid() != 0:
        pytest.skip("not root: cannot make devices")
    try:
        if world.kind == "record":
            recording(place, world.environment)
        world.build(place)
    except PermissionError as error:
        pytest.skip(f"cannot be made here: {error}")


def attacked(world, place, watched, envfp, allowed):
    """All that is wrong."""
    process = None
    if world.kind == "pid":
        if os.getuid() != 0:
            pytest.skip("not root: cannot change a process's root")
        process = rooted(place.world, world.environment)
        assert process
    try:
        before = snapshot(place.outside), snapshot(place.world)
        operand, options = operand_of(world, place, process), options_of(world, place)
        bare = {"PATH": "/nonexistent", "HOME": "/nonexistent"}  # of this machine no more than is needed
        started = time.monotonic()
        done = watched.run("record", place.out, operand, *options, cwd="/", env=bare)
        wrong = check_ended(done) + check_opened(watched, place, allowed.get(world.kind)) + check_made(watched, place)
        document = envfp.run("collect", operand, *options, cwd="/", env=bare)
        wrong += check_ended(document) + check_marks(place, done.stdout, done.stderr, document.stdout, document.stderr)
        wrong += check_recording(place)
        if document.returncode == 0:
            json.loads(document.stdout)
        if done.returncode == 0 and world.kind != "project":
            wrong += check_ended(envfp.run("collect", f"record:{place.out}", cwd="/"))
        if time.monotonic() - started > 10:
            wrong.append((b"took long", b""))
        return wrong + difference(before[0], snapshot(place.outside)) + difference(before[1], snapshot(place.world))
    finally:
        if process:
            process.kill()
            process.wait()
            process.stdout.close()


def check(world, watched, envfp, allowed, folder):
    """A world as a test of its own."""
    place = Place(folder)
    build(world, place)
    wrong = attacked(world, place, watched, envfp, allowed)
    shutil.rmtree(folder, ignore_errors=True)
    assert not wrong, wrong
