# SPDX-License-Identifier: MIT
"""FUSE file systems whose server falls silent: the kernel then keeps whoever touches them, out of reach of any signal.

`stage` starts this file as a program of its own, in a mount namespace of its own. It serves /dev/fuse by itself, without
libfuse: a directory in which every name is a file, but `below`, or one file as the root. The files are line feeds, or
what a file elsewhere holds. Until `hush` it answers, afterwards nothing but the attributes of the root. Whatever happens, the connections are aborted at the end, which ends
everybody's wait.
"""
import contextlib
import ctypes
import errno
import json
import os
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve()
LIMIT = int(os.environ.get("ENVFP_HUNG_LIMIT", 20))  # seconds for a command that takes less than one
WHOLE = 60  # seconds for a whole stage
SKIP = 77
NEW_MOUNTS, NEW_USER, PRIVATE, DETACH = 0x20000, 0x10000000, 0x44000, 2
LOOKUP, FORGET, GETATTR, OPEN, READ, STATFS, RELEASE, INIT, OPENDIR, BATCH_FORGET = 1, 2, 3, 14, 15, 17, 18, 26, 27, 42
ROOT, FILE, FOLDER = 1, 2, 3
CONTENT = b"\n" * 4096


class Plain:
    """A mount that always answers; its type may be followed by options."""

    def __init__(self, libc, mount, _):
        self.quiet = False
        kind, _, options = mount["type"].partition(" ")
        if libc.mount(b"plain", mount["point"].encode(), kind.encode(), 0, options.encode() or None):
            raise OSError(ctypes.get_errno(), "mount")

    def abort(self):
        pass


class Server:
    """One mount; requests are read even where nobody answers them, which is what makes a wait unkillable."""

    def __init__(self, libc, mount, control):
        self.file, self.quiet, self.control = mount.get("file", False), False, control
        self.content = Path(mount["content"]).read_bytes() if mount.get("content") else CONTENT
        own = os.open("/proc/self/mountinfo", os.O_RDONLY)  # /proc itself may be covered
        self.device = os.open("/dev/fuse", os.O_RDWR)
        options = "fd=%d,rootmode=%o,user_id=0,group_id=0,allow_other" % (self.device, self.mode(ROOT))
        if libc.mount(b"hung", mount["point"].encode(), mount["type"].encode(), 0, options.encode()):
            raise OSError(ctypes.get_errno(), "mount")
        with open(own, encoding="utf-8") as mountinfo:
            lines = [line.split() for line in mountinfo]
        self.number = [line[2].split(":")[1] for line in lines if line[4] == mount["point"]][-1]
        threading.Thread(target=self.serve, daemon=True).start()

    def mode(self, node):
        return 0o40755 if node == FOLDER or (node == ROOT and not self.file) else 0o100755

    def attributes(self, node):
        size = len(self.content)
        return struct.pack("<6Q10I", node, size, (size + 511) // 512, 0, 0, 0, 0, 0, 0, self.mode(node), 1, 0, 0, 0, 4096, 0)

    def answer(self, opcode, node, body):
        if opcode == INIT:
            return struct.pack("<4I2H2I2H8I", 7, 31, 65536, 0, 12, 9, 65536, 1, 32, 0, *[0] * 8)
        if opcode == GETATTR and (node == ROOT or not self.quiet):
            return struct.pack("<QII", 0, 0, 0) + self.attributes(node)
        if self.quiet:
            return None
        found = FOLDER if body == b"below\0" else FILE
        return {LOOKUP: struct.pack("<4Q2I", found, 0, 0, 0, 0, 0) + self.attributes(found), OPEN: struct.pack("<QII", 1, 0, 0),
                OPENDIR: struct.pack("<QII", 1, 0, 0), READ: self.piece(body) if opcode == READ else b"", RELEASE: b"",
                STATFS: struct.pack("<5Q10I", 9, 9, 9, 9, 9, 4096, 255, 4096, *[0] * 7)}.get(opcode)

    def piece(self, body):
        _, offset, size = struct.unpack_from("<QQI", body)
        return self.content[offset:offset + size]

    def serve(self):
        while True:
            try:
                request = os.read(self.device, 1 << 17)
                opcode, unique, node = struct.unpack_from("<IQQ", request, 4)
                body = self.answer(opcode, node, request[40:])
                if body is not None:
                    os.write(self.device, struct.pack("<IiQ", 16 + len(body), 0, unique) + body)
                elif not self.quiet and opcode not in (FORGET, BATCH_FORGET):
                    os.write(self.device, struct.pack("<IiQ", 16, -errno.ENOSYS, unique))
            except OSError:
                return

    def abort(self):
        if self.control is not None:
            with contextlib.suppress(OSError):
                file = os.open(f"{self.number}/abort", os.O_WRONLY, dir_fd=self.control)
                os.write(file, b"1")
                os.close(file)
        os.close(self.device)  # the last one: aborts as well, where there is no control file system


def enter(libc):
    user, group = os.getuid(), os.getgid()
    if libc.unshare(NEW_MOUNTS | (NEW_USER if user else 0)):
        sys.exit(SKIP)
    if user:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"0 {user} 1")
        Path("/proc/self/gid_map").write_text(f"0 {group} 1")
    if libc.mount(b"none", b"/", None, PRIVATE, None):
        sys.exit(SKIP)
    control = b"/sys/fs/fuse/connections"
    libc.mount(b"control", control, b"fusectl", 0, None)
    # Held from now on: a test may cover /sys itself.
    return os.open(control, os.O_RDONLY | os.O_DIRECTORY) if os.path.isdir(control) else None


