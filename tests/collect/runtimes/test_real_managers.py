# SPDX-License-Identifier: MIT
"""Version managers and projects' tools as they are installed here or come from their registries, each against what it
prints about itself. What is not here is skipped: NVM_DIR with nvm.sh, and bun, mise, poetry, pdm, pipenv, bundle and
composer on PATH, make these tests complete."""
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from test_real_python_node import wheel

REPOSITORY = Path(__file__).resolve().parents[3]
ENVFP = os.environ.get("ENVFP", str(REPOSITORY / "build/envfp"))
QUIET = {"LC_ALL": "C", "NO_COLOR": "1", "CI": "1", "YARN_ENABLE_TELEMETRY": "0", "YARN_ENABLE_IMMUTABLE_INSTALLS": "0",
         "POETRY_VIRTUALENVS_IN_PROJECT": "1", "PIPENV_VENV_IN_PROJECT": "1", "PIPENV_VERBOSITY": "-1",
         "PDM_CHECK_UPDATE": "0", "COMPOSER_ALLOW_SUPERUSER": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
ENVIRONMENT = {**os.environ, **QUIET}


def run(*command, cwd="/", env=None, merged=False):
    """What a tool prints, or a skip with a word: some need their registry."""
    program = shutil.which(command[0], path=(env or ENVIRONMENT).get("PATH"))
    if not program:
        pytest.skip(f"no {command[0]}")
    try:
        done = subprocess.run([program, *map(str, command[1:])], cwd=cwd, env=env or ENVIRONMENT, text=True, timeout=120,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT if merged else subprocess.PIPE)
    except subprocess.TimeoutExpired:
        pytest.skip(f"{command[0]} does not come to an end")
    if done.returncode:
        pytest.skip(f"{command[0]} cannot work here: {(done.stderr or done.stdout).strip()[-200:]}")
    return done.stdout


def runtimes(env=None, project=None):
    options = ["--project", str(project)] if project else []
    done = subprocess.run([ENVFP, "collect", "--layers", "runtimes", *options], env=env or ENVIRONMENT, check=True,
                          stdout=subprocess.PIPE, timeout=60)
    return json.loads(done.stdout)["layers"]["runtimes"]


def members(layer, where, start):
    return {key[len(start):]: value for key, value in layer[where].items() if key.startswith(start)}


def agrees(project, lock, told, program=None):
    """The pins are what the tool lists, and installed; without `program` it need not say where."""
    layer = runtimes(project=project)
    assert members(layer, "facts", f"project.pins/{lock}:") == told and told
    assert len(layer["facts"][f"project.digest/{lock}"]) == 64
    if program:
        assert layer["context"]["project.state"] == "agrees"
    return layer


# ---- Node's managers of packages ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def javascript(tmp_path_factory):
    """pnpm, Yarn of both lines, in a folder of their own."""
    folder = tmp_path_factory.mktemp("javascript")
    run("npm", "install", "--silent", "--no-audit", "--no-fund", "--fetch-retries=0", "--prefix", folder, "pnpm",
        "classic@npm:yarn@1.22.22", "berry@npm:@yarnpkg/cli-dist")
    node = shutil.which("node")
    if not node:
        pytest.skip("no node")
    modules = folder / "node_modules"
    return {"pnpm": [str(modules / ".bin/pnpm")], "classic": [node, str(modules / "classic/bin/yarn.js")],
            "berry": [node, str(modules / "berry/bin/yarn.js")]}


@pytest.fixture
def package(tmp_path):
    (tmp_path / "package.json").write_text(
        '{"name":"x","version":"1.0.0","dependencies":{"chalk":"^4.1.0","semver":"^7.5.0","debug":"4.3.4"}}')
    return tmp_path


def break_module(project, lock, name, version, path=None):
    """A package of another version than the lock's is told by name."""
    manifest = (path or project / "node_modules" / name) / "package.json"
    copy = manifest.read_text().replace(version, "0.0.7")
    manifest.unlink()  # pnpm and Yarn link it to their stores
    manifest.write_text(copy)
    assert runtimes(project=project)["context"]["project.drift"] == [f"{lock}: {name} {version} -> 0.0.7"]


def pnpm_tree(tree):
    found, left = {}, list(tree)
    while left:
        for name, package in left.pop().get("dependencies", {}).items():
            found[name] = package["version"]
            left.append(package)
    return found


def test_pnpm(javascript, package):
    run(*javascript["pnpm"], "install", "--silent", cwd=package)
    told = pnpm_tree(json.loads(run(*javascript["pnpm"], "ls", "--json", "--depth", "Infinity", cwd=package)))
    agrees(package, "pnpm-lock.yaml", told, "pnpm")


def test_yarn_classic(javascript, package):
    run(*javascript["classic"], "install", "--silent", "--no-progress", cwd=package)
    rows = [json.loads(line) for line in run(*javascript["classic"], "list", "--json", cwd=package).splitlines()]
    trees = next(row["data"]["trees"] for row in rows if row["type"] == "tree")
    told = dict(row["name"].rsplit("@", 1) for row in trees)
    agrees(package, "yarn.lock", told, "yarn")
    break_module(package, "yarn.lock", "semver", told["semver"])


@pytest.mark.parametrize("linker", ["node-modules", "pnp"])
def test_yarn_berry(javascript, package, linker):
    (package / "yarn.lock").write_text("")
    (package / ".yarnrc.yml").write_text(f"nodeLinker: {linker}\nenableGlobalCache: true\n")
    run(*javascript["berry"], "install", cwd=package)
    rows = [json.loads(line)["value"] for line in
            run(*javascript["berry"], "info", "--all", "--recursive", "--json", cwd=package).splitlines()]
    told = dict(re.fullmatch(r"(.+)@npm:(.+)", row).groups() for row in rows if "@npm:" in row)
    agrees(package, "yarn.lock", told, "yarn" if linker == "node-modules" else None)
    if linker == "node-modules":
        break_module(package, "yarn.lock", "semver", told["semver"])


def test_bun(package):
    run("bun", "install", "--silent", cwd=package)
    told = dict(line.split(" ")[-1].rsplit("@", 1) for line in
                run("bun", "pm", "ls", "--all", cwd=package).splitlines()[1:])
    agrees(package, "bun.lock", told, "bun")
    break_module(package, "bun.lock", "semver", told["semver"])


# ---- Python's managers of projects ----------------------------------------------------------------------------------------

PYPROJECT = """[project]
name = "x"
version = "0.1.0"
requires-python = ">=3.9"
dependencies = ["packaging==24.0", "idna"]
[tool.pdm]
distribution = false
[tool.poetry]
package-mode = false
"""
# Poetry asks its index by an interface that mirrors rarely have.
INDEX = os.environ.get("PIP_INDEX_URL")
SOURCE = f'[[tool.poetry.source]]\nname = "plain"\nurl = "{INDEX}"\npriority = "primary"\n' if INDEX else ""


def installed(project):
    rows = json.loads(run(str(project / ".venv/bin/python"), "-c", "import json, importlib.metadata as m\n"
                          "print(json.dumps({d.metadata['Name']: d.version for d in m.distributions()}))"))
    return {name: version for name, version in rows.items() if name not in ("pip", "setuptools", "wheel")}


def break_distribution(project, lock):
    site = next((project / ".venv").glob("lib/python3.*/site-packages"))
    (site / "packaging-24.0.dist-info").rename(site / "packaging-23.0.dist-info")
    metadata = site / "packaging-23.0.dist-info/METADATA"
    text = metadata.read_text().replace("Version: 24.0", "Version: 23.0")
    metadata.unlink()
    metadata.write_text(text)
    assert runtimes(project=project)["context"]["project.drift"] == [f"{lock}: packaging 24.0 -> 23.0"]


def test_poetry(tmp_path):
    (tmp_path / "pyproject.toml").write_text(PYPROJECT + SOURCE)
    run("poetry", "install", "--no-interaction", "--quiet", cwd=tmp_path)
    told = dict(line.split()[:2] for line in run("poetry", "show", "--no-ansi", cwd=tmp_path).splitlines())
    assert told == installed(tmp_path)
    agrees(tmp_path, "poetry.lock", told, "poetry")
    break_distribution(tmp_path, "poetry.lock")


def test_pdm(tmp_path):
    (tmp_path / "pyproject.toml").write_text(PYPROJECT)
    run("pdm", "install", "--quiet", cwd=tmp_path)
    told = {row["name"]: row["version"] for row in json.loads(run("pdm", "list", "--json", cwd=tmp_path))}
    agrees(tmp_path, "pdm.lock", told, "pdm")
    break_distribution(tmp_path, "pdm.lock")


def test_pipenv(tmp_path):
    run("pipenv", "install", "--quiet", "packaging==24.0", "idna", cwd=tmp_path)
    agrees(tmp_path, "Pipfile.lock", installed(tmp_path), "pipenv")
    break_distribution(tmp_path, "Pipfile.lock")


# ---- What is missing: by what the tool, or the program itself, says -------------------------------------------------------


def document(project, path):
    subprocess.run([ENVFP, "collect", "--layers", "runtimes", "--project", str(project), "-o", str(path)], env=ENVIRONMENT,
                   check=True, timeout=60)
    return str(path)


def misses(project, whole, lock, name, version):
    """A short installation drifts by that package, and differs from the whole one by it."""
    layer = runtimes(project=project)
    assert layer["context"]["project.state"] == "drifts"
    assert layer["context"]["project.drift"] == [f"{lock}: {name} {version} -> (none)"]
    done = subprocess.run([ENVFP, "diff", whole, document(project, whole + "-short"), "--json"], stdout=subprocess.PIPE)
    assert done.returncode == 1
    changes = json.loads(done.stdout)["changes"]
    assert [change["key"].partition("/")[2] for change in changes if change["class"] == "hashed"] == [name]


NATIVE = '{"name":"x","version":"1.0.0","dependencies":{"esbuild":"0.21.5"},"devDependencies":{"ms":"2.1.3"}}'


@pytest.mark.parametrize("tool", ["npm", "pnpm"])
def test_native_package_left_out(tool, tmp_path, request):
    """The manager itself finds nothing wrong; the program does not start."""
    project = tmp_path / "project"
    project.mkdir()
    (project / "package.json").write_text(NATIVE)
    if tool == "npm":
        run("npm", "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", cwd=project)
    else:
        run(*request.getfixturevalue("javascript")["pnpm"], "install", "--silent", "--ignore-scripts", cwd=project)
    lock = "package-lock.json" if tool == "npm" else "pnpm-lock.yaml"
    start = ("node", "-e", "require('esbuild').transformSync('let a')")
    run(*start, cwd=project)
    assert runtimes(project=project)["context"]["project.state"] == "agrees"
    whole = document(project, tmp_path / "whole")
    native = next(path for path in project.glob("node_modules/**/@esbuild/linux-*" if tool == "npm" else
                                                "node_modules/.pnpm/@esbuild+linux-*"))
    name = re.sub(r"@esbuild.", "@esbuild/", native.name) if tool == "pnpm" else f"@esbuild/{native.name}"
    shutil.rmtree(native)
    assert subprocess.run(start, cwd=project, stderr=subprocess.PIPE).returncode != 0
    misses(project, whole, lock, name.split("@0")[0], "0.21.5")


def test_npm_without_development(tmp_path):
    (tmp_path / "package.json").write_text(NATIVE)
    run("npm", "install", "--silent", "--no-audit", "--no-fund", "--omit=dev", "--ignore-scripts", cwd=tmp_path)
    layer = runtimes(project=tmp_path)
    assert layer["context"]["project.state"] == "agrees-in-part" and "project.drift" not in layer["context"]
    assert layer["context"]["project.unchecked_count"] == 1


CONDITIONS = PYPROJECT.replace('"idna"]', '"idna", "colorama ; sys_platform == \'win32\'", "six ; os_name != \'nt\'"]')


def lose(project, name):
    for path in project.glob(f"**/site-packages/{name}-*.dist-info"):
        shutil.rmtree(path)


@pytest.mark.parametrize("place", [".venv", "elsewhere"])
def test_uv_missing(uv, tmp_path, place):
    project = tmp_path / "project"
    project.mkdir()
    (project / "pyproject.toml").write_text(CONDITIONS + "[dependency-groups]\ndev = [\"iniconfig\"]\n")
    env = {name: value for name, value in ENVIRONMENT.items() if name != "VIRTUAL_ENV"}
    if place != ".venv":
        env["UV_PROJECT_ENVIRONMENT"] = place
    command = (uv, "sync", "--quiet", "--no-install-project")
    run(*command, cwd=project, env=env)
    layer = runtimes(env, project)
    assert layer["context"]["project.state"] == "agrees"
    assert subprocess.run([*command, "--check"], cwd=project, env=env, stderr=subprocess.PIPE).returncode == 0
    lose(project, "six")
    assert subprocess.run([*command, "--check"], cwd=project, env=env, stderr=subprocess.PIPE).returncode != 0
    drift = runtimes(env, project)["context"]["project.drift"]
    assert [line.split()[1] for line in drift] == ["six"] and drift[0].endswith("-> (none)")


def test_poetry_missing(tmp_path):
    project = tmp_path / "project"
    project.mkdir()
    source = SOURCE or '[[tool.poetry.source]]\nname = "plain"\nurl = "https://pypi.org/simple/"\npriority = "primary"\n'
    (project / "pyproject.toml").write_text(CONDITIONS + source)
    run("poetry", "install", "--no-interaction", "--quiet", cwd=project)
    assert runtimes(project=project)["context"]["project.state"] == "agrees"
    whole = document(project, tmp_path / "whole")
    version = members(runtimes(project=project), "facts", "project.python/")["six"]
    lose(project, "six")
    assert f"Installing six ({version})" in run("poetry", "install", "--dry-run", "--no-interaction", "--no-ansi", cwd=project)
    misses(project, whole, "poetry.lock", "six", version)


# ---- Ruby and PHP, from this machine's own packages --------------------------------------------------------------------------


def test_bundler(tmp_path):
    (tmp_path / "Gemfile").write_text('source "https://rubygems.org"\ngem "rake"\ngem "power_assert"\n')
    run("bundle", "install", "--local", cwd=tmp_path)
    told = dict(re.findall(r"\* (\S+) \((\S+)\)", run("bundle", "list", cwd=tmp_path)))
    agrees(tmp_path, "Gemfile.lock", {name: told[name] for name in told if name != "bundler"})


def test_composer(tmp_path):
    import zipfile
    (tmp_path / "archives").mkdir()
    for name, version in (("one", "1.2.0"), ("two", "2.0.1")):
        with zipfile.ZipFile(tmp_path / "archives" / (name + ".zip"), "w") as archive:
            archive.writestr("composer.json", json.dumps({"name": "acme/" + name, "version": version}))
    (tmp_path / "composer.json").write_text(json.dumps({
        "repositories": [{"type": "artifact", "url": "archives"}, {"packagist.org": False}],
        "require": {"acme/one": "*", "acme/two": "^2"}}))
    run("composer", "install", "--quiet", "--no-interaction", cwd=tmp_path)
    rows = json.loads(run("composer", "show", "--format=json", cwd=tmp_path))["installed"]
    agrees(tmp_path, "composer.lock", {row["name"]: row["version"] for row in rows}, "composer")
    file = tmp_path / "vendor/composer/installed.json"
    file.write_text(file.read_text().replace('"version": "2.0.1"', '"version": "2.0.0"'))
    assert runtimes(project=tmp_path)["context"]["project.drift"] == ["composer.lock: acme/two 2.0.1 -> 2.0.0"]


# ---- Managers of versions ------------------------------------------------------------------------------------------------------


def test_nvm():
    home = os.environ.get("NVM_DIR", os.path.expanduser("~/.nvm"))
    if not os.path.exists(home + "/nvm.sh"):
        pytest.skip("no nvm")
    env = {**ENVIRONMENT, "NVM_DIR": home}
    shell = f'. "{home}/nvm.sh" >/dev/null; '
    listed = run("bash", "-c", shell + "nvm ls --no-colors --no-alias", env=env)
    told = set(re.findall(r"v(\d+\.\d+\.\d+) \*?$", "\n".join(
        line + " " if not line.rstrip().endswith("*") else line.rstrip() for line in listed.splitlines()
        if "system" not in line), re.M))
    assert set(members(runtimes(env), "context", "nvm/")) == told and told
    for version in told:
        path = run("bash", "-c", shell + f"nvm use --silent {version}; echo $PATH", env=env).strip()
        layer = runtimes({**env, "PATH": path})
        said = run("node", "-p", "process.versions.node", env={**env, "PATH": path}).strip()
        assert layer["facts"]["node.version"] == said == version
    default = run("bash", "-c", shell + "nvm version default", env=env).strip()
    if default != "N/A":
        assert default.startswith("v" + runtimes(env)["context"]["nvm.default"])


def test_mise(tmp_path):
    """mise itself, around a Python and a Node that are here."""
    installs, home = tmp_path / "data/installs", tmp_path / "home"
    python = "%d.%d.%d" % sys.version_info[:3]
    env = {**ENVIRONMENT, "HOME": str(home), "MISE_DATA_DIR": str(tmp_path / "data"), "MISE_OFFLINE": "1"}
    node = run("node", "-p", "process.versions.node").strip()
    for tool, version, programs in (("python", python, {"python3": sys.executable, "python": sys.executable}),
                                    ("python", "3.0.1", {"python3": "/bin/false"}),
                                    ("node", node, {"node": shutil.which("node")})):
        (installs / tool / version / "bin").mkdir(parents=True)
        for name, target in programs.items():
            (installs / tool / version / "bin" / name).symlink_to(os.path.realpath(target))
    (home / ".config/mise").mkdir(parents=True)
    (home / ".config/mise/config.toml").write_text(f'[tools]\nnode = "{node.split(".")[0]}"\npython = "{python}"\n')
    run("mise", "reshim", env=env)
    told = json.loads(run("mise", "ls", "--json", env=env))
    env["PATH"] = f"{tmp_path}/data/shims:{env['PATH']}"
    layer = runtimes(env)
    for tool in "python", "node":
        held = {row["version"] for row in told[tool]}
        assert set(members(layer, "context", f"mise_{tool}/")) == held and held
        active = [row["version"] for row in told[tool] if row["active"]]
        assert [layer["facts"][f"{tool}.version"].split("+")[0]] == active
    (tmp_path / "project").mkdir()
    (tmp_path / "project/mise.toml").write_text('[tools]\npython = "3.0.1"\n')
    run("mise", "trust", cwd=tmp_path / "project", env=env)
    which = run("mise", "which", "python3", cwd=tmp_path / "project", env=env).strip()
    assert runtimes(env, tmp_path / "project")["context"]["python.path"] == which.replace(str(home), "~")


@pytest.fixture(scope="module")
def uv(tmp_path_factory):
    here = shutil.which("uv")
    if here:
        return here
    folder = tmp_path_factory.mktemp("uv")
    run(sys.executable, "-m", "pip", "install", "-q", "--retries", "0", "--timeout", "15", "--target", folder,
        "--require-hashes", "-r", Path(__file__).with_name("tools.txt"))
    return str(folder / "bin/uv")


def test_uvs_tools(uv, tmp_path):
    (tmp_path / "wheels").mkdir()
    program = wheel(tmp_path / "wheels", "alpha", "1.4", "def main(): pass\n")
    import zipfile
    with zipfile.ZipFile(program, "a") as archive:
        archive.writestr("alpha-1.4.dist-info/entry_points.txt", "[console_scripts]\nalpha = alpha:main\n")
    env = {**ENVIRONMENT, "UV_TOOL_DIR": str(tmp_path / "tools"), "UV_TOOL_BIN_DIR": str(tmp_path / "bin"),
           "HOME": str(tmp_path)}
    run(uv, "tool", "install", "-q", "--offline", "--no-index", "--python", os.path.realpath(sys.executable), program,
        env=env)
    told = dict(re.findall(r"^(\S+) v(\S+)$", run(uv, "tool", "list", env=env), re.M))
    assert members(runtimes(env), "context", "uv_tool/") == told == {"alpha": "1.4"}


# ---- Java ------------------------------------------------------------------------------------------------------------------------


def test_every_java_is_told():
    layer = runtimes()
    found = members(layer, "context", "java_installed/")
    if not found:
        pytest.skip("no Java")
    for name, version in found.items():
        home = f"/usr/lib/jvm/{name}"
        if not os.path.exists(home + "/bin/java"):
            continue
        said = run(home + "/bin/java", "-XshowSettings:properties", "-version", merged=True)
        assert version == re.search(r"java\.version = (\S+)", said)[1]
        mine = runtimes({**ENVIRONMENT, "JAVA_HOME": home, "PATH": f"{home}/bin:/usr/bin:/bin"})["facts"]
        assert mine["java.version"] == version
        assert mine["java.vendor"] == re.search(r"java\.vendor = (.*)", said)[1] or mine["java.vendor"] in said
        modules = run(home + "/bin/java", "--list-modules").split()
        assert set(mine["java.modules"]) == {module.partition("@")[0] for module in modules}
