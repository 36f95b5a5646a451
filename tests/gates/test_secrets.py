# SPDX-License-Identifier: MIT
"""No recording, document or trace holds what was planted into every kind of file that is read."""
import base64
import json
import shutil
import zlib

import pytest

from attacks import everything
from conftest import LAYERS
from planted import Plants, labels, machine, person

LABELS = labels()
FORMS = ("json", "pretty", "packed", "line", "long", "short")


class Scene:
    """An environment, recorded; every form of what is told of it and of the recording."""

    def __init__(self, envfp, operand, options, out, other, **how):
        self.envfp, self.operand, self.options, self.out, self.how = envfp, operand, options, out, how
        envfp("record", out, operand, *options, **how)
        pieces = [piece for _, content in everything(out) for piece in (content, unpacked(content))]
        self.recording = b"\n".join(pieces).lower()
        self.documents = b"\n".join([*self.told(operand, options, other), *self.told(f"record:{out}", [], other)]).lower()

    def told(self, operand, options, other):
        for form in FORMS:
            yield self.envfp("collect", operand, *options, "--form", form, **self.how)
        packed = self.envfp("collect", operand, *options, "--form", "packed", **self.how).strip()
        yield zlib.decompress(base64.urlsafe_b64decode(packed.split(b".")[1] + b"==="))
        for view in (["--all"], ["--json"], []):
            yield self.envfp("show", operand, *options, *view, **self.how)
            done = self.envfp.run("diff", f"root:{other}", operand, *options, *view, **self.how)
            assert done.returncode in (0, 1, 2) and done.stdout, done
            yield done.stdout + done.stderr
        for layer in LAYERS:
            steps = self.envfp("explain", layer, operand, *options, "--trace", **self.how)
            assert steps.count(b"\n") > 30 or layer not in ("packages", "runtimes"), steps
            yield steps


def unpacked(content):
    """What a packed stream holds, where it is one."""
    try:
        return zlib.decompress(content)
    except zlib.error:
        return b""


@pytest.fixture(scope="module")
def scenes(envfp, open_folder):
    """The machine with os-release and the one before it, as recordings and as roots; and a person on this machine."""
    found, other = {}, open_folder / "empty"
    (other / "etc").mkdir(parents=True)
    (other / "etc/os-release").write_text("ID=other\nVERSION_ID=1\n")
    for name, old in (("machine", False), ("old", True)):
        planted = machine(open_folder / name, old)
        for kind in ("record", "root"):
            out = open_folder / f"{name}-{kind}"
            found[f"{name} as {kind}"] = Scene(envfp, f"{kind}:{planted.root}", ["--project", planted.project], out, other)
    planted = person(open_folder / "person")
    home = f"{planted.root}/home"
    environment = {"HOME": home, "VIRTUAL_ENV": f"{home}/.venv", "CONDA_PREFIX": f"{home}/miniconda3", "NVM_DIR": f"{home}/.nvm",
                   "PATH": f"{home}/bin:{home}/.venv/bin:{home}/.pyenv/shims:{home}/.local/share/mise/shims:{home}/.volta/bin:"
                           f"{home}/.asdf/shims:{home}/miniconda3/bin:/usr/bin:/bin", "LANG": "C.UTF-8",
                   "GITHUB_TOKEN": LABELS["key of AWS"], "PIP_INDEX_URL": f"https://u:{LABELS['variable password']}@x/",
                   "NODE_OPTIONS": f"--require /x/{LABELS['node options']}", "USER": LABELS["variable's user"]}
    found["person here"] = Scene(envfp, "self", ["--project", planted.project], open_folder / "person-live", other,
                                 env=environment, cwd="/")
    return found


@pytest.mark.parametrize("where", LABELS)
def test_no_recording_holds(scenes, where):
    text = LABELS[where].lower().encode()
    assert not [name for name, scene in scenes.items() if text in scene.recording], LABELS[where]


@pytest.mark.parametrize("where", LABELS)
def test_no_document_holds(scenes, where):
    text = LABELS[where].lower().encode()
    assert not [name for name, scene in scenes.items() if text in scene.documents], LABELS[where]


def test_there_are_enough():
    assert len(LABELS) >= 80


