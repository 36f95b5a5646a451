# SPDX-License-Identifier: MIT
"""Real package managers: what is read from files is what each says of itself, and what a project asks for is held
against it. Those that are not installed come from their registries, in versions that are named here."""
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]
BUILD = Path(os.environ.get("ENVFP_BUILD", REPOSITORY / "build")).resolve()
ENVFP = BUILD / "envfp"
TOOLS = Path(__file__).with_name("tools.txt")  # pinned
SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin"


def environment(home, *directories, **more):
    return {"HOME": str(home), "LANG": "C.UTF-8", "PATH": ":".join([*map(str, directories), SYSTEM_PATH]),
            "npm_config_fetch_retries": "0", "npm_config_update_notifier": "false", "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            **more}


def run(command, env, cwd="/", seconds=120):
    return subprocess.run(list(map(str, command)), env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          timeout=seconds, cwd=cwd)


def layer(env, project="/usr"):
    done = run([ENVFP, "collect", "--layers", "runtimes", "--project", project], env)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["layers"]["runtimes"]


def said(name, env, cwd="/"):
    """The version that a manager prints: "10.8.2", "pip 23.0 from ...", "uv 0.5.1 (...)"."""
    done = run([name, "--version"], env, cwd)
    if done.returncode:
        pytest.skip(f"{name} does not start here: {done.stderr[-100:]}")
    return next(word for word in done.stdout.replace("(", " ").split() if word[0].isdigit())


@pytest.mark.parametrize("name", ["npm", "pip", "bundle", "composer", "uv", "poetry"])
def test_what_is_installed_here(name, tmp_path):
    env = environment(tmp_path)
    if shutil.which(name, path=env["PATH"]) is None:
        pytest.skip(f"no {name}")
    word = {"bundle": "bundler"}.get(name, name)
    assert layer(env)["facts"][f"{word}.version"] == said(name, env)


def test_pip_of_pyenv(tmp_path):
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    if not (root / "shims/pip").exists():
        pytest.skip("no pyenv")
    for version in sorted(path.name for path in (root / "versions").glob("3.*"))[-2:]:
        env = environment(tmp_path, root / "shims", PYENV_ROOT=str(root), PYENV_VERSION=version)
        assert layer(env)["facts"]["pip.version"] == said("pip", env)


@pytest.fixture(scope="module")
def node_tools(tmp_path_factory):
    """Two versions of pnpm, and Yarn."""
    folder = tmp_path_factory.mktemp("node-tools")
    env = {**os.environ, "npm_config_fetch_retries": "0"}  # a person's own settings say where the registry is
    if shutil.which("npm", path=env["PATH"]) is None:
        pytest.skip("no npm")
    for name, version in (("pnpm", "9.15.9"), ("pnpm", "8.15.9"), ("yarn", "1.22.22")):
        prefix = folder / f"{name}-{version}"
        done = run(["npm", "install", "-g", "--silent", "--ignore-scripts", "--prefix", prefix, f"{name}@{version}"], env)
        if done.returncode:
            pytest.skip("no registry to get pnpm and Yarn from")
    return folder


def test_pnpm_and_yarn(node_tools, tmp_path):
    project = tmp_path / "app"
    project.mkdir()
    (project / "package.json").write_text('{"name": "x", "packageManager": "pnpm@9.15.9"}')
    documents = []
    for version in ("9.15.9", "8.15.9"):
        env = environment(tmp_path, node_tools / f"pnpm-{version}/bin", node_tools / "yarn-1.22.22/bin")
        found = layer(env, project)
        assert found["facts"]["pnpm.version"] == said("pnpm", env) == version
        assert found["facts"]["yarn.version"] == said("yarn", env)
        assert found["context"].get("project.unmet") == (None if version == "9.15.9" else ["pnpm 9.15.9 -> 8.15.9"])
        documents.append(tmp_path / f"{version}.json")
        documents[-1].write_text(run([ENVFP, "collect", "--layers", "runtimes", "--project", project], env).stdout)
    done = run([ENVFP, "diff", *documents], environment(tmp_path))
    assert done.returncode == 1 and "pnpm 9.15.9 in 9.15.9.json, 8.15.9 in 8.15.9.json" in " ".join(done.stdout.split())


def test_corepack(tmp_path):
    more = {key: value for key, value in os.environ.items() if key in ("NODE_EXTRA_CA_CERTS", "COREPACK_NPM_REGISTRY")}
    env = environment(tmp_path, tmp_path / "bin", **more, COREPACK_HOME=str(tmp_path / "home"),
                      COREPACK_ENABLE_DOWNLOAD_PROMPT="0", COREPACK_INTEGRITY_KEYS="0")
    if shutil.which("corepack", path=env["PATH"]) is None:
        pytest.skip("no corepack")
    (tmp_path / "bin").mkdir()
    if run(["corepack", "enable", "--install-directory", tmp_path / "bin"], env).returncode:
        pytest.skip("corepack puts nothing there")
    assert layer(env)["gaps"].get("pnpm.version") == "unsupported"  # it would look for the newest
    project = tmp_path / "app"
    project.mkdir()
    (project / "package.json").write_text('{"packageManager": "pnpm@9.15.9"}')
    assert layer(env, project)["facts"]["pnpm.version"] == "9.15.9"
    assert said("pnpm", env, project) == "9.15.9"
    if run(["corepack", "install", "-g", "pnpm@8.15.9"], env).returncode:
        pytest.skip("no registry to get pnpm from")
    assert layer(env)["facts"]["pnpm.version"] == said("pnpm", env) == "8.15.9"
    assert layer(env, project)["facts"]["pnpm.version"] == said("pnpm", env, project) == "9.15.9"


def test_uv_and_pip_in_an_environment(tmp_path):
    env = environment(tmp_path, tmp_path / "v/bin")
    done = run(["python3", "-m", "venv", tmp_path / "v"], environment(tmp_path))
    if done.returncode:
        pytest.skip("no venv")
    done = run([tmp_path / "v/bin/pip", "install", "-q", "--retries", "0", "--timeout", "15", "--require-hashes", "-r", TOOLS],
               env, seconds=300)
    if done.returncode:
        pytest.skip("no registry to get uv from")
    found = layer(env)
    assert found["facts"]["uv.version"] == said("uv", env)
    assert found["facts"]["pip.version"] == said("pip", env)
    (tmp_path / "pyproject.toml").write_text('[tool.uv]\nrequired-version = ">=99"\n')
    assert layer(env, tmp_path)["context"]["project.unmet"] == [f"uv >=99 -> {said('uv', env)}"]
