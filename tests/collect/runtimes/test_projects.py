# SPDX-License-Identifier: MIT
"""Projects through the command: recordings, privacy, differences; and lock files that real tools write, held against
what these tools say of them (skipped where a tool or its registry is out of reach)."""
import json
import os
import shutil
import subprocess

import pytest

ENVFP = os.environ.get("ENVFP", "build/envfp")

UV = """version = 1

[[package]]
name = "click"
version = "%s"
source = { registry = "https://someone:hunter2@pypi.example/simple?token=hunter2" }
sdist = { url = "https://someone:hunter2@pypi.example/c.tar.gz?token=hunter2", hash = "sha256:1" }
"""
COMPOSER = {"packages": [{"name": "a/b", "version": "1.0", "dist": {"reference": "abc", "type": "zip"},
                          "authors": [{"name": "Jane Doe", "email": "jane@doe.example"}]}], "packages-dev": []}
PACKAGE = {"name": "x", "version": "1.0.0", "author": "Jane Doe <jane@doe.example>", "engines": {"node": ">=1"},
           "volta": {"npm": "1.0.0"}, "packageManager": "yarn@1.22.0", "scripts": {"a": "echo hunter2"}}
REQUIREMENTS = """# by Jane Doe
--index-url https://someone:hunter2@pypi.example/simple
click==8.1.7 --hash=sha256:1  # via jane
b @ https://someone:hunter2@x.example/b.whl?token=hunter2
"""


def envfp(*arguments, status=0, **options):
    done = subprocess.run([ENVFP, *map(str, arguments)], capture_output=True, text=True, timeout=60, **options)
    assert done.returncode == status, done.stderr
    return done.stdout


def runtimes(folder, operand="self"):
    return json.loads(envfp("collect", operand, "--project", folder, "--layers", "rt"))["layers"]["runtimes"]


def pins(folder, file):
    start = f"project.pins/{file}:"
    return {key[len(start):]: value for key, value in runtimes(folder)["facts"].items() if key.startswith(start)}


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "home" / "project"
    folder.mkdir(parents=True)
    (folder / "uv.lock").write_text(UV % "8.1.7")
    (folder / "composer.lock").write_text(json.dumps(COMPOSER, indent=4))
    (folder / "package.json").write_text(json.dumps(PACKAGE))
    (folder / "requirements.txt").write_text(REQUIREMENTS)
    (folder / "pyproject.toml").write_text(
        '[project]\nauthors = [{name = "Jane Doe"}]\nrequires-python = ">=3.8"\n')
    (folder / ".venv/lib/python3.11/site-packages/click-8.1.8.dist-info").mkdir(parents=True)
    return folder


class TestProject:
    def test_no_project_no_facts(self, project):
        document = json.loads(envfp("collect", "--layers", "rt", cwd=project))
        assert "project" not in json.dumps(document["layers"]["runtimes"].get("collectors", {}))

    def test_relative(self, project):
        here = envfp("collect", "--layers", "rt", "--project", ".", cwd=project)
        assert here == envfp("collect", "--layers", "rt", "--project", project)

    def test_root(self, project, tmp_path):
        facts = runtimes("/home/project", f"root:{tmp_path}")["facts"]
        assert facts["project.pins/uv.lock:click"] == "8.1.7"
        envfp("collect", f"root:{tmp_path}", "--project", "/home/other", status=2)

    def test_drift_in_a_word(self, project):
        assert "project drifts" in envfp("collect", "--form", "line", "--project", project)
        assert "project drifts" in envfp("show", "--layers", "rt", "--project", project)
        drift = runtimes(project)["context"]["project.drift"]
        assert "uv.lock: click 8.1.7 -> 8.1.8" in drift

    def test_diff_names_the_pin(self, project, tmp_path):
        for name, version in ("a", "8.1.7"), ("b", "8.1.6"):
            (project / "uv.lock").write_text(UV % version)
            envfp("collect", "--project", project, "-o", tmp_path / name)
        told = envfp("diff", tmp_path / "a", tmp_path / "b", status=1)
        assert "uv.lock:click 8.1.7 in a, 8.1.6 in b" in " ".join(told.split("\n\n")[0].split())
        layers = json.loads(envfp("diff", tmp_path / "a", tmp_path / "b", "--json", status=1))["layers"]
        differing = [name for name, layer in layers.items() if layer["verdict"] == "differs"]
        assert differing == ["runtimes"]

    def test_recording_says_the_same(self, project, tmp_path):
        environment = {**os.environ, "HOME": str(tmp_path / "home")}
        envfp("record", tmp_path / "recording", "--project", project, env=environment)
        live = envfp("collect", "--project", project, "--layers", "rt", env=environment)
        assert envfp("collect", f"record:{tmp_path}/recording", "--layers", "rt") == live
        # The recording of a recording, too.
        envfp("record", tmp_path / "again", f"record:{tmp_path}/recording")
        assert envfp("collect", f"record:{tmp_path}/again", "--layers", "rt") == live

    def test_nobody_is_named(self, project, tmp_path):
        environment = {**os.environ, "HOME": str(tmp_path / "home")}
        envfp("record", tmp_path / "recording", "--project", project, env=environment)
        texts = [envfp("collect", "--project", project, env=environment)]
        for folder, _, files in os.walk(tmp_path / "recording"):
            if "project" in folder or ".envfp" in folder:
                texts += [open(os.path.join(folder, name), errors="replace").read() for name in files]
        assert len(texts) > 5
        for text in texts:
            for secret in "hunter2", "someone", "Jane", "jane", str(tmp_path / "home"):
                assert secret not in text


