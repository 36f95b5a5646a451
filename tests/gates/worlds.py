# SPDX-License-Identifier: MIT
"""Hostile worlds: folders, recordings, processes and projects that want envfp to write, read or open where it must not."""
import dataclasses
import os
import socket
import stat
from pathlib import Path
from typing import Callable

MARK = "MARKoutsideMARK"
GUIDS = ("47505500-0001-0000-3130-444531334632", "f8b3781a-1e82-4818-a1c3-63d806ec15bb")
NO_GUID = "00000000-0000-0000-0000-000000000000"
FIRST_GUID = "00000000-0000-0000-0000-000000000001"


@dataclasses.dataclass
class World:
    """A world by name: of which kind, how it is built, and the environment that it is seen with."""
    name: str
    kind: str  # root, record, pid; project: of this machine
    build: Callable
    environment: dict = dataclasses.field(default_factory=dict)
    project: str = ""  # as the operand's world names it
    root: bool = False  # only root can make it


class Place:
    """Where a world is built: the world itself, the folder for the recording, and what must stay as it is."""

    def __init__(self, directory):
        self.base = Path(directory)
        self.world, self.out, self.outside = (self.base / name for name in ("world", "out", "outside"))
        self.world.mkdir()
        self.victims = {}
        self._fill_outside()

    def _fill_outside(self):
        """Everything that a link could lead to, with folders of the names that are written to."""
        for folder in ("bin", "lib", "lib/dpkg/status.d", "dpkg", "etc", "share", "conf.d", "node_modules/left-pad",
                       "site-packages", f"{MARK}-folder", "usr/lib", "var/lib/dpkg", "home/b/lib", "devices",
                       "lib/python3.11/site-packages/thing-1.0.dist-info"):
            (self.outside / folder).mkdir(parents=True, exist_ok=True)
        for name in ("secret", "status", "os-release", "one.conf", "lib/two.conf", "lib/status", "lib/os-release",
                     "bin/tool", "vendor", "modalias", "class", "pyvenv.cfg", ".python-version", "dpkg/status",
                     "lib/dpkg/status", f"{MARK}-name", "etc/os-release", "modules.txt", "composer/installed.json",
                     ".pnpm/lock.yaml", "node_modules/.pnpm/lock.yaml",
                     "lib/python3.11/site-packages/thing-1.0.dist-info/METADATA"):
            (self.outside / name).parent.mkdir(exist_ok=True)
            (self.outside / name).write_text(f"{MARK}-content\nID={MARK}-id\nPackage: {MARK}\nVersion: 1\n")
            (self.outside / name).chmod(0o640)
        (self.outside / "version").write_text("3.11.7\n")  # has the form of a version: must not be read either
        for name in ("package.json", "left-pad/package.json", "node_modules/left-pad/package.json"):
            (self.outside / name).parent.mkdir(exist_ok=True)
            (self.outside / name).write_text(f'{{"name": "{MARK}", "version": "1.2.3-{MARK}"}}\n')

    def at(self, path):
        """Where a path of the world lies; its folder is made."""
        place = self.world / str(path).lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        return place

    def write(self, path, content="", mode=0o644):
        place = self.at(path)
        place.write_bytes(content if isinstance(content, bytes) else content.encode(errors="surrogateescape"))
        place.chmod(mode)

    def link(self, path, target):
        place = self.at(path)
        if not os.path.lexists(place):
            place.symlink_to(target)

    def folder(self, path):
        (self.world / str(path).lstrip("/")).mkdir(parents=True, exist_ok=True)

    def own_secret(self):
        """What the world may hold, and nobody reads by its own name."""
        self.write("/srv/secret", f"{MARK}-within\n")
        return "../" * 20 + "srv/secret"

    def target(self, name):
        """The text of a link that leads out, once it stands in the recording."""
        out_of_root = "../" * 24
        return {"absolute": str(self.outside), "output": str(self.out), "beside": "../outside",
                "climbing": out_of_root.rstrip("/") + str(self.outside), "dots": f"{self.outside}/../outside/./"}[name]

    def lead_out(self, path, target):
        """A link that leads out of a recording, and inside of the world to a copy, so that it is followed."""
        text = self.target(target)
        self.link(path, text)
        inside = os.path.normpath(os.path.join("/", os.path.dirname(path), text))
        for name in ("one.conf", "lib/one.conf", "bin/tool", "bin/python3", "os-release", "status", "lib/dpkg/status.d/a", "modalias",
                     "vendor", "class"):
            if not os.path.lexists(self.world / inside.lstrip("/") / name):
                self.write(f"{inside}/{name}", "# inside\n", 0o755 if "bin" in name else 0o644)


