# SPDX-License-Identifier: MIT
"""A project that somebody else wrote: what its files and folders lead to outside is neither told, hashed, recorded, opened
nor looked at, and no FIFO or device is opened, however it is named. strace, where it is there, says what was touched."""
import json
import os
import re
import shutil
import signal
import subprocess
import time

import pytest

from conftest import BUILD

# What each of them asks for; those of several languages are told as "*".
WANTS = {".python-version": "python", ".node-version": "node", ".nvmrc": "node", ".ruby-version": "ruby",
         ".java-version": "java", ".go-version": "go", ".php-version": "php", ".perl-version": "perl",
         ".lua-version": "lua", ".tool-versions": "*", "mise.toml": "*", ".mise.toml": "*",
         "rust-toolchain.toml": "rust", "rust-toolchain": "rust", ".sdkmanrc": "*", "go.mod": "go",
         "global.json": "dotnet", "package.json": "*", "pyproject.toml": "python"}
LOCKS = """.terraform.lock.hcl Cargo.lock Gemfile.lock Manifest.toml Pipfile.lock bun.lock composer.lock conda-lock.yml
    deno.lock environment.yml flake.lock go.mod go.sum gradle.lockfile mix.lock npm-shrinkwrap.json package-lock.json
    packages.lock.json pdm.lock pnpm-lock.yaml poetry.lock pubspec.lock pylock.toml renv.lock requirements.txt uv.lock
    yarn.lock""".split()
NAMES = sorted({*WANTS, *LOCKS})
SECRET = "3.99.77-hunter2"  # also where it could pass for a version
OPENAT2 = "437"


class Place:
    """A project, and what stands beside it."""

    def __init__(self, top):
        self.top, self.folder, self.outside = top, top / "home" / "project", top / "outside"
        self.folder.mkdir(parents=True)
        (self.outside / "folder").mkdir(parents=True)
        for name in NAMES:
            (self.outside / name).write_text(SECRET + "\n")
            (self.outside / "folder" / name).write_text(SECRET + "\n")

    def link(self, name, target):
        (self.folder / name).symlink_to(target)


def absolute(place, name):
    place.link(name, place.outside / name)


def relative(place, name):
    place.link(name, f"../../outside/{name}")


def through_a_folder(place, name):
    if not (place.folder / "way").is_symlink():
        place.link("way", place.outside)
    place.link(name, f"way/{name}")


def upwards(place, name):
    if not (place.folder / "up").is_symlink():
        place.link("up", "../..")
    place.link(name, f"up/outside/folder/{name}")


def twice(place, name):
    place.link(name, f"second{name}")
    place.link(f"second{name}", place.outside / name)


def system(place, name):
    place.link(name, "/etc/shadow")


def device(place, name):
    place.link(name, "/dev/kmsg")


def process(place, name):
    place.link(name, "/proc/self/environ")


def fifo(place, name):
    os.mkfifo(place.folder / name)


def linked_fifo(place, name):
    os.mkfifo(place.folder / f"pipe{name}")
    place.link(name, f"pipe{name}")


OUT = [absolute, relative, through_a_folder, upwards, twice, system, device, process]
PIPES = [fifo, linked_fifo]


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