# ---- A recording tells the same ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["machine as record", "old as record", "machine as root", "old as root", "person here"])
@pytest.mark.parametrize("user", ["ours", "nobody"])
def test_a_recording_tells_the_same(scenes, name, user, envfp, open_folder, request):
    reader, scene, out = envfp, scenes[name], scenes[name].out
    if user == "nobody":
        reader = request.getfixturevalue("nobody")
        out = open_folder / f"{name}-nobody".replace(" ", "-")
        reader("record", out, scene.operand, *scene.options, **{"cwd": "/", **scene.how})
    original = reader("collect", scene.operand, *scene.options, **{"cwd": "/", **scene.how})
    same(original, reader("collect", f"record:{out}", cwd="/"), name.endswith("root"))
    shutil.rmtree(open_folder / f"{out.name}-again", ignore_errors=True)
    reader("record", open_folder / f"{out.name}-again", f"record:{out}", cwd="/")
    assert reader("collect", f"record:{open_folder / f'{out.name}-again'}", cwd="/") == reader("collect", f"record:{out}", cwd="/")


def same(original, replayed, bare=False):
    """Equal bytes; where not, what differs."""
    if original == replayed:
        return
    a, b = json.loads(original), json.loads(replayed)
    assert bare or a["layers"].keys() == b["layers"].keys()
    for layer in LAYERS:
        for part in ("facts", "context", "gaps", "derived"):
            x, y = a["layers"][layer].get(part, {}), b["layers"][layer].get(part, {})
            assert {k: (v, y.get(k)) for k, v in x.items() if y.get(k) != v} == {}, (layer, part)
            assert {k: v for k, v in y.items() if k not in x} == {}, (layer, part)
    assert original == replayed


# ---- One file at a time --------------------------------------------------------------------------------------------------------

BASE = {".envfp/format": "1\n", ".envfp/uname": "sysname=Linux\nrelease=6.1\nversion=#1\nmachine=x86_64\n",
        ".envfp/environ": "HOME=/home/x\nPATH=/home/x/bin:/home/x/.mise/shims:/usr/bin\n", "/proc/version": "Linux version 6.1 () #1\n",
        "/sys/x": "", "/etc/os-release": "ID=debian\nVERSION_ID=12\n", "/usr/bin/x": "", "/home/x/work/keep": ""}
SECRET = "ghp_0123456789secret0123456789"


@pytest.fixture
def recorded(envfp, tmp_path):
    """Files on top of a small machine, recorded; the document of both, and all bytes of the recording."""
    def make(files, *options):
        plants = Plants(tmp_path / "machine")
        for path, content in {**BASE, **files}.items():
            plants.write(path, content, 0o755 if "bin/" in path else 0o644)
        out = tmp_path / "out"
        envfp("record", out, f"record:{plants.root}", "--project", "/home/x/work", *options)
        original = envfp("collect", f"record:{plants.root}", "--project", "/home/x/work", *options)
        replayed = envfp("collect", f"record:{out}", *options)
        return original, replayed, b"\n".join(content for _, content in everything(out))
    return make