def recording(place, environment):
    """What makes a folder a recording."""
    place.write(".envfp/format", "1\n")
    place.write(".envfp/uname", "sysname=Linux\nrelease=6.1.0\nversion=#1 SMP\nmachine=x86_64\n")
    lines = "".join(f"{name}={value}\n" for name, value in environment.items())
    place.write(".envfp/environ", lines)
    place.folder("/proc/self")
    place.folder("/sys")


# ---- Homes that become one name -----------------------------------------------------------------------------------------

HOMES = (  # the link, the folder, HOME
    ("/~", "/home/b", None), ("/home/a", "/home/b", None), ("/home/a", "/~", None), ("/home/a", "/Users/b", None),
    ("/var/home/a", "/home/b", None), ("/Users/a", "/var/home/b", None), ("/Users/a", "/Users/b", None),
    ("/~2", "/home/b", None), ("/home/a", "/~2", None), ("/export/home/a", "/home/b", None),
    ("/homes/a", "/homes/b", None), ("/scratch/a", "/scratch/b", None), ("/home/a", "/data/users/b", None))
OWN_HOMES = (("/home/a", "/srv/app", "/srv/app"), ("/~", "/root", "/root"), ("/srv/app", "/home/b", "/srv/app"),
             ("/srv/app", "/~", "/srv/app"), ("/~2", "/home/b", "/srv/app"), ("/home/a", "/home/a/deep/er", "/home/a/deep/er"),
             ("/home/a", "/home/b", "/home/b/"))
TARGETS = ("absolute", "output", "beside", "climbing", "dots")


def by_include(place, link, folder):
    place.write("/etc/ld.so.conf", f"include {link}/one.conf\ninclude /home/z/three.conf\ninclude {folder}/lib/two.conf\n")
    place.write("/home/z/three.conf", "/opt/three\n")
    place.write(f"{folder}/lib/two.conf", "/opt/planted\n")


def by_links(place, link, folder):
    place.link("/etc/ld.so.conf", f"{link}/one.conf")
    place.link("/etc/os-release", f"{folder}/lib/os-release")
    place.link("/var/lib/dpkg/status", f"{folder}/lib/status")
    place.link("/etc/debian_version", f"{folder}/secret")
    for name in ("lib/os-release", "lib/status", "secret"):
        place.write(f"{folder}/{name}", "ID=planted\n", 0o755)


def by_program(place, link, folder):
    """A program's permission to execute is written, too."""
    place.link("/usr/bin/python3", f"{link}/bin/tool")
    place.link("/usr/bin/node", f"{folder}/bin/tool")
    place.link("/usr/bin/ruby", f"{folder}/bin/ruby")
    place.link("/usr/bin/perl", f"{folder}/bin/perl")
    for name in ("tool", "ruby", "perl"):
        place.write(f"{folder}/bin/{name}", "#!/bin/sh\nexec planted\n", 0o777)


def by_path(place, link, folder):
    for name in ("node", "ruby", "perl", "java"):
        place.write(f"{folder}/bin/{name}", "#!/bin/sh\nexec planted\n", 0o755)
    place.folder(f"{folder}/bin/new-folder")