def run(tool, *arguments, cwd):
    """A tool's output, or a skip: many of them need their registry."""
    program = shutil.which(tool)
    if not program:
        pytest.skip(f"no {tool}")
    try:
        done = subprocess.run([program, *arguments], cwd=cwd, capture_output=True, text=True, timeout=120)
    except subprocess.TimeoutExpired:
        pytest.skip(f"{tool} does not come to an end")
    if done.returncode:
        pytest.skip(f"{tool} cannot work here: {(done.stderr or done.stdout).strip()[-200:]}")
    return done.stdout


def home_of(name, variable):
    return os.environ.get(variable, os.path.expanduser("~/" + name))


class TestManagers:
    """What a manager starts inside a folder is what is told where that folder is named."""

    def test_rustup(self, tmp_path):
        held = [line.split()[0] for line in run("rustup", "toolchain", "list", cwd=tmp_path).splitlines()]
        mine = tmp_path / "rustup"  # settings of our own around the same toolchains
        shutil.copytree(home_of(".rustup", "RUSTUP_HOME"), mine, ignore=shutil.ignore_patterns("toolchains", "downloads"))
        (mine / "toolchains").symlink_to(os.path.join(home_of(".rustup", "RUSTUP_HOME"), "toolchains"))
        environment = {**os.environ, "RUSTUP_HOME": str(mine), "CARGO_HOME": home_of(".cargo", "CARGO_HOME")}
        environment.pop("RUSTUP_TOOLCHAIN", None)
        for index, name in enumerate(held):
            folder = tmp_path / str(index)
            (folder / "deep").mkdir(parents=True)
            (folder / "rust-toolchain.toml").write_text(f'[toolchain]\nchannel = "{name}"\n')
            compare(folder / "deep", "rust.version", ["rustc", "--version"], environment)
        for name in held:
            subprocess.run(["rustup", "override", "set", name, "--path", str(tmp_path)], check=True, env=environment,
                           capture_output=True)
            compare(tmp_path, "rust.version", ["rustc", "--version"], environment)
        envfp("record", tmp_path / "recording", "--project", tmp_path, "--layers", "rt", env=environment)
        live = envfp("collect", "--project", tmp_path, "--layers", "rt", env=environment)
        assert envfp("collect", f"record:{tmp_path}/recording", "--layers", "rt") == live

    def test_pyenv(self, tmp_path):
        environment = {name: value for name, value in os.environ.items() if name != "PYENV_VERSION"}
        shims = os.path.join(home_of(".pyenv", "PYENV_ROOT"), "shims")
        if not os.path.isdir(shims):
            pytest.skip("no pyenv")
        environment["PATH"] = shims + ":" + environment["PATH"]
        for version in [name for name in run("pyenv", "versions", "--bare", cwd=tmp_path).split() if name[0] == "3"]:
            folder = tmp_path / version
            (folder / "deep").mkdir(parents=True)
            (folder / ".python-version").write_text(version + "\n")
            compare(folder / "deep", "python.version", ["python3", "--version"], environment)