NULS = {  # a secret, and before it a byte that made a recorder copy the file as it is
    "/home/x/work/mise.toml": f"[env]\nX = \"{SECRET}\"\n[tools]\nnode = \"20\"\n",
    "/home/x/work/environment.yml": f"name: x\nvariables:\n  X: {SECRET}\ndependencies:\n  - a=1\n",
    "/home/x/work/.nvmrc": f"20\n# {SECRET}\n", "/home/x/work/.tool-versions": f"nodejs 20\n# {SECRET}\n",
    "/home/x/work/requirements.txt": f"a==1\n# {SECRET}\n", "/home/x/work/pyproject.toml": f"[project]\nauthors = \"{SECRET}\"\n",
    "/home/x/work/package.json": '{"engines": {"node": "20"}, "author": "' + SECRET + '"}\n',
    "/home/x/work/composer.lock": '{"packages": [{"name": "a/b", "version": "1",\n"authors": [{\n"email": "' + SECRET + '"\n}]}]}\n',
    "/home/x/work/package-lock.json": '{"packages": {"node_modules/a": {"version": "1",\n"resolved": "https://u:' + SECRET + '@x/"}}}\n',
    "/home/x/work/Cargo.lock": f"# {SECRET}\nversion = 3\n", "/home/x/work/yarn.lock": f"# {SECRET}\n",
    "/etc/os-release": f"ID=debian\n# {SECRET}\n", "/etc/ld.so.conf": f"/opt/lib\n# {SECRET}\n", "/etc/nsswitch.conf": f"hosts: files\n# {SECRET}\n",
    "/etc/lsb-release": f"DISTRIB_ID=x\n# {SECRET}\n", "/run/.containerenv": f"engine=\"podman-4\"\nname=\"{SECRET}\"\n",
    "/home/x/bin/node": f"#!/bin/sh\nexport X={SECRET}\nexec node\n", "/home/x/.tool-versions": f"nodejs 20 # {SECRET}\n",
    "/home/x/.config/mise/config.toml": f"[env]\nX = \"{SECRET}\"\n", "/var/lib/dpkg/status":
    f"Package: a\nStatus: install ok installed\nMaintainer: {SECRET}\nArchitecture: all\nVersion: 1\n\n",
    "/lib/apk/db/installed": f"P:a\nV:1\nm:{SECRET}\n\n", "/proc/self/mountinfo":
    f"30 29 0:1 / / rw - overlay overlay rw\n31 30 0:2 / /mnt rw - cifs //x/y rw,password={SECRET}\n",
    "/proc/cmdline": f"quiet token={SECRET}\n", "/proc/self/status": f"Name:\t{SECRET}\nSeccomp:\t0\n",
    "/proc/self/cgroup": f"0::/system.slice/{SECRET}.service\n", "/proc/sys/kernel/core_pattern": f"|/x --key={SECRET}\n",
    "/proc/cpuinfo": f"processor\t: 0\nSerial\t: {SECRET}\n", "/sys/class/dmi/id/chassis_asset_tag": SECRET + "\n",
    "/home/x/.cargo/.crates.toml": f"[v1]\n\"a 1 (registry+https://u:{SECRET}@x)\" = []\n",
    "/home/x/.rustup/settings.toml": f"default_toolchain = \"stable\"\n# {SECRET}\n", "/etc/pacman.conf": f"[a]\nServer = https://u:{SECRET}@x/\n"}


@pytest.mark.parametrize("at", ["first", "middle", "last"])
@pytest.mark.parametrize("path", NULS)
def test_a_nul_changes_nothing(recorded, path, at):
    text = NULS[path]
    half = text.index("\n") + 1
    content = {"first": "\0" + text, "middle": text[:half] + "\0" + text[half:], "last": text + "\0"}[at]
    mise = {"/home/x/.mise/shims/node": "#!/bin/sh\n"} if "mise" in path else {}
    original, replayed, recording = recorded({path: content, **mise})
    assert SECRET.encode() not in recording and SECRET.encode() not in original + replayed