def by_python_path(place, link, folder):
    for entry in ("planted-1.0.dist-info/METADATA", "dpkg/x", "status"):
        place.write(f"{folder}/lib/{entry}", "Name: planted\nVersion: 1.0\n")
    place.write("/usr/bin/python3.11", b"\x7fELF", 0o755)
    place.link("/usr/bin/python3", "python3.11")
    place.folder("/usr/lib/python3.11")


VECTORS = {"include": by_include, "links": by_links, "program": by_program}
VARIABLES = {"PATH": (by_path, "{link}/bin:{folder}/bin:/usr/bin"),
             "PYTHONPATH": (by_python_path, "{link}/lib:{folder}/lib")}


def homes():
    number = 0
    for link, folder, _ in HOMES:
        for target in TARGETS[:4]:
            for vector, fill in VECTORS.items():
                number += 1
                if (number % 3 == 0) != (number % 9 == 0):
                    continue  # each target and each vector are met often enough
                kind = ("pid", "root", "record")[number % 3]

                def build(place, link=link, folder=folder, target=target, fill=fill):
                    place.lead_out(link, target)
                    fill(place, link, folder)
                yield World(f"home {link} {folder} {target} by {vector}", kind, build)
    for index, (link, folder, home) in enumerate(OWN_HOMES):
        for at, target in enumerate(TARGETS):
            variable = list(VARIABLES)[(index + at) % 2]
            fill, value = VARIABLES[variable]
            environment = {"HOME": home, "PATH": "/usr/bin"}
            environment[variable] = value.format(link=link, folder=folder)

            def build(place, link=link, folder=folder, target=target, fill=fill):
                if folder.startswith(link + "/"):
                    place.write(f"{folder}/bin/x", "", 0o755)
                    place.folder(f"{folder}/lib")
                    place.lead_out("/home/c", target)
                else:
                    place.lead_out(link, target)
                fill(place, link, folder)
            yield World(f"own home {home} {link} {folder} {target} by {variable}", ("record", "pid")[at % 2], build,
                        environment)


# ---- GUIDs that become one name --------------------------------------------------------------------------------------------

BUSES = {"pci": ("/sys/bus/pci/devices", ("vendor", "modalias", "class", "device")),
         "virtio": ("/sys/bus/virtio/devices", ("modalias",)), "xen": ("/sys/bus/xen/devices", ("modalias",)),
         "drm": ("/sys/class/drm", ("status",)), "nodes": ("/sys/class/kfd/kfd/topology/nodes", ("properties",))}


def identifiers():
    for bus, (folder, names) in BUSES.items():
        for first, second in ((GUIDS[0], GUIDS[1]), (NO_GUID, GUIDS[1]), (GUIDS[0], NO_GUID), (FIRST_GUID, GUIDS[0])):
            for target in ("absolute", "output", "climbing"):
                if target == "output" and first != GUIDS[0]:
                    continue

                def build(place, folder=folder, names=names, first=first, second=second, target=target):
                    place.lead_out(f"{folder}/{first}", target)
                    for other in range(12):  # in whatever order they are listed
                        place.link(f"{folder}/{other:08}-0002-0000-3130-444531334632", place.target(target))
                    for name in names:
                        place.write(f"{folder}/{second}/{name}", "virtio:d00000001v00001AF4\n")
                    place.folder(f"{folder}/{second}/driver")
                    place.write(f"{folder}/{GUIDS[1]}/{names[0]}", "pci:v00008086d00001237sv00001AF4sd00001100bc06sc00i00\n")
                yield World(f"guid {bus} {first[:8]} {second[:8]} {target}", "record", build)

    def build_through(place):
        """Devices of one bus whose link targets hold identifiers."""
        place.link("/sys/bus/pci/devices/0001:00:02.0", f"../../../devices/x/{GUIDS[0]}/pci0001:00/0001:00:02.0")
        place.link("/sys/bus/pci/devices/0002:00:02.0", f"../../../devices/x/{GUIDS[1]}/pci0001:00/0001:00:02.0")
        place.link(f"/sys/devices/x/{GUIDS[0]}", str(place.outside))
        for name in ("modalias", "vendor", "class"):
            place.write(f"{place.outside}/pci0001:00/0001:00:02.0/{name}", "x\n")
            place.write(f"/sys/devices/x/{GUIDS[1]}/pci0001:00/0001:00:02.0/{name}", "x\n")
    yield World("guid in the targets of links", "record", build_through)