@pytest.fixture
def traced(tmp_path):
    """Runs a command; gives its output, and the lines of strace in which something was opened or looked at."""
    def run(*command, **options):
        log = tmp_path / "strace.log"
        tracer = shutil.which("strace")
        prefix = [tracer, "-f", "-y", "-s", "4096", "-e", "trace=file,getdents64,read,pread64", "-o", log] if tracer else []
        done = subprocess.run([*prefix, *map(str, command)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120,
                              env={**os.environ, "HOME": str(tmp_path / "home"), "SECRET": SECRET}, **options)
        assert done.returncode == 0, done.stderr.decode()
        lines = log.read_text(errors="replace").splitlines() if tracer else []
        return done.stdout.decode(), lines
    return run


def touched(lines, *places):
    """Lines that name one of the places, but for what a link says of itself."""
    found = []
    for line in lines:
        if re.search(r"\breadlink(at)?\(", line):
            line = line.split(", ")[0] + line.split(", ")[1] if ", " in line else line
        if "execve(" not in line and any(str(each) in line for each in places):
            found.append(line)
    return found


def opened(lines):
    """Paths that were opened for more than looking."""
    for line in lines:
        match = re.search(r"\bopen(?:at2?)?\(.*= \d+<([^>]*)>$", line)
        if match and "O_PATH" not in line:
            yield match.group(1)


def collect(traced, envfp, place, operand="self"):
    output, lines = traced(envfp.path, "collect", operand, "--layers", "rt", "--project", place.folder)
    return output, json.loads(output)["layers"]["runtimes"], lines


def project_part(layer):
    return {key: value for part in ("facts", "context") for key, value in layer.get(part, {}).items()
            if key.startswith("project.")}


def gaps(layer):
    return {key: reason for key, reason in layer.get("gaps", {}).items() if key.startswith("project.")}


def check_untouched(place, output, lines):
    assert SECRET not in output and "hunter2" not in output
    assert not touched(lines, place.outside, "/etc/shadow", "/dev/kmsg", "/proc/self/environ")
    below = [path for path in opened(lines) if path.startswith(str(place.folder))]
    assert all(os.path.isfile(path) or os.path.isdir(path) for path in below), below


@pytest.mark.parametrize("attack", OUT + PIPES, ids=lambda attack: attack.__name__)
class TestEveryFile:
    def test_leads_nowhere(self, attack, place, traced, envfp):
        for name in NAMES:
            attack(place, name)
        output, layer, lines = collect(traced, envfp, place)
        check_untouched(place, output, lines)
        reason = "unsupported" if attack in PIPES else "hidden"
        expected = {f"project.digest/{name}": reason for name in LOCKS}
        expected.update({f"project.wants/{language}": reason for language in WANTS.values()})
        expected["project.pins/*"] = reason
        assert gaps(layer) == expected
        assert project_part(layer) == {}

    def test_is_not_recorded(self, attack, place, traced, envfp, tmp_path):
        for name in NAMES:
            attack(place, name)
        recording = tmp_path / "recording"
        _, lines = traced(envfp.path, "record", recording, "--layers", "rt", "--project", place.folder)
        lines = [line for line in lines if str(recording) not in line]
        assert not touched([line for line in lines if "symlinkat" not in line], place.outside, "/etc/shadow", "/dev/kmsg")
        assert "hunter2" not in everything(recording)
        live, layer, _ = collect(traced, envfp, place)
        assert json.loads(envfp("collect", f"record:{recording}", "--layers", "rt"))["layers"]["runtimes"] == layer

    def test_other_operands(self, attack, place, traced, envfp):
        for name in NAMES:
            attack(place, name)
        child = subprocess.Popen(["sleep", "60"])
        try:
            here = gaps(collect(traced, envfp, place)[1])
            for operand in "root:/", f"pid:{child.pid}":
                output, layer, lines = collect(traced, envfp, place, operand)
                assert not touched(lines, place.outside, "/etc/shadow", "/dev/kmsg")
                assert "hunter2" not in output
                # /proc is no part of a directory, and hidden as a whole.
                assert gaps(layer) == here and project_part(layer) == {}, operand
        finally:
            child.kill()
            child.wait()

    def test_without_openat2(self, attack, place, traced, envfp, tmp_path):
        """Under a filter nothing is asked that it could kill for."""
        for name in NAMES:
            attack(place, name)
        command = [BUILD / "gates" / "confine", "project", place.folder, "layers", str(1 << 7), "refuse", OPENAT2, "kill",
                   tmp_path / "document"]
        done = subprocess.run([*map(str, command)], capture_output=True, timeout=60,
                              env={**os.environ, "HOME": str(tmp_path / "home")})
        if done.returncode == 3:
            pytest.skip("no filters here")
        assert done.returncode == 0, done.stderr
        text = (tmp_path / "document").read_text()
        assert "hunter2" not in text
        assert gaps(json.loads(text)["layers"]["runtimes"]) == gaps(collect(traced, envfp, place)[1])


def everything(folder):
    texts = []
    for path, folders, files in os.walk(folder):
        texts += [*folders]
        for name in files:
            if not os.path.islink(os.path.join(path, name)):
                with open(os.path.join(path, name), "rb") as file:
                    texts.append(file.read().decode(errors="replace"))
    return "\n".join(texts)


NPM = {"lockfileVersion": 3, "packages": {"node_modules/a": {"version": "1.0.0"}, "node_modules/b": {"version": "1.0.0"}}}
UV = '[[package]]\nname = "click"\nversion = "8.1.7"\nsource = { registry = "https://x/" }\n'


class TestWhatIsInstalled:
    def write_locks(self, place):
        (place.folder / "package-lock.json").write_text(json.dumps(NPM))
        (place.folder / "uv.lock").write_text(UV)
        (place.folder / "Gemfile.lock").write_text("GEM\n  specs:\n    rails (7.0.4)\n")
        (place.folder / "go.mod").write_text("module x\n\nrequire rsc.io/quote v1.5.2\n")
        (place.folder / "composer.lock").write_text(json.dumps({"packages": [{"name": "a/b", "version": "1.0"}]}))

    def write_outside(self, place):
        for name in "a", "b":
            (place.outside / name).mkdir()
            (place.outside / name / "package.json").write_text('{"version":"6.6.6"}')
        (place.outside / "lib/python3.12/site-packages/click-6.6.6.dist-info").mkdir(parents=True)
        (place.outside / "python3.12/site-packages/click-6.6.6.dist-info").mkdir(parents=True)
        (place.outside / "bundle/ruby/3.2.0/gems/rails-6.6.6").mkdir(parents=True)
        (place.outside / "modules.txt").write_text("# rsc.io/quote v6.6.6\n")
        (place.outside / "composer").mkdir()
        (place.outside / "composer/installed.json").write_text('{"packages":[{"name":"a/b","version":"6.6.6"}]}')

    @pytest.mark.parametrize("links", [
        {"node_modules": "{out}", ".venv": "{out}", "vendor": "{out}"},
        {"node_modules": "../../outside", "venv": "../../outside", "vendor": "../../outside"},
        {"node_modules/a": "{out}/a", "node_modules/b": "../../../outside/b", ".venv/lib": "{out}/lib",
         "vendor/bundle": "{out}/bundle", "vendor/modules.txt": "{out}/modules.txt", "vendor/composer": "{out}/composer"},
        {"node_modules/a/package.json": "{out}/a/package.json", ".venv/lib/python3.12": "{out}/python3.12",
         "vendor/bundle/ruby": "{out}/bundle/ruby", "vendor/composer/installed.json": "{out}/composer/installed.json"},
    ])
    def test_outside_does_not_count(self, links, place, traced, envfp):
        self.write_locks(place)
        self.write_outside(place)
        for name, target in links.items():
            (place.folder / name).parent.mkdir(parents=True, exist_ok=True)
            place.link(name, target.format(out=place.outside))
        output, layer, lines = collect(traced, envfp, place)
        assert "6.6.6" not in output
        assert not touched(lines, place.outside)
        assert {"project.drift": "hidden", "project.state": "hidden"}.items() <= gaps(layer).items()
        assert set(gaps(layer)) <= {"project.drift", "project.state", "project.node/*", "project.python/*",
                                    "project.checked_count", "project.unchecked_count", "project.drift_count",
                                    "project.missing_count"}

    def test_inside_does(self, place, traced, envfp):
        """As pnpm, bun and workspaces lay their folders out."""
        self.write_locks(place)
        store = place.folder / "node_modules/.store/a@6.6.6/node_modules/a"
        store.mkdir(parents=True)
        (store / "package.json").write_text('{"version":"6.6.6"}')
        place.link("node_modules/a", ".store/a@6.6.6/node_modules/a")
        (place.folder / "packages/b").mkdir(parents=True)
        (place.folder / "packages/b/package.json").write_text('{"version":"6.6.5"}')
        place.link("node_modules/b", place.folder / "packages/b")
        (place.folder / "env/lib/python3.12/site-packages/click-6.6.6.dist-info").mkdir(parents=True)
        place.link(".venv", "env")
        place.link("version", ".python-real")
        (place.folder / ".python-real").write_text("3.12.1\n")
        place.link(".python-version", "version")
        _, layer, _ = collect(traced, envfp, place)
        assert layer["context"]["project.drift"] == ["package-lock.json: a 1.0.0 -> 6.6.6", "package-lock.json: b 1.0.0 -> 6.6.5",
                                                     "uv.lock: click 8.1.7 -> 6.6.6"]
        assert layer["facts"]["project.wants/python"] == "3.12.1"
        assert gaps(layer) == {}

    def test_a_recording_says_the_same(self, place, envfp):
        self.write_locks(place)
        (place.folder / "packages/a").mkdir(parents=True)
        (place.folder / "packages/a/package.json").write_text('{"version":"6.6.6"}')
        (place.folder / "node_modules").mkdir()
        place.link("node_modules/a", "../packages/a")
        place.link("node_modules/b", place.outside / "b")
        place.link(".nvmrc", "deep/nvmrc")
        (place.folder / "deep").mkdir()
        (place.folder / "deep/nvmrc").write_text("v20.1\n")
        (place.folder / "rust-toolchain").mkdir()  # a folder is no such file
        (place.folder.parent / "rust-toolchain").write_text("1.75\n")
        os.mkfifo(place.folder / ".ruby-version")
        environment = {**os.environ, "HOME": str(place.top / "home")}
        envfp("record", place.top / "recording", "--layers", "rt", "--project", place.folder, env=environment)
        live = envfp("collect", "--layers", "rt", "--project", place.folder, env=environment)
        assert envfp("collect", f"record:{place.top}/recording", "--layers", "rt") == live
        layer = json.loads(live)["layers"]["runtimes"]
        assert layer["facts"]["project.wants/rust"] == "1.75"
        assert layer["facts"]["project.wants/node"] == "v20.1"
        counts = dict.fromkeys((f"project.{of}_count" for of in ("checked", "drift", "missing", "unchecked")), "hidden")
        assert gaps(layer) == {"project.drift": "hidden", "project.node/*": "hidden", "project.wants/ruby": "unsupported", **counts}

    def test_the_folder_itself_may_be_a_link(self, place, traced, envfp):
        (place.folder / ".python-version").write_text("3.12.1\n")
        (place.top / "other").symlink_to(place.folder)
        output, _ = traced(envfp.path, "collect", "--layers", "rt", "--project", place.top / "other")
        assert json.loads(output)["layers"]["runtimes"]["facts"]["project.wants/python"] == "3.12.1"


SHAPES = ["root:$6$salt$hunter2:19000:0:99999:7:::", "machine x.example login joe password hunter2", "hunter2",
          "8b4d1f0a9c3e4d2fb7a6c5d4e3f2a1b0", "550e8400-e29b-41d4-a716-446655440000", "-----BEGIN OPENSSH PRIVATE KEY-----",
          "joe <joe@hunter2.example>", "../../hunter2", "ref:joe/hunter2", "3.12 hunter2", "x" * 200]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_version_has_the_form_of_one(shape, place, traced, envfp, tmp_path):
    for name in ".python-version", ".node-version", ".ruby-version", ".java-version":
        (place.folder / name).write_text(shape + "\n")
    (place.folder / ".tool-versions").write_text(f"golang {shape.split()[-1]}\n")
    (place.folder / "package.json").write_text(json.dumps({"engines": {"npm": shape}, "volta": {"yarn": shape}}))
    (place.folder / "Cargo.lock").write_text(
        f'[[package]]\nname = "a"\nversion = "{shape}"\nsource = "registry+https://x"\n')
    output, layer, _ = collect(traced, envfp, place)
    assert "hunter2" not in output and "joe" not in output and shape not in output
    known = {value for key, value in project_part(layer).items() if not key.startswith("project.digest/")}
    assert known <= {"path"}  # of somewhere is all that is told of one
    if not known:
        assert gaps(layer)["project.digest/Cargo.lock"] == "malformed"
        for language in "python", "node", "ruby", "java", "npm", "yarn":
            assert gaps(layer)[f"project.wants/{language}"] == "malformed"


# Package managers are looked for only beside a project.
MANAGERS = ("bundler.", "composer.", "hatch.", "npm.", "pdm.", "pip.", "pipenv.", "pnpm.", "poetry.", "uv.", "yarn.")


def test_what_PATH_starts_is_the_same_with_and_without(place, envfp):
    """A project's files decide about stand-ins of version managers alone."""
    for name in NAMES:
        absolute(place, name)
    environment = {**os.environ, "PATH": "/usr/local/bin:/usr/bin:/bin"}
    plain = json.loads(envfp("collect", "--layers", "rt", env=environment))["layers"]["runtimes"]
    named = json.loads(envfp("collect", "--layers", "rt", "--project", place.folder, env=environment))["layers"]["runtimes"]
    for part in "facts", "context", "gaps":
        assert {key: value for key, value in named.get(part, {}).items() if not key.startswith(("project.", *MANAGERS))} == plain.get(part, {})


def test_a_stand_in_is_not_followed_by_a_link_out(place, envfp):
    root = place.top / "home/.pyenv"
    for version in "3.10.1", "3.11.2":
        (root / "versions" / version / "bin").mkdir(parents=True)
        (root / "versions" / version / "bin/python3").write_text("x")
        (root / "versions" / version / "bin/python3").chmod(0o755)
    (root / "shims").mkdir()
    (root / "shims/python3").write_text(f'#!/bin/sh\nexport PYENV_ROOT="{root}"\nexec pyenv exec "$program"\n')
    (root / "shims/python3").chmod(0o755)
    (root / "version").write_text("3.10.1\n")
    (place.outside / ".python-version").write_text("3.11.2\n")
    environment = {**os.environ, "HOME": str(place.top / "home"), "PATH": f"{root}/shims"}
    environment.pop("PYENV_VERSION", None)

    def told():
        text = envfp("collect", "--layers", "rt", "--project", place.folder, env=environment)
        layer = json.loads(text)["layers"]["runtimes"]
        return {**layer["facts"], **layer["context"]}, layer.get("gaps", {})

    assert told()[0]["python.path"].endswith("3.10.1/bin/python3")
    for attack in absolute, fifo:
        attack(place, ".python-version")
        facts, missing = told()
        assert "python.path" not in facts
        assert missing["python.version"] == ("hidden" if attack is absolute else "unsupported")
        (place.folder / ".python-version").unlink()
    (place.folder / ".python-version").write_text("3.11.2\n")
    assert told()[0]["python.path"].endswith("3.11.2/bin/python3")


def test_what_changes_meanwhile(place, envfp):
    """For a second, files and folders are put aside for links that lead out, and back."""
    (place.folder / ".python-version").write_text("3.12.1\n")
    (place.folder / "spare").symlink_to(place.outside / ".python-version")
    (place.folder / "package-lock.json").write_text(json.dumps(NPM))
    (place.folder / "node_modules/a").mkdir(parents=True)
    (place.folder / "node_modules/a/package.json").write_text('{"version":"1.0.0"}')
    (place.outside / "a").mkdir()
    (place.outside / "a/package.json").write_text('{"version":"6.6.6"}')
    (place.folder / "away").symlink_to(place.outside)
    child = os.fork()
    if child == 0:
        os.chdir(place.folder)
        while True:
            for name, other in (".python-version", "spare"), ("node_modules", "away"):
                os.rename(name, "aside")
                os.rename(other, name)
                os.rename(name, other)
                os.rename("aside", name)
    try:
        end, seen = time.monotonic() + 1, set()
        while time.monotonic() < end or not seen:
            text = envfp("collect", "--layers", "rt", "--project", place.folder).decode()
            assert SECRET not in text and "6.6.6" not in text
            seen.add(json.loads(text)["layers"]["runtimes"]["facts"].get("project.wants/python"))
        assert seen <= {"3.12.1", None}
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def test_where_a_link_leads_out_to_is_not_recorded(envfp, tmp_path):
    """Nothing follows it, and it still leads out of the recording's folder."""
    folder, out = tmp_path / "home" / "project", tmp_path / "out"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "uv.lock").write_text("version = 1\n\n[[package]]\nname = \"a\"\nversion = \"1.0\"\n")
    (folder / "uv.lock").symlink_to("inner/uv.lock")
    for name, target in (("Gemfile.lock", "/etc/leaktarget/alice"), ("go.sum", "../../leaktarget/x"),
                         (".python-version", "/leaktarget/3.12"), ("vendor", "/leaktarget/vendor"),
                         ("composer.lock", "vendor/composer.lock"), ("node_modules", "/leaktarget/modules")):
        (folder / name).symlink_to(target)
    environment = {"HOME": str(tmp_path / "home"), "PATH": "/usr/bin:/bin"}
    live = envfp.document("--project", folder, env=environment)
    envfp("record", out, "--project", folder, env=environment)
    links = [path for path in out.rglob("*") if path.is_symlink()]
    assert any(path.name == "Gemfile.lock" for path in links)
    for path in links:
        assert "leaktarget" not in os.readlink(path), path
    for path in out.rglob("*"):
        if path.is_file() and not path.is_symlink():
            assert b"leaktarget" not in path.read_bytes(), path
    replayed = envfp.document(f"record:{out}", "--project", "/~/project")
    for key in ("facts", "gaps", "digest"):
        assert live["layers"]["runtimes"].get(key) == replayed["layers"]["runtimes"].get(key)