def hush(servers):
    for server in servers:
        server.quiet = True


def say(**words):
    print(json.dumps(words), flush=True)


def run(order, servers):
    """Runs a command to its end or to the limit; says which. One that talks says a line before the servers fall silent,
    and is then told to go on."""
    # Python would look into /proc/self/fd, which may be covered.
    done = subprocess.Popen(order["run"], env=order["env"], close_fds=False, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True, errors="replace")
    if order["talks"]:
        done.stdout.readline()
        hush(servers)
    try:
        text, errors = done.communicate("\n", timeout=order["limit"])
        return None, {"code": done.returncode, "text": text, "errors": errors}
    except subprocess.TimeoutExpired:
        done.kill()
        try:
            done.wait(1)
            killed = True
        except subprocess.TimeoutExpired:
            killed = False
        return done, {"hung": True, "killed": killed}


def obey(libc, servers, targets):
    """Orders from the test, a line of JSON each, until there are no more. Gives what still waits."""
    waiting = []
    for line in sys.stdin:
        order = json.loads(line)
        if "start" in order:
            target = subprocess.Popen(order["start"], env=order["env"], close_fds=False, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                      text=True)
            targets.append(target)
            target.stdout.readline()
            say(pid=target.pid)
        elif "hush" in order:
            hush(servers)
            say()
        elif "detach" in order:
            say(done=libc.umount2(order["detach"].encode(), DETACH) == 0)
        else:
            process, answer = run(order, servers)
            waiting += [process] if process else []
            say(**answer)
            if process:
                break
    return waiting


def main():
    libc = ctypes.CDLL(None, use_errno=True)
    libc.mount.argtypes = [ctypes.c_char_p] * 3 + [ctypes.c_ulong, ctypes.c_char_p]
    control = enter(libc)
    servers, targets = [], []
    threading.Thread(target=watch, args=(servers,), daemon=True).start()
    try:
        for mount in json.loads(sys.argv[1]):
            servers.append((Server if mount["type"].startswith("fuse") else Plain)(libc, mount, control))
    except OSError:
        sys.exit(SKIP)
    say()
    try:
        waiting = obey(libc, servers, targets)
    finally:
        for server in servers:
            server.abort()
    for process in waiting + targets:
        process.kill()
        process.wait(10)


def watch(servers):
    """Ends everything, whatever happens: this program itself may be the one that waits."""
    time.sleep(WHOLE)
    for server in servers:
        server.abort()
    os._exit(1)


class Stage:
    """What a test has of the program."""

    def __init__(self, process):
        self.process = process

    def order(self, **words):
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline() or '{"hung": true, "killed": false}')

    def start(self, *command, env=None):
        """A process in there that says a line when it is ready; its number."""
        return self.order(start=list(map(str, command)), env=dict(env if env is not None else os.environ))["pid"]

    def hush(self):
        self.order(hush=True)

    def detach(self, point):
        """Unmounts it, as far as the lists of mounts tell: what is laid over it goes on."""
        return self.order(detach=str(point))["done"]

    def run(self, *command, env=None, limit=LIMIT, talks=False):
        """A command in there: its code and output, or `hung`."""
        return self.order(run=list(map(str, command)), env=dict(env if env is not None else os.environ), limit=limit,
                          talks=talks)


@contextlib.contextmanager
def stage(*mounts):
    """A stage with these mounts (point, type, whether the root is a file, perhaps what its files hold); None where nobody
    may mount here."""
    words = [{"point": str(point), "type": kind, "file": bool(file), "content": str(*content)}
             for point, kind, file, *content in mounts]
    with subprocess.Popen([sys.executable, "-I", HERE, json.dumps(words)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True) as process:
        ready = process.stdout.readline()
        try:
            yield Stage(process) if ready else None
        finally:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()
            try:
                process.wait(30)
            finally:
                process.kill()


if __name__ == "__main__":
    main()