# ---- Files that are something else ------------------------------------------------------------------------------------------

READ = """etc/os-release usr/lib/os-release var/lib/dpkg/status etc/ld.so.conf etc/localtime etc/nsswitch.conf etc/timezone
    etc/ld.so.preload etc/ld.so.cache lib/apk/db/installed etc/debian_version etc/lsb-release etc/alpine-release usr/bin/node
    usr/bin/python3 usr/bin/ruby usr/bin/java usr/bin/go usr/lib/jvm/a/release run/.containerenv usr/bin/pyvenv.cfg
    usr/lib/node_modules/npm/package.json usr/lib/python3/dist-packages/a-1.dist-info/METADATA var/lib/opkg/status
    etc/conf.d etc/ld.so.conf.d usr/share/zoneinfo/tzdata.zi var/lib/rpm/rpmdb.sqlite var/lib/rpm/Packages.db
    var/lib/pacman/local/a-1/desc var/lib/dpkg/status.d/a usr/local/cuda/version.json lib64/ld-linux-x86-64.so.2
    lib/x86_64-linux-gnu/libc.so.6 etc/ssl/certs/ca-certificates.crt var/db/xbps/pkgdb-0.38.plist system/build.prop
    run/systemd/container nix/var/nix/profiles/default gnu/store""".split()
SYSTEM = """proc/cpuinfo proc/meminfo proc/self/status proc/self/cgroup proc/self/mountinfo proc/cmdline proc/version proc/modules
    sys/devices/system/cpu/online sys/class/dmi/id/sys_vendor sys/kernel/mm/transparent_hugepage/enabled proc/config.gz
    sys/hypervisor/uuid proc/sys/kernel/core_pattern sys/class/dmi/id/chassis_asset_tag""".split()
DEVICES = {"kmsg": (1, 11), "console": (5, 1), "zero": (1, 5), "full": (1, 7), "null": (1, 3)}


def device(number):
    return lambda place, path: os.mknod(place.at(path), 0o666 | stat.S_IFCHR, os.makedev(*number))


def make_socket(place, path):
    """A path for a socket has 107 bytes; it is bound in its folder."""
    target, here = place.at(path), os.open(".", os.O_RDONLY)
    try:
        os.chdir(target.parent)
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(target.name)
    finally:
        os.fchdir(here)
        os.close(here)


THINGS = {
    "link out": lambda place, path: place.link(path, place.outside / "secret"),
    "link out with a version": lambda place, path: place.link(path, place.outside / "version"),
    "link out, climbing": lambda place, path: place.link(path, place.target("climbing") + "/secret"),
    "link within the world": lambda place, path: place.link(path, place.own_secret()),
    "link to a folder": lambda place, path: place.link(path, place.outside),
    "link to /etc": lambda place, path: place.link(path, "/etc/shadow"),
    "link to the output": lambda place, path: place.link(path, place.out / ".envfp/format"),
    "link to a device": lambda place, path: place.link(path, "/dev/zero"),
    "link to the kernel's log": lambda place, path: place.link(path, "../" * 20 + "dev/kmsg"),
    "link to a process": lambda place, path: place.link(path, "/proc/self/root" + str(place.outside / "secret")),
    "link to a descriptor": lambda place, path: place.link(path, "/proc/self/fd/0"),
    "loop": lambda place, path: place.link(path, os.path.basename(path)),
    "loop of two": lambda place, path: (place.link(path, os.path.basename(path) + "-"),
                                        place.link(path + "-", os.path.basename(path))),
    "dangling": lambda place, path: place.link(path, "/nowhere/at/all"),
    "empty path": lambda place, path: place.link(path, "/"),
    "fifo": lambda place, path: os.mkfifo(place.at(path)),
    "socket": make_socket,
    "folder": lambda place, path: place.folder(path),
    "full folder": lambda place, path: place.link(path + "/x", place.outside / "secret"),
    "link to a fifo": lambda place, path: (place.link(path, os.path.basename(path) + ".pipe"),
                                           os.path.lexists(place.at(path + ".pipe")) or
                                           os.mkfifo(place.at(path + ".pipe"))),
    **{f"device {name}": device(number) for name, number in DEVICES.items()},
}


