# SPDX-License-Identifier: MIT
"""Real virtual environments whose installation moved, changed or went away: what is said is what their Python says."""
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from test_real_python_node import installed  # noqa: F401: a fixture

REPOSITORY = Path(__file__).resolve().parents[3]
BUILD = Path(os.environ.get("ENVFP_BUILD", REPOSITORY / "build")).resolve()
ENVFP = BUILD / "envfp"
PYENV = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
FAULT = "python.virtualenv_fault"


def pythons():
    """Prefixes of Pythons with venv that stand here side by side, by series; the oldest first."""
    found = {tuple(map(int, path.name.split("."))): path for path in PYENV.glob("3.*") if path.name.count(".") == 2 and
             path.name.replace(".", "").isdigit() and (path / "bin/python3").exists()}
    return [found[version] for version in sorted(found)]


@pytest.fixture
def folder():
    """A folder that every user may enter; pytest's own are private."""
    path = Path(tempfile.mkdtemp(prefix="envfp-real-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


def environment(*directories, **more):
    return {"HOME": "/nonexistent", "LANG": "C.UTF-8", "PATH": ":".join([*map(str, directories), "/usr/bin", "/bin"]), **more}


def run(command, env):
    return subprocess.run(list(map(str, command)), env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          timeout=120, cwd="/")


def layer(env):
    done = subprocess.run([ENVFP, "collect", "--layers", "runtimes"], env=env, stdout=subprocess.PIPE, timeout=60, check=True)
    return json.loads(done.stdout)["layers"]["runtimes"]


def said(python):
    if not os.path.exists(python):
        return None
    done = run([python, "-c", "import platform; print(platform.python_version())"], environment())
    return done.stdout.strip() if done.returncode == 0 else None


def based(folder, prefix):
    """An environment on base/bin, a directory of links as administrators keep them, which can be turned elsewhere."""
    (folder / "base").symlink_to(prefix)
    done = run([folder / "base/bin/python3", "-m", "venv", "--without-pip", folder / "v"], environment())
    if done.returncode:
        pytest.skip("no venv: " + done.stdout[-100:])
    for link in (folder / "v/bin").iterdir():  # newer ones link to what is behind the links
        if link.is_symlink() and os.readlink(link).startswith("/"):
            link.unlink()
            link.symlink_to(folder / "base/bin/python3")
    return environment(folder / "v/bin", VIRTUAL_ENV=str(folder / "v"))


@pytest.mark.skipif(len(pythons()) < 2, reason="needs two Pythons side by side")
def test_a_base_that_moved(folder):
    before, after = pythons()[-2:]
    env = based(folder, before)
    works = layer(env)
    assert works["facts"]["python.version"] == said(folder / "v/bin/python3") and FAULT not in works["derived"]
    (folder / "works.json").write_text(run([ENVFP, "collect", "--layers", "runtimes"], env).stdout)
    (folder / "base").unlink()
    (folder / "base").symlink_to(after)
    moved = layer(env)
    assert moved["facts"]["python.version"] == said(folder / "v/bin/python3") == after.name
    assert moved["derived"][FAULT].startswith("made for ")
    assert moved["gaps"] == {}
    done = run([ENVFP, "diff", folder / "works.json", "self", "--layers", "runtimes"], env)
    assert done.returncode == 1 and f"Python {before.name} in works.json, {after.name} in this machine" in done.stdout


@pytest.mark.skipif(len(pythons()) < 2, reason="needs two Pythons side by side")
@pytest.mark.parametrize("tool", ["uv", "virtualenv"])
def test_a_base_that_moved_below_other_tools(tool, installed, folder):  # noqa: F811
    before, after = pythons()[-2:]
    env = environment(installed / "bin", PYTHONPATH=str(installed), UV_OFFLINE="1", UV_NO_CONFIG="1", HOME=str(folder))
    maker = [installed / "bin/uv", "venv", "-q", "-p", before / "bin/python3", folder / "v"] if tool == "uv" else \
        [before / "bin/python3", "-m", "virtualenv", "-q", "--no-seed", folder / "v"]
    done = run(maker, env)
    assert done.returncode == 0, done.stdout
    assert layer(environment(folder / "v/bin"))["facts"]["python.version"] == said(folder / "v/bin/python") == before.name
    for link in (folder / "v/bin").iterdir():
        if link.is_symlink() and os.readlink(link).startswith("/"):
            link.unlink()
            link.symlink_to(after / "bin/python3")
    moved = layer(environment(folder / "v/bin"))
    assert moved["facts"]["python.version"] == said(folder / "v/bin/python") == after.name
    assert moved["derived"][FAULT] == "made for %d.%d, not for %d.%d" % (
        *map(int, before.name.split(".")[:2]), *map(int, after.name.split(".")[:2]))


@pytest.mark.skipif(not pythons(), reason="needs a Python that can be moved")
def test_a_base_that_is_gone(folder):
    env = based(folder, pythons()[-1])
    (folder / "works.json").write_text(run([ENVFP, "collect", "--layers", "runtimes"], env).stdout)
    (folder / "base").unlink()
    assert said(folder / "v/bin/python3") is None
    gone = layer(env)
    assert gone["derived"][FAULT] == "interpreter gone"
    assert gone["facts"].get("python.version") == (said("/usr/bin/python3") if os.path.exists("/usr/bin/python3") else None)
    bare = layer({key: value for key, value in env.items() if key != "VIRTUAL_ENV"})
    assert bare["derived"][FAULT] == "interpreter gone"
    done = run([ENVFP, "diff", folder / "works.json", "self", "--layers", "runtimes"], env)
    assert done.returncode == 1 and "activated environment's Python does not start" in done.stdout.splitlines()[0]
    done = run([ENVFP, "record", folder / "record", "--layers", "runtimes"], env)
    assert done.returncode == 0, done.stdout
    again = run([ENVFP, "collect", "--layers", "runtimes", f"record:{folder / 'record'}"], environment())
    assert json.loads(again.stdout)["layers"]["runtimes"]["derived"][FAULT] == "interpreter gone"


def test_a_debian_environment_that_an_upgrade_left_behind(folder):
    """What `python3 -m venv` wrote into pyvenv.cfg is of the day when it was made."""
    if not os.path.exists("/usr/bin/python3"):
        pytest.skip("no /usr/bin/python3")
    done = run(["/usr/bin/python3", "-m", "venv", "--without-pip", folder / "v"], environment())
    if done.returncode:
        pytest.skip("no venv: " + done.stdout[-100:])
    cfg = folder / "v/pyvenv.cfg"
    cfg.write_text("".join("version = 3.1.0\n" if line.startswith("version") else line
                           for line in cfg.read_text().splitlines(keepends=True)))
    found = layer(environment(folder / "v/bin"))
    assert found["facts"]["python.version"] == said(folder / "v/bin/python")
    assert found["derived"][FAULT].startswith("made for 3.1, not for 3.")


@pytest.mark.parametrize("prefix", pythons() or [None], ids=lambda prefix: prefix.name if prefix else "none")
def test_a_python_without_headers(folder, prefix):
    if prefix is None:
        pytest.skip("no Pythons side by side")
    (folder / "bin").mkdir()
    (folder / "lib").mkdir()
    program = Path(os.path.realpath(prefix / "bin/python3"))
    shutil.copy2(program, folder / "bin")
    (folder / "bin/python3").symlink_to(program.name)
    for library in (prefix / "lib").glob("libpython3*.so.1.0"):
        shutil.copy2(library, folder / "lib")
    found = layer(environment(folder / "bin"))
    assert found["facts"]["python.version"] == said(prefix / "bin/python3") and found["gaps"] == {}
