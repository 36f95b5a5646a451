# SPDX-License-Identifier: MIT
"""Where environments run: the probes, the roots they are put into, and how a document comes out."""
import glob
import io
import json
import os
import pathlib
import shutil
import subprocess
import tarfile
import time

import kernel

LAYERS = ("hardware", "hypervisor", "kernel", "container", "sandbox", "libc", "packages", "runtimes")
BELOW = LAYERS[:3]
NOBODY = 65534
# What a shell inside has to do to hand a recording out; images and programs are not what it is about.
RECORD = "cd {tmp} && {probe} record made --layers hardware,hypervisor,kernel,container,sandbox >/dev/null && exec {busybox} tar -cf - made"


class Skip(Exception):
    """This machine cannot show that environment; the text says why."""


class Broken(Exception):
    """The environment runs, and envfp does not do in it what it should."""


def say(error):
    """The last line of what a tool said that says something."""
    lines = [line.strip() for line in error.decode("utf-8", "replace").splitlines() if line.strip()]
    told = [line for line in lines if "rror" in line] or lines
    return told[-1][-200:] if told else "no word of it"


class Stage:
    def __init__(self, build, folder, record=False, trace=False):
        self.build = pathlib.Path(build).resolve()
        self.folder = pathlib.Path(folder)
        self.static = self.folder / "bin" / "envfp"
        self.dynamic = self.folder / "bin" / "envfp-dynamic"
        self.record = record  # keep recordings too
        self.trace = trace  # also hold what is asked for against what is declared
        self.name = None
        self.log = None
        self.deadline = 60
        self.environ = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8",
                        "HOME": str(self.folder / "home"), "TMPDIR": "/tmp"}

    def prepare(self):
        """What all environments share; everybody can reach it."""
        os.chmod(self.folder, 0o755)
        for name in ("bin", "home", "recordings"):
            (self.folder / name).mkdir()
        shutil.copy(self.build / "static" / "envfp", self.static)
        shutil.copy(self.build / "envfp", self.dynamic)

    # ---- Roots ----

    def make(self, name):
        """A fresh folder."""
        path = self.folder / (self.name or "stage") / name
        path.mkdir(parents=True)
        for folder in (path.parent, path):
            os.chmod(folder, 0o755)
        return path

    def tiny(self, name="tiny"):
        """A root with the static probe and nothing else."""
        root = self.make(name)
        for folder in ("proc", "sys", "dev", "run", "etc", "usr", "var"):
            (root / folder).mkdir()
        (root / "tmp").mkdir()
        os.chmod(root / "tmp", 0o1777)
        shutil.copy(self.static, root / "probe")
        busybox = shutil.which("busybox")
        if busybox:
            shutil.copy(busybox, root / "busybox")
        return root

    def full(self, name="full"):
        """The host's own programs and libraries in another root, and a little of /etc, copied."""
        root = self.tiny(name)
        kernel.bind("/usr", str(root / "usr"))
        for link in ("bin", "lib", "lib32", "lib64", "sbin"):
            path = f"/{link}"
            if os.path.islink(path):
                (root / link).symlink_to(os.readlink(path))
            elif os.path.isdir(path):
                kernel.bind(path, str(root / link))
        for file in ("debian_version", "group", "ld.so.cache", "nsswitch.conf", "os-release", "passwd"):
            if os.path.exists(f"/etc/{file}"):
                shutil.copy(f"/etc/{file}", root / "etc" / file)
        shutil.copy(self.dynamic, root / "probe-dynamic")
        return root

    def image(self, name="image"):
        """A root as an image has it: a distribution's name, some packages, a C library and a program that uses it."""
        root = self.tiny(name)
        for pattern in ("/lib64/ld-linux-*.so.*", "/lib/ld-linux-*.so.*", "/lib/*/libc.so.6", "/lib64/libc.so.6"):
            for path in glob.glob(pattern):
                target = root / path.lstrip("/")
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(os.path.realpath(path), target)
        (root / "bin").mkdir()
        shutil.copy("/bin/sh", root / "bin" / "sh")
        (root / "etc" / "os-release").write_text('ID=live\nNAME="Live"\nVERSION_ID="1"\nVERSION="1 (one)"\n')
        (root / "etc" / "passwd").write_text("root:x:0:0:root:/root:/bin/sh\n")
        (root / "var" / "lib" / "dpkg").mkdir(parents=True)
        (root / "var" / "lib" / "dpkg" / "status").write_text("".join(
            f"Package: {package}\nStatus: install ok installed\nArchitecture: amd64\nVersion: {version}\n\n"
            for package, version in (("libc6", "2.36-9"), ("dash", "0.5.12-2"), ("zlib1g", "1:1.2.13.dfsg-1"))))
        return root

    def mounted(self, root):
        """The root with /proc and /sys."""
        kernel.mount("proc", str(root / "proc"), "proc")
        kernel.mount("sysfs", str(root / "sys"), "sysfs")
        return root

    # ---- Commands ----

    def run(self, words, **more):
        """A command's output; Skip when it fails."""
        done = self.start(words, **more)
        if done.returncode != 0:
            raise Skip(f"{os.path.basename(str(words[0]))}: {say(done.stderr)}")
        return done.stdout

    def start(self, words, env=None, timeout=None, **more):
        more.setdefault("stdin", subprocess.DEVNULL)
        more.setdefault("cwd", "/")
        try:
            return subprocess.run([str(word) for word in words], env={**self.environ, **(env or {})},
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
                                  timeout=timeout or self.deadline, **more)
        except FileNotFoundError as error:
            raise Skip(f"no {error.filename}") from error

    def daemon(self, words, env=None, **more):
        """Start what stays until the environment ends."""
        self.log = self.folder / f"{self.name}.log"
        log = open(self.log, "ab")
        return subprocess.Popen([str(word) for word in words], env={**self.environ, **(env or {})},
                                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/",
                                preexec_fn=kernel.die_with_parent, **more)

    def said(self):
        """What the environment's daemons said last."""
        return say(self.log.read_bytes()) if self.log else "nothing"

    def wait(self, path, process, seconds=30):
        """Until a daemon has made its socket."""
        end = time.monotonic() + seconds
        while not os.path.exists(path):
            if process.poll() is not None or time.monotonic() > end:
                raise Skip(f"{process.args[0]} does not start here: {self.said()}")
            time.sleep(0.02)

    # ---- Documents ----

    def collect(self, prefix, probe="/probe", record=True, **more):
        """The document of a collection inside: behind these words, or behind what a function makes of a command."""
        whole = prefix if callable(prefix) else lambda command: [*prefix, *command]
        if record and self.record and self.name:
            self.keep(whole, str(probe), more)
        done = self.start(whole([str(probe), "collect"]), **more)
        try:
            document = json.loads(done.stdout)
        except ValueError:
            pass
        else:
            if self.trace and record:
                self.all_is_declared(whole, str(probe), more)
            return document
        control = self.start(whole([str(probe), "--version"]), **more)
        if b"envfp" in control.stdout:
            raise Broken(f"envfp ended with {done.returncode}: {say(done.stderr)}")
        raise Skip(f"does not start here: {say(control.stderr)}")

    def here(self, prefix=(), probe=None, **more):
        """The same where the host's files are seen."""
        return self.collect(list(prefix), probe or self.static, **more)

    def all_is_declared(self, whole, probe, more):
        """No collector asks inside for what it did not declare: a trace has "?" in the place of its name."""
        done = self.start(whole([probe, "explain", "--trace", "--json", ""]), **more)
        try:
            steps = json.loads(done.stdout)["steps"]
        except ValueError as error:
            raise Broken(f"no trace: {say(done.stderr)}") from error
        wrong = {f"{step['collector']} ({step['operation']})" for step in steps if step["name"] == "?"}
        if wrong or not steps:
            raise Broken(f"asks for what is not declared: {', '.join(sorted(wrong)) or 'nothing at all'}")

    def keep(self, whole, probe, more):
        inside = os.path.basename(probe) == "probe"
        busybox = os.path.join(os.path.dirname(probe), "busybox") if inside else "busybox"
        script = RECORD.format(tmp="/tmp && rm -rf made" if inside else "$(mktemp -d)", probe=probe, busybox=busybox)
        done = self.start(whole([*([busybox] if inside else []), "sh", "-c", script]), **more)
        target = self.folder / "recordings" / self.name
        if done.returncode == 0 and done.stdout and not target.exists():
            target.mkdir(parents=True)
            with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
                archive.extractall(target)
            (target / "made").rename(target / "root")
            words = whole([probe, "record", "DIR"])
            (target / "ORIGIN").write_text(f"Recorded with tests/live/run --record, {self.name}: "
                                           f"{' '.join(str(word) for word in words)}\n")
        elif not target.exists():
            print(f"# no recording of {self.name}: {say(done.stderr)}", flush=True)