def things():
    for name, make in THINGS.items():
        for kind in ("root", "record", "pid") if name != "link within the world" else ():  # that may be followed
            def build(place, make=make, kind=kind):
                for path in READ + (SYSTEM if kind == "record" else []):
                    make(place, path)
            yield World(f"things {name} {kind}", kind, build, root=name.startswith("device"))


# ---- Folders on the way ---------------------------------------------------------------------------------------------------

def folders():
    """What lies on the way to what is read is a link out, so that what is read and written lies behind it."""
    for folder in ("etc", "usr", "usr/lib", "usr/bin", "var", "var/lib", "lib", "home", "opt", "proc", "sys", "run",
                   "proc/self", "sys/class", "sys/devices"):
        system = folder.split("/")[0] in ("proc", "sys")
        for target in ("absolute", "climbing"):
            def build(place, folder=folder, target=target):
                place.write("/etc/ld.so.conf" if folder != "etc" else "/usr/x", "include /home/b/two.conf\n")
                place.lead_out("/" + folder, target)
            yield World(f"folder {folder} {target}", "record" if system or target == "climbing" else "root", build)


# ---- Names ----------------------------------------------------------------------------------------------------------------

NAMES = {"newline": "a\nstat:/etc=1 0777 1 1\nb", "escapes": "\x1b[2J\x1b]0;x\x07", "long": "n" * 255, "dots": "...", "tilde": "~",
         "bytes": "\udcff\udcfe", "backslash": "a\\n\\x2f..\\x2f", "percent": "%s%n%n", "blank": " ", "own": ".envfp",
         "slashes": "..\\..\\outside", "unicode": "\u202e\u2044\uff0f"}


def names():
    for index, (title, name) in enumerate(NAMES.items()):
        for kind in ("root", "record", "pid"):
            if (index + len(kind)) % 2 and kind != "root":
                continue

            def build(place, name=name):
                for folder in ("etc/ld.so.conf.d", "usr/bin", "usr/lib/node_modules", "usr/lib/python3/dist-packages",
                               "var/lib/dpkg/status.d", "home", "lib/modules"):
                    place.write(f"{folder}/{name}/{name}", "Package: a\n")
                    place.link(f"{folder}/{name[:250]}.conf", str(place.outside / "secret"))
                place.write("etc/ld.so.conf", b"include /etc/ld.so.conf.d/*.conf\ninclude /home/" +
                            os.fsencode(name) + b"/" + os.fsencode(name) + b"\n/home/" + os.fsencode(name) + b"/lib\n")
                place.link("etc/localtime", f"/usr/share/zoneinfo/{name}")
                place.link("usr/bin/python3", f"/home/{name}/{name}")
            yield World(f"names {title} {kind}", kind, build)

    def build_deep(place):
        deep = "/".join(["d"] * 64)
        place.write(f"home/b/{deep}/two.conf", "/opt/planted\n")
        place.link("home/a", "/".join(["home/b", deep]))
        place.write("etc/ld.so.conf", f"include /home/b/{deep}/two.conf\ninclude /home/a/../../{deep}/x\n")
        place.link("etc/os-release", f"/home/b/{deep}/two.conf")
        place.link("usr/bin/python3", "/".join(["..", *["x/.."] * 64, "home/b/python"]))
    for kind in ("root", "record", "pid"):
        yield World(f"names 64 deep {kind}", kind, build_deep)