BROKEN = {  # text that no rule takes: a gap before and after, never nothing
    "/var/lib/dpkg/status": (("packages", "dpkg/*"), ("no field at all\n", "Package a\nVersion 1\n\n")),
    "/lib/apk/db/installed": (("packages", "apk/*"), ("C:x\nP:a\n\n", "rubbish\n\n")),
    "/var/db/xbps/pkgdb-0.38.plist": (("packages", "xbps/*"), ("rubbish\n", "<dict><key>a</key>\n")),
    "/etc/cos-package-info.json": (("packages", "cos/*"), ("rubbish\n", "{\"installedPackages\": [")),
    "/home/x/work/package-lock.json": (("runtimes", "project.digest/package-lock.json"), ("rubbish\n", "{\"packages\": {", "[1, 2\n")),
    "/home/x/work/composer.lock": (("runtimes", "project.digest/composer.lock"), ("rubbish\n", "{\"packages\": [{\n\"name\": \"a/b\"\n")),
    "/home/x/work/Pipfile.lock": (("runtimes", "project.digest/Pipfile.lock"), ("rubbish\n", "{\"default\": {\"a\"")),
    "/home/x/work/flake.lock": (("runtimes", "project.digest/flake.lock"), ("rubbish\n", "{\"nodes\": {\n")),
    "/home/x/work/Cargo.lock": (("runtimes", "project.digest/Cargo.lock"), ("rubbish\n", "[[package]]\nname = \"a\nversion = \"1\"\n")),
    "/home/x/work/poetry.lock": (("runtimes", "project.digest/poetry.lock"), ("rubbish\n", "[[package]]\nname = 'a\n")),
    "/home/x/work/uv.lock": (("runtimes", "project.digest/uv.lock"), ("rubbish\n",)),
    "/home/x/work/deno.lock": (("runtimes", "project.digest/deno.lock"), ("rubbish\n",)),
    "/home/x/work/renv.lock": (("runtimes", "project.digest/renv.lock"), ("rubbish\n",)),
    "/home/x/work/packages.lock.json": (("runtimes", "project.digest/packages.lock.json"), ("rubbish\n",)),
    "/proc/meminfo": (("hardware", None), ("rubbish\n",)), "/proc/cpuinfo": (("hardware", None), ("rubbish\n", "")),
    "/proc/self/status": (("sandbox", None), ("rubbish\n", "")), "/proc/self/limits": (("sandbox", None), ("rubbish\n",)),
    "/proc/self/uid_map": (("sandbox", None), ("rubbish\n",)), "/proc/self/cgroup": (("container", None), ("rubbish\n", "")),
    "/proc/self/mountinfo": (("container", None), ("rubbish\n", "")), "/proc/cgroups": (("kernel", None), ("rubbish\n",)),
    "/sys/devices/system/cpu/online": (("hardware", None), ("rubbish\n",)),
    "/etc/nsswitch.conf": (("libc", None), ("rubbish\n",)), "/etc/ld.so.conf": (("libc", None), ("rubbish\n",)),
    "/snap/firefox/1/meta/snap.yaml": (("packages", None), ("name: firefox\n", "rubbish\n")),
    "/home/x/work/.python-version": (("runtimes", None), ("not a version at all\n", "\n")),
    "/home/x/work/package.json": (("runtimes", None), ("rubbish\n", "{\"engines\": 5}\n")),
    "/home/x/work/global.json": (("runtimes", None), ("rubbish\n",)), "/home/x/work/mise.toml": (("runtimes", None), ("rubbish\n",)),
    "/home/x/work/.tool-versions": (("runtimes", None), ("rubbish\n",)),
    "/usr/lib/python3/dist-packages/a-1.dist-info/METADATA": (("runtimes", None), ("rubbish\n", "\n"))}


@pytest.mark.parametrize("path,number", [(path, number) for path, (_, texts) in BROKEN.items() for number in range(len(texts))])
def test_what_is_malformed_stays_so(recorded, path, number):
    (layer, gap), texts = BROKEN[path]
    original, replayed, _ = recorded({path: texts[number]})
    same(original, replayed)
    if gap:
        gaps = json.loads(original)["layers"][layer].get("gaps", {})
        assert gap in gaps and json.loads(replayed)["layers"][layer]["gaps"][gap] == gaps[gap], gaps


@pytest.mark.parametrize("change", [str.lower, str.upper, str.title, lambda name: name.replace("a", "A")],
                         ids=["lower", "upper", "title", "mixed"])
def test_dpkg_s_fields_in_any_case(recorded, change):
    fields = (("Package", "hello"), ("Status", "install ok installed"), ("Maintainer", SECRET), ("Architecture", "all"), ("Version", "2.10"))
    status = "".join(f"{change(name)}: {value}\n" for name, value in fields) + "\n"
    original, replayed, recording = recorded({"/var/lib/dpkg/status": status})
    assert json.loads(original)["layers"]["packages"]["facts"]["dpkg/hello:all"] == "2.10"
    same(original, replayed)
    assert SECRET.encode() not in recording


UNKNOWN = {  # files that only another file names
    "a configuration of the loader": ({"/etc/ld.so.conf": "include /opt/app/any.thing\n", "/opt/app/any.thing": f"{SECRET}\n/opt/lib\n"},
                                      "libc", "loader.conf"),
    "a key": ({"/etc/ld.so.conf": "include /home/x/.ssh/id_rsa\n", "/home/x/.ssh/id_rsa": f"-----BEGIN-----\n{SECRET}\n"}, "libc", "loader.conf"),
    "what a pattern finds": ({"/etc/ld.so.conf": "include /etc/*\n", "/etc/shadow": f"root:{SECRET}:1::::::\n"}, "libc", "loader.conf"),
    "a NUL": ({"/etc/ld.so.conf": "include /opt/app/data\n", "/opt/app/data": f"\0{SECRET}\n"}, "libc", "loader.conf"),
    "requirements": ({"/home/x/work/requirements.txt": "-r sub/secret.env\na==1\n", "/home/x/work/sub/secret.env": f"TOKEN={SECRET}\n"},
                     "runtimes", "project.digest/requirements.txt"),
    "requirements elsewhere": ({"/home/x/work/requirements.txt": "-r .env\na==1\n", "/home/x/work/.env": f"b==1\n# {SECRET}\nT={SECRET}\n"},
                               "runtimes", "project.digest/requirements.txt")}