def compare(folder, key, command, environment):
    said = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    told = json.loads(envfp("collect", "--project", folder, "--layers", "rt", env=environment))
    assert told["layers"]["runtimes"]["facts"][key] == said.stdout.split()[1]


class TestTools:
    def test_npm(self, tmp_path):
        (tmp_path / "package.json").write_text(
            '{"name":"x","version":"1.0.0","dependencies":{"chalk":"^4.1.0","semver":"^7.5.0"}}')
        run("npm", "install", "--no-audit", "--no-fund", "--silent", cwd=tmp_path)
        tree = json.loads(run("npm", "ls", "--all", "--json", cwd=tmp_path))
        found, left = {}, [tree]
        while left:
            for name, package in left.pop().get("dependencies", {}).items():
                if "version" in package:
                    found[name] = package["version"]
                left.append(package)
        assert pins(tmp_path, "package-lock.json") == found
        assert runtimes(tmp_path)["context"]["project.state"] == "agrees"
        manifest = tmp_path / "node_modules/semver/package.json"
        manifest.write_text(manifest.read_text().replace(found["semver"], "7.0.0"))
        assert runtimes(tmp_path)["context"]["project.drift"] == [
            f"package-lock.json: semver {found['semver']} -> 7.0.0"]

    def test_npm_versions_agree(self, tmp_path):
        digests = set()
        for version in "1", "2", "3":
            folder = tmp_path / version
            folder.mkdir()
            (folder / "package.json").write_text('{"name":"x","version":"1.0.0","dependencies":{"chalk":"4.1.2"}}')
            run("npm", "install", "--package-lock-only", f"--lockfile-version={version}", "--silent", cwd=folder)
            digests.add(runtimes(folder)["facts"]["project.digest/package-lock.json"])
        assert len(digests) == 1

    def test_cargo(self, tmp_path):
        run("cargo", "init", "--name", "x", "-q", ".", cwd=tmp_path)
        run("cargo", "add", "-q", "itoa", "serde", cwd=tmp_path)
        run("cargo", "generate-lockfile", "-q", cwd=tmp_path)
        listed = json.loads(run("cargo", "metadata", "--format-version", "1", "-q", cwd=tmp_path))["packages"]
        assert pins(tmp_path, "Cargo.lock") == {
            package["name"]: package["version"] for package in listed if package["source"]}

    def test_uv(self, tmp_path):
        (tmp_path / "pyproject.toml").write_text(
            '[project]\nname = "x"\nversion = "0.1.0"\nrequires-python = ">=3.9"\ndependencies = ["packaging", "idna"]\n')
        run("uv", "sync", "-q", cwd=tmp_path)
        listed = json.loads(run("uv", "pip", "list", "--format", "json", cwd=tmp_path))
        assert pins(tmp_path, "uv.lock") == {package["name"]: package["version"] for package in listed}
        assert runtimes(tmp_path)["context"]["project.state"] == "agrees"

    def test_go(self, tmp_path):
        """Modules of its own, so that no proxy is needed."""
        module = tmp_path / "a"
        module.mkdir()
        (module / "go.mod").write_text("module example.com/a\n\ngo 1.20\n")
        (module / "a.go").write_text("package a\n\nconst A = 1\n")
        (tmp_path / "main.go").write_text('package main\n\nimport "example.com/a"\n\nfunc main() { println(a.A) }\n')
        (tmp_path / "go.mod").write_text(
            "module example.com/x\n\ngo 1.20\n\nrequire example.com/a v1.2.3\n\nreplace example.com/a => ./a\n")
        run("go", "mod", "vendor", cwd=tmp_path)
        listed = run("go", "list", "-mod=mod", "-m", "-f", "{{.Path}} {{.Version}}", "all", cwd=tmp_path).split("\n")[1:]
        assert pins(tmp_path, "go.mod") == dict(line.split() for line in listed if line)
        assert runtimes(tmp_path)["context"]["project.state"] == "agrees"