# ---- A recording's own files --------------------------------------------------------------------------------------------------

OWN_FILES = {
    "errors": {".envfp/errors": "EACCES /../../../etc/shadow\nEIO /etc/../../outside/secret\nENOENT \nEXDEV /\n" * 50},
    "probes": {".envfp/probes": "stat:/../../outside/secret=1 7777 99 1\nstat:/etc=2 0777 x y\nstat:=1\nnofile=\n" * 50},
    "environ": {".envfp/environ": "HOME=/\nPATH=/../../outside:{outside}:../outside:.:/proc/self/root{outside}\n"
                                  "LD_LIBRARY_PATH={outside}\nPYTHONPATH=../../outside:{outside}\nPYTHONHOME={outside}\n"
                                  "VIRTUAL_ENV={outside}\nNVM_DIR={outside}\nPYENV_ROOT=/../..{outside}\nTZ=:{outside}/secret\n"
                                  "TZDIR={outside}\nSSL_CERT_FILE={outside}/secret\nJAVA_HOME={outside}\nGEM_HOME={outside}\n"},
    "home with dots": {".envfp/environ": "HOME=/home/../../outside\nPATH=/home/../../outside/bin:/home/b/bin\n"},
    "home is root": {".envfp/environ": "HOME=/\nPATH=//:/bin\n"},
    "home is .envfp": {".envfp/environ": "HOME=/.envfp\nPATH=/.envfp/bin:/.envfp\n", ".envfp/bin/python3": "#!x\n"},
    "home is relative": {".envfp/environ": "HOME=../outside\nPATH=../outside/bin:~/bin\n"},
    "home above the output": {".envfp/environ": "HOME={out}\nPATH={out}/../outside/bin:{out}\n", "{out}/x": "y"},
    "devices": {".envfp/devices": "/sys/../../outside ID_MODEL=x\n/sys/devices/" + "../" * 30 + " A=b\n \n= \n" * 50},
    "auxv": {".envfp/auxv": "platform=../../outside\nexecfn={outside}/secret\n=\n" * 50},
    "uname": {".envfp/uname": "release=../../../../../../{outside}\nmachine=/../..\nsysname=Linux\n"},
    "cpuid": {".envfp/cpuid": "00000004 00000000 04000121 01c0003f 0000003f 00000000\n" * 500},
}
FORMATS = ("", "0\n", "3\n", "2\n2\n", "1" * 100000, "-1\n", "\0", "1\n../../outside\n", "9" * 30)


def recordings():
    for name, files in OWN_FILES.items():
        def build(place, files=files):
            for path, content in files.items():
                place.write(path.format(out=place.out, outside=place.outside),
                            content.replace("{outside}", str(place.outside)).replace("{out}", str(place.out)))
            for path in (f"{place.outside}/bin/python3", f"{place.outside}/lib/x.pth", "/outside/bin/python3", "/home/b/bin/node"):
                place.write(path, "#!/bin/sh\n", 0o755)
            place.write("/etc/ld.so.conf", "include /home/b/two.conf\n")
            place.write("/home/b/two.conf", "/planted\n")
        yield World(f"recording {name}", "record", build)
    for number, text in enumerate(FORMATS):
        yield World(f"recording format {number}", "record",
                    lambda place, text=text: place.write(".envfp/format", text))
    for name in ("format", "uname", "environ", "errors", "probes", "devices", "cpuid", "auxv", "homes"):
        for what in ("link out", "fifo", "folder", "device zero"):
            if what == "folder" and name in ("uname", "cpuid"):
                continue

            def build(place, name=name, what=what):
                path = place.at(f".envfp/{name}")
                if path.exists():
                    path.unlink()
                THINGS[what](place, f".envfp/{name}")
            yield World(f"recording {name} {what}", "record", build, root=what.startswith("device"))

    def build_whole(place):
        os.rename(place.world / ".envfp", place.outside / "own")
        place.link(".envfp", place.outside / "own")
    yield World("recording .envfp link out", "record", build_whole)