@pytest.mark.parametrize("name", UNKNOWN)
def test_a_file_without_a_rule(recorded, name):
    """Nothing of it is kept; what came of it is a gap then, or told as before, never an absence."""
    files, layer, key = UNKNOWN[name]
    original, replayed, recording = recorded(files)
    assert SECRET.encode() not in recording and SECRET.encode() not in replayed
    before, after = (json.loads(text)["layers"][layer] for text in (original, replayed))
    told, kept = ({**part.get("facts", {}), **part.get("context", {})}.get(key) for part in (before, after))
    gap = any(key == gap or (gap.endswith("*") and key.startswith(gap[:-1])) for gap in after.get("gaps", {}))
    assert gap or told == kept, (told, kept, after.get("gaps"))
    assert gap or told is not None or key in before.get("gaps", {}) or name == "a key", before.get("gaps")


# ---- Homes of others --------------------------------------------------------------------------------------------------------------

NAME = "wilhelmina4711"
HOMES = ("/home/{}", "/homes/{}", "/users/{}", "/Users/{}", "/scratch/{}", "/export/home/{}", "/data/users/{}", "/mnt/scratch/{}", "/var/home/{}",
         "/net/fs1/vol/a/home/{}", "/net/fs1/users/{}", "/net/fs1/{}")
MOUNTS = ("30 1 0:30 / / rw - ext4 /dev/sda1 rw\n31 30 0:31 / /proc rw - proc proc rw\n32 30 0:32 / /sys rw - sysfs sysfs rw\n"
          "40 30 0:40 / /net/fs1 rw - nfs4 fs1:/ rw,vers=4.2\n")
PLACES = ("LD_LIBRARY_PATH", "LD_PRELOAD", "LD_AUDIT", "PYTHONPATH", "TZ", "TZDIR", "NODE_PATH", "JAVA_HOME", "PATH", "SSL_CERT_FILE", "ld.so.conf",
          "ld.so.conf.d", "ld.so.preload", "localtime", "localtime zone", "timezone", "GEM_PATH", "LOCPATH")


@pytest.mark.parametrize("home", [home for home in HOMES if home != "/net/fs1/{}"])
@pytest.mark.parametrize("place", PLACES)
def test_homes_of_others(envfp, tmp_path, home, place):
    folder = home.format(NAME)
    plants = Plants(tmp_path / "machine")
    files = {**BASE, "/proc/self/mountinfo": MOUNTS}
    environment = {"HOME": "/root", "PATH": "/usr/bin"}
    if place.isupper() or "_" in place:
        environment[place] = {"TZ": f":{folder}/zones/Mars", "PATH": f"/usr/bin:{folder}/bin",
                              "LD_PRELOAD": f"{folder}/lib/x.so"}.get(place, f"/opt/x:{folder}/lib" if place.endswith("PATH") else f"{folder}/x")
    elif place == "localtime":
        plants.link("/etc/localtime", f"{folder}/Mars")
    elif place == "localtime zone":
        plants.link("/etc/localtime", f"{folder}/zoneinfo/Mars/Base")
    else:
        path = "ld.so.conf.d/x.conf" if place == "ld.so.conf.d" else place
        files[f"/etc/{path}"] = f"{folder}/lib\n"
        if place == "ld.so.conf.d":
            files["/etc/ld.so.conf"] = "include /etc/ld.so.conf.d/*.conf\n"
    files[".envfp/environ"] = "".join(f"{name}={value}\n" for name, value in environment.items())
    for path, content in files.items():
        plants.write(path, content)
    if not home.startswith("/net"):
        plants.write(f"{folder}/lib/libx.so", "")
        plants.write(f"{folder}/Mars", "TZif2\n")
    out = tmp_path / "out"
    envfp("record", out, f"record:{plants.root}")
    original = envfp("collect", f"record:{plants.root}")
    assert NAME.encode() not in original
    assert NAME.encode() not in envfp("show", "--all", f"record:{plants.root}")
    assert not [path for path, content in everything(out) if NAME.encode() in content]
    same(original, envfp("collect", f"record:{out}"))