# ---- Projects ----------------------------------------------------------------------------------------------------------------

PINS = """.python-version .node-version .nvmrc .ruby-version .java-version .go-version .php-version .perl-version .lua-version
    .tool-versions mise.toml .mise.toml rust-toolchain.toml rust-toolchain .sdkmanrc go.mod global.json package.json
    pyproject.toml""".split()
LOCKS = """.terraform.lock.hcl Cargo.lock Gemfile.lock Manifest.toml Pipfile.lock bun.lock composer.lock conda-lock.yml deno.lock
    environment.yml flake.lock go.sum gradle.lockfile mix.lock npm-shrinkwrap.json package-lock.json packages.lock.json pdm.lock
    pnpm-lock.yaml poetry.lock pubspec.lock pylock.toml renv.lock requirements.txt uv.lock yarn.lock""".split()
INSTALLED = {"package-lock.json": ('{"lockfileVersion": 3, "packages": {"node_modules/left-pad": {"version": "1.0.0"}}}',
                                   ("node_modules", "node_modules/left-pad", "node_modules/left-pad/package.json")),
             "requirements.txt": ("thing==1.0\n", (".venv", ".venv/lib", "venv/lib/python3.11/site-packages")),
             "composer.lock": ('{"packages": [{"name": "a/b", "version": "1.0"}]}',
                               ("vendor", "vendor/composer", "vendor/composer/installed.json")),
             "go.mod": ("module x\n\ngo 1.22\n\nrequire a.b/c v1.0.0\n", ("vendor", "vendor/modules.txt")),
             "pnpm-lock.yaml": ("lockfileVersion: '9.0'\n\npackages:\n\n  left-pad@1.0.0:\n    resolution: {integrity: x}\n",
                                ("node_modules", "node_modules/.pnpm", "node_modules/.pnpm/lock.yaml"))}


def projects():
    for index, name in enumerate(PINS + LOCKS):
        what = list(THINGS)[:3][index % 3]
        yield World(f"project {name} {what}", "project", lambda place, name=name, what=what: THINGS[what](place, name))
    for what, make in THINGS.items():
        for kind in ("project", "root", "pid", "record"):
            if kind == "project" and what == "link within the world":
                continue
            if kind in ("pid", "record") and len(what) % 2 == 0:
                continue

            def build(place, make=make, kind=kind):
                for name in PINS + LOCKS:
                    make(place, name if kind == "project" else f"work/{name}")
            yield World(f"projects {what} {kind}", kind, build, project="" if kind == "project" else "/work",
                        root=what.startswith("device"))
    for lock, (content, places) in INSTALLED.items():
        for path in places:
            def build(place, lock=lock, content=content, path=path):
                place.write(lock, content)
                target = {"left-pad": "node_modules/left-pad", "lib": "lib", "package.json": "secret", "lock.yaml": "secret",
                          "installed.json": "secret", "modules.txt": "secret", "node_modules": "node_modules",
                          "site-packages": "lib/python3.11/site-packages"}.get(os.path.basename(path), "")
                place.link(path, place.outside / target)
            yield World(f"project installed {lock} {path}", "project", build)

    def build_above(place):
        place.link(".python-version", place.outside / "secret")
        place.link(".nvmrc", "../outside/secret")
        place.folder("work/deep")
    yield World("project below hostile files", "project", build_above, project="work/deep")


def worlds():
    """All of them; each name once."""
    found = {}
    for make in (homes, identifiers, things, folders, names, recordings, projects):
        for world in make():
            assert world.name not in found, world.name
            found[world.name] = world
    return list(found.values())
