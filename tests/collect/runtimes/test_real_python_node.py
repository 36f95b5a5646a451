# SPDX-License-Identifier: MIT
"""Real Pythons and a real Node.js: what the library reads from files is what they say of themselves."""
import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]
BUILD = Path(os.environ.get("ENVFP_BUILD", REPOSITORY / "build")).resolve()
LIBRARY = os.environ.get("ENVFP_LIBRARY", str(BUILD / "libenvfp.so.0"))
NOBODY = 65534
TOOLS = Path(__file__).with_name("tools.txt")  # pinned
QUIET = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "UV_OFFLINE": "1", "UV_NO_CONFIG": "1"}
SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin"


def environment(*directories, **more):
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "PYENV_ROOT") if name in os.environ}
    return {**kept, "PATH": ":".join([*map(str, directories), SYSTEM_PATH]), **QUIET, **more}


def document(env, *options, command=None, **settings):
    done = subprocess.run([command or str(BUILD / "envfp"), "collect", *options], env=env, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=60, **settings)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def runtimes(env, **settings):
    return document(env, "--layers", "runtimes", **settings)["layers"]["runtimes"]


def inventory(layer, name, where="facts"):
    """Members with the first word of their value, which is the version."""
    return {key.partition("/")[2]: value.split(" ")[0] if isinstance(value, str) else set(value)
            for key, value in layer[where].items() if key.startswith(name + "/")}


def run(command, env, **settings):
    return subprocess.run(list(map(str, command)), env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          timeout=300, **settings)


def canonical(name):
    return re.sub("[-_.]+", "-", name).lower()


def pip_list(python, env):
    done = run([python, "-m", "pip", "list", "--format=json"], env, cwd="/")
    if done.returncode:
        pytest.skip(f"no pip in {python}")
    return {canonical(row["name"]): row["version"] for row in json.loads(done.stdout)}


def check(python, env):
    """Version, implementation and distributions are what this Python prints."""
    layer = runtimes(env)
    said = run([python, "-c", "import sys; print('%d.%d.%d' % sys.version_info[:3], sys.implementation.name)"], env,
               cwd="/").stdout.split()
    assert layer["facts"]["python.version"].startswith(said[0])
    assert layer["facts"]["python.implementation"] == said[1]
    assert layer["gaps"] == {}
    assert inventory(layer, "python") == pip_list(python, env)
    return layer


# ---- Pythons as they are installed ----------------------------------------------------------------------------


def test_the_systems_python():
    if not os.path.exists("/usr/bin/python3"):
        pytest.skip("no /usr/bin/python3")
    check("/usr/bin/python3", environment())


def pyenv_versions():
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    return sorted(path.name for path in root.glob("[3]*")) if root.is_dir() else []


@pytest.mark.parametrize("version", pyenv_versions() or [None])
def test_pyenvs_pythons_behind_its_shims(version):
    if version is None:
        pytest.skip("no pyenv")
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    env = environment(root / "shims", PYENV_VERSION=version)
    if not (root / "shims/python3").exists():
        pytest.skip("pyenv without shims")
    layer = check("python3", env)
    assert layer["context"]["pyenv/" + version] == version
    assert layer["context"]["python.path"].endswith(f"/versions/{version}/bin/python3")


# ---- Environments made here -------------------------------------------------------------------------------------


def wheel(folder, name, version, text=""):
    """A distribution of one module, as an installer takes it."""
    files = {f"{name}.py": f"VERSION = {version!r}\n{text}",
             f"{name}-{version}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
             f"{name}-{version}.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\n"
                                                  "Tag: py3-none-any\n"}
    record = "".join(
        "{},sha256={},{}\n".format(
            path, base64.urlsafe_b64encode(hashlib.sha256(body.encode()).digest()).rstrip(b"=").decode(), len(body))
        for path, body in files.items())
    files[f"{name}-{version}.dist-info/RECORD"] = record + f"{name}-{version}.dist-info/RECORD,,\n"
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for file, body in files.items():
            archive.writestr(file, body)
    return path


@pytest.fixture(scope="module")
def wheels(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheels")
    for name, version in (("alpha", "1.0"), ("beta_thing", "2.0"), ("beta_thing", "2.1")):
        wheel(folder, name, version)
    return folder


@pytest.fixture
def folder():
    """A folder that every user may enter; pytest's own are private."""
    path = Path(tempfile.mkdtemp(prefix="envfp-real-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


def venv(path, *packages, wheels=None, options=()):
    base = os.path.realpath(sys.executable)
    done = run([base, "-m", "venv", *options, path], environment(), cwd="/")
    if done.returncode:
        pytest.skip("no venv: " + done.stderr[-100:])
    if packages:
        install = [path / "bin/python", "-m", "pip", "install", "-q", "--no-index", "--find-links", wheels, *packages]
        done = run(install, environment(), cwd="/")
        assert done.returncode == 0, done.stderr
    return path


def test_a_virtual_environment(folder, wheels):
    made = venv(folder / "env", "alpha", "beta-thing==2.0", wheels=wheels)
    layer = check(made / "bin/python", environment(made / "bin", VIRTUAL_ENV=str(made)))
    assert layer["facts"]["python.virtualenv"] is True
    assert layer["facts"]["python/beta-thing"] == "2.0"
    assert layer["context"]["python_installer/alpha"] == "pip"
    assert layer["context"]["python.variable.virtual_env"] == "in force"


def test_an_environment_that_sees_the_systems_packages(folder, wheels):
    made = venv(folder / "env", "alpha", wheels=wheels, options=["--system-site-packages"])
    check(made / "bin/python", environment(made / "bin"))


# A build backend that needs no other: one module, or a .pth file where it is worked on.
MAKER = '''
import os, zipfile
def _make(folder, files):
    info = "worked_on-3.dist-info/"
    files[info + "METADATA"] = "Metadata-Version: 2.1\\nName: worked.on\\nVersion: 3\\n"
    files[info + "WHEEL"] = "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
    files[info + "RECORD"] = "".join(name + ",,\\n" for name in files) + info + "RECORD,,\\n"
    with zipfile.ZipFile(os.path.join(folder, "worked_on-3-py3-none-any.whl"), "w") as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return "worked_on-3-py3-none-any.whl"
def build_wheel(folder, config_settings=None, metadata_directory=None):
    return _make(folder, {"worked.py": ""})
def build_editable(folder, config_settings=None, metadata_directory=None):
    return _make(folder, {"__editable__.worked_on-3.pth": os.getcwd() + "\\n"})
'''


def test_what_is_installed_for_development_from_a_repository_and_from_an_address(folder, wheels):
    made = venv(folder / "env", wheels=wheels)
    project = folder / "project"
    project.mkdir()
    (project / "pyproject.toml").write_text('[build-system]\nrequires = []\nbuild-backend = "maker"\n'
                                            'backend-path = ["."]\n[project]\nname = "worked.on"\nversion = "3"\n')
    (project / "maker.py").write_text(MAKER)
    env = environment(made / "bin")
    pip = [made / "bin/python", "-m", "pip", "install", "-q", "--no-index", "--no-build-isolation", "--no-deps"]
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-C", project]
    done = run([*pip, "-e", project], env, cwd="/")
    assert done.returncode == 0, done.stderr
    layer = check(made / "bin/python", env)
    assert layer["facts"]["python/worked-on"] == "3 editable"
    assert layer["facts"]["python_pth/__editable__.worked_on-3.pth"] == "path"
    if shutil.which("git") is None:
        pytest.skip("no git")
    for step in (["init", "-q"], ["add", "pyproject.toml", "maker.py"], ["commit", "-qm", "one"]):
        assert run([*git, *step], env).returncode == 0
    commit = run([*git, "rev-parse", "HEAD"], env).stdout.strip()
    run([made / "bin/python", "-m", "pip", "uninstall", "-qy", "worked.on"], env, cwd="/")
    done = run([*pip, f"git+file://{project}"], env, cwd="/")
    assert done.returncode == 0, done.stderr
    layer = check(made / "bin/python", env)
    assert layer["facts"]["python/worked-on"] == f"3 git:{commit}"
    assert str(project) not in json.dumps(layer)


def test_two_environments_that_differ_in_one_distribution(folder, wheels):
    """Exactly the runtimes layer differs, the comparison names it, and says what would have pinned it."""
    documents = []
    for name, version in (("one", "2.0"), ("two", "2.1")):
        made = venv(folder / name, "alpha", f"beta-thing=={version}", wheels=wheels)
        documents.append(folder / f"{name}.json")
        documents[-1].write_text(json.dumps(document(environment(made / "bin", VIRTUAL_ENV=str(made)))))
    env = environment()
    done = run([BUILD / "envfp", "diff", "--json", *documents], env)
    assert done.returncode == 1, done.stderr
    diff = json.loads(done.stdout)
    differing = {name for name, layer in diff["layers"].items() if layer["verdict"] != "same"}
    assert differing == {"runtimes"}
    hashed = [change["key"] for change in diff["changes"] if change["class"] == "hashed"]
    assert hashed == ["python/beta-thing"]
    assert "beta-thing 2.0 in one.json, 2.1 in two.json" in diff["headline"]
    assert "a virtual environment or lock file" in diff["headline"] and diff["pin"] == "virtualenv"


def test_an_environment_elsewhere_for_somebody_else(folder, wheels):
    if os.getuid() != 0 or shutil.which("setpriv") is None:
        pytest.skip("cannot become another user")
    made = venv(folder / "first", "alpha", "beta-thing==2.0", wheels=wheels)
    home = os.path.expanduser("~")
    base = os.path.realpath(made / "bin/python")
    if run(["setpriv", f"--reuid={NOBODY}", "--clear-groups", "test", "-x", base], environment()).returncode:
        base = None
    (folder / "deep/er").mkdir(parents=True)
    shutil.copytree(made, folder / "deep/er/second", symlinks=True)
    if base is None:  # nobody may not enter our home: both get the system's
        for path in (made, folder / "deep/er/second"):
            for name in ("python", "python3"):
                (path / "bin" / name).unlink()
                (path / "bin" / name).symlink_to("/usr/bin/python3")
            cfg = path / "pyvenv.cfg"
            cfg.write_text(re.sub("(?m)^home = .*", "home = /usr/bin", cfg.read_text()))
    shutil.copy2(BUILD / "envfp", folder / "envfp")
    mine = runtimes(environment(made / "bin", HOME=home, VIRTUAL_ENV=str(made)))
    done = run(["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", folder / "envfp", "collect",
                "--layers", "runtimes"], environment(folder / "deep/er/second/bin", HOME="/nonexistent"), cwd="/")
    assert done.returncode == 0, done.stderr
    theirs = json.loads(done.stdout)["layers"]["runtimes"]
    assert mine["facts"] == theirs["facts"]
    assert mine["facts"]["python/alpha"] == "1.0"
    assert mine["digest"] == theirs["digest"]


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """uv and virtualenv from the registry, in a folder of their own."""
    target = tmp_path_factory.mktemp("tools")
    env = {**os.environ, **QUIET}
    done = run([sys.executable, "-m", "pip", "install", "-q", "--retries", "0", "--timeout", "15", "--target", target,
                "--require-hashes", "-r", TOOLS], env, cwd="/")
    if done.returncode:
        pytest.skip("no registry to get uv and virtualenv from")
    return target


@pytest.mark.parametrize("tool", ["uv", "virtualenv"])
def test_environments_of_other_tools(tool, installed, folder, wheels):
    made, base = folder / "env", os.path.realpath(sys.executable)
    env = environment(installed / "bin", PYTHONPATH=str(installed))
    maker = [installed / "bin/uv", "venv", "-q", "-p", base, made] if tool == "uv" else \
        [sys.executable, "-m", "virtualenv", "-q", "--no-download", "-p", base, made]
    done = run(maker, env, cwd="/")
    assert done.returncode == 0, done.stderr
    uv = [installed / "bin/uv", "pip"]
    done = run([*uv, "install", "-q", "-p", made, "--no-index", "--find-links", wheels, "alpha", "beta-thing"], env, cwd="/")
    assert done.returncode == 0, done.stderr
    layer = runtimes(environment(made / "bin"))
    rows = json.loads(run([*uv, "list", "-p", made, "--format", "json"], env, cwd="/").stdout)
    assert inventory(layer, "python") == {canonical(row["name"]): row["version"] for row in rows}
    assert layer["facts"]["python/beta-thing"] == "2.1"
    assert layer["context"]["python.virtualenv_tool"] == tool
    assert layer["context"]["python_installer/alpha"] == "uv"


def test_a_prefix_in_condas_manner(folder):
    """conda itself is large: a prefix as it lays one out, around a Python that is here."""
    prefix = folder / "miniforge3/envs/science"
    base = Path(os.path.realpath(sys.executable))
    (prefix / "bin").mkdir(parents=True)
    (prefix / "conda-meta").mkdir()
    shutil.copy2(base, prefix / "bin" / base.name)
    (prefix / "bin/python3").symlink_to(base.name)
    library = base.parent.parent / "lib" / ("libpython%d.%d.so.1.0" % sys.version_info[:2])
    (prefix / "lib").mkdir()
    if library.exists():
        shutil.copy2(library, prefix / "lib")
    version = "%d.%d.%d" % sys.version_info[:3]
    site = prefix / "lib" / ("python%d.%d" % sys.version_info[:2]) / "site-packages/numpy-1.26.4.dist-info"
    site.mkdir(parents=True)
    (site / "METADATA").write_text("Name: numpy\nVersion: 1.26.4\n")
    for name in (f"python-{version}-hab00c5b_0_cpython", "numpy-1.26.4-py311h64a7726_0", "_libgcc_mutex-0.1-conda_forge"):
        (prefix / "conda-meta" / (name + ".json")).write_text("{}")
    layer = runtimes(environment(prefix / "bin", CONDA_PREFIX=str(prefix), HOME=str(folder)))
    assert inventory(layer, "conda") == {"python": version, "numpy": "1.26.4", "_libgcc_mutex": "0.1"}
    assert inventory(layer, "python") == {"numpy": "1.26.4"}
    assert layer["facts"]["conda.active"] is True and layer["facts"]["python.version"].startswith(version)
    assert layer["context"]["python.variable.conda_prefix"] == "in force"
    assert inventory(layer, "conda_env", "context") == {"science": version}


# ---- The program's own interpreter --------------------------------------------------------------------------------

ASK = """
import json, sys
sys.path.append({source!r})
import envfp
with envfp.collect() as here:
    sys.stdout.write(here.to_json())
"""


def test_an_interpreter_that_is_not_on_path(folder, wheels):
    made = venv(folder / "env", "alpha", "beta-thing==2.0", wheels=wheels)
    source = str(REPOSITORY / "bindings/python/src")
    env = environment(ENVFP_LIBRARY=LIBRARY)
    done = run([made / "bin/python", "-c", ASK.format(source=source)], env, cwd="/")
    assert done.returncode == 0, done.stderr
    mine, theirs = json.loads(done.stdout), document(env, cwd="/")
    assert mine["digest"] == theirs["digest"]
    assert {name: layer.get("digest") for name, layer in mine["layers"].items()} == \
        {name: layer.get("digest") for name, layer in theirs["layers"].items()}
    app = mine["app"]["facts"]
    assert app["python.virtualenv"] is True and app["python.version"].startswith("%d.%d.%d" % sys.version_info[:3])
    told = {key[7:]: value.split(" ")[0] for key, value in app.items() if key.startswith("python/")}
    assert told == pip_list(made / "bin/python", env)
    assert {"boundary": "virtualenv", "kind": "python"} in mine["stack"]
    assert {"boundary": "virtualenv", "kind": "python"} not in theirs["stack"]
    assert "python/alpha" not in theirs["layers"]["runtimes"]["facts"]


# ---- Node.js --------------------------------------------------------------------------------------------------------


def test_node_and_its_packages():
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        pytest.skip("no node or no npm")
    env = environment(os.path.dirname(node))
    layer = runtimes(env)
    assert layer["facts"]["node.version"] == run([node, "-p", "process.versions.node"], env).stdout.strip()
    if "node.module_abi" in layer["context"]:
        assert layer["context"]["node.module_abi"] == run([node, "-p", "process.versions.modules"], env).stdout.strip()
    listed = run([npm, "ls", "-g", "--json", "--depth=0", "--offline"], env, cwd="/")
    expected = {name: row["version"] for name, row in json.loads(listed.stdout).get("dependencies", {}).items()}
    told = inventory(layer, "node")
    assert {name: told.get(name) for name in expected} == expected
    if os.path.realpath(node) != "/usr/bin/node":
        assert told == expected


# ---- A home that never answers --------------------------------------------------------------------------------------

HANG = """
import ctypes, os, sys
libc = ctypes.CDLL(None, use_errno=True)
libc.unshare(0x20000)
if libc.mount(b"none", b"/", None, 0x44000, None):
    sys.exit(77)
device = os.open("/dev/fuse", os.O_RDWR)
options = "fd=%d,rootmode=40000,user_id=0,group_id=0" % device
if libc.mount(b"home", sys.argv[1].encode(), b"fuse.sshfs", 0, options.encode()):
    sys.exit(77)
os.set_inheritable(device, True)
os.execv(sys.argv[2], sys.argv[2:])
"""


# Every variable that leads a language or a manager to files.
LEADING = """ASDF_DATA_DIR ASDF_DIR BUN_INSTALL CARGO_HOME COMPOSER_HOME CONDA_PREFIX CUDA_HOME DENO_DIR DOTNET_ROOT ERL_LIBS
FNM_DIR FNM_MULTISHELL_PATH GEM_HOME GEM_PATH GHCUP_INSTALL_BASE_PREFIX GOENV_ROOT GOMODCACHE GOPATH GOROOT JAVA_HOME
JENV_ROOT JULIA_DEPOT_PATH LUA_PATH MAMBA_ROOT_PREFIX MISE_DATA_DIR NODENV_ROOT NODE_PATH NVM_DIR N_PREFIX OPAMROOT
OPAM_SWITCH_PREFIX PERL5LIB PHPRC PHP_INI_SCAN_DIR PIPX_HOME PNPM_HOME PYENV_ROOT PYTHONHOME PYTHONPATH PYTHONUSERBASE
RBENV_ROOT ROCM_PATH RUBYLIB RUSTUP_HOME R_LIBS R_LIBS_SITE R_LIBS_USER SDKMAN_DIR UV_PYTHON_INSTALL_DIR UV_TOOL_DIR
VIRTUAL_ENV VOLTA_HOME WASMTIME_HOME WASMER_DIR WORKON_HOME XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME npm_config_prefix
BUNDLE_GEMFILE NIX_PROFILES""".split()
MANAGERS = [".pyenv", ".rbenv", ".nodenv", ".goenv", ".jenv", ".asdf", ".local/share/mise", ".volta"]


def never_answering(folder, env, *options):
    """The document made while the home directory is a mount whose server does not answer; nothing below is touched."""
    if os.getuid() != 0 or not os.path.exists("/dev/fuse"):
        pytest.skip("cannot mount a file system that never answers")
    if shutil.which("strace") is None:
        pytest.skip("no strace")
    home, log = folder / "home", folder / "log"
    home.mkdir()
    env.pop("PYENV_ROOT", None)
    command = [sys.executable, "-I", "-c", HANG, home, shutil.which("strace"), "-f", "-o", log, BUILD / "envfp", "collect",
               *options]
    try:
        done = subprocess.run(list(map(str, command)), env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=30)
    except subprocess.TimeoutExpired:
        pytest.fail("it hangs:\n" + log.read_text()[-2000:])
    if done.returncode == 77:
        pytest.skip("cannot mount here")
    # The first string of a call is the path that it asks for; a link's answer is the second.
    asked = [line.split('"')[1] for line in log.read_text().splitlines() if '"' in line and "execve(" not in line]
    assert len(asked) > 50
    assert [path for path in asked if path == str(home) or path.startswith(f"{home}/")] == []
    assert str(home) not in done.stdout.decode()
    return done


def test_a_home_that_never_answers_is_not_touched(folder):
    home = folder / "home"
    env = environment(home / ".pyenv/shims", home / ".local/bin", HOME=str(home), PYTHONPATH=str(home / "lib"),
                      VIRTUAL_ENV=str(home / "env"), NVM_DIR=str(home / ".nvm"))
    done = never_answering(folder, env)
    assert done.returncode == 0, done.stderr
    layer = json.loads(done.stdout)["layers"]["runtimes"]
    assert layer["gaps"].get("pyenv/*") == "remote" and layer["gaps"].get("python/*") == "remote"


def test_no_variable_leads_into_a_home_that_never_answers(folder):
    """Not one manager's directory, nor a program on PATH behind a link, a stand-in or an environment's own file."""
    home, local = folder / "home", folder / "local"
    (local / "bin").mkdir(parents=True)
    for name in ("node", "ruby", "java", "go", "rustc", "php"):
        (local / "bin" / name).symlink_to(home / "bin" / name)
    for manager, name in (("pyenv", "python3"), ("rbenv", "gem"), ("nodenv", "npm")):
        shim = local / manager / "shims" / name
        shim.parent.mkdir(parents=True)
        shim.write_text(f'#!/usr/bin/env bash\nset -e\nexport {manager.upper()}_ROOT="{home}/.{manager}"\n'
                        f'exec "{home}/.{manager}/libexec/{manager}" exec "$program" "$@"\n')
        shim.chmod(0o755)
    env = environment(local / "bin", *(local / name / "shims" for name in ("pyenv", "rbenv", "nodenv")),
                      *(home / name / "shims" for name in MANAGERS), home / ".cargo/bin", home / "go/bin",
                      HOME=str(home), **{name: str(home / name.lower()) for name in LEADING})
    done = never_answering(folder, env)
    assert done.returncode == 0, done.stderr
    layer = json.loads(done.stdout)["layers"]["runtimes"]
    assert layer["status"] == "partial"
    assert layer["gaps"].get("python.*") == "remote" and "python.version" not in layer["facts"]
    assert layer["gaps"].get("node.*") == "remote" and "node.version" not in layer["facts"]
    for key in ("ruby.version", "go.version", "rust.version", "php.version", "java.version"):
        assert layer["gaps"].get(key) == "remote" and key not in layer["facts"], key
    for key in ("pyenv/*", "nvm/*", "fnm/*", "volta/*", "mise_node/*", "asdf_python/*", "uv_tool/*", "pipx/*", "conda_env/*"):
        assert layer["gaps"].get(key) == "remote", key


def test_a_virtual_environment_whose_python_never_answers(folder):
    """The environment is here, what it was made of and what its .pth file names is there."""
    home, made = folder / "home", folder / "env"
    site = made / ("lib/python%d.%d/site-packages" % sys.version_info[:2])
    site.mkdir(parents=True)
    (made / "bin").mkdir()
    (made / "bin/python3").symlink_to(home / "python/bin/python3")
    (made / "pyvenv.cfg").write_text(f"home = {home}/python/bin\ninclude-system-site-packages = true\n"
                                     "version = %d.%d.%d\n" % sys.version_info[:3])
    (site / "there.pth").write_text(f"{home}/source\n")
    (site / "linked-1.0.dist-info").symlink_to(home / "linked-1.0.dist-info")
    env = environment(made / "bin", HOME="/nonexistent", VIRTUAL_ENV=str(made))
    done = never_answering(folder, env)
    assert done.returncode == 0, done.stderr
    layer = json.loads(done.stdout)["layers"]["runtimes"]
    assert layer["gaps"] == {"python.*": "remote", "python/*": "remote", "python_pth/*": "remote"}
    assert "python.version" not in layer["facts"]  # and not that of the next Python on PATH


def test_a_project_that_never_answers(folder):
    env = environment(HOME="/nonexistent")
    done = never_answering(folder, env, "--project", folder / "home/project")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["layers"]["runtimes"]["gaps"] == {"cargo.setting/*": "remote", "project.*": "remote"}


def test_a_project_with_links_that_never_answer(folder):
    home, project = folder / "home", folder / "project"
    project.mkdir()
    for name in ("uv.lock", "package-lock.json", "rust-toolchain.toml", ".python-version", ".tool-versions", ".venv",
                 "node_modules", "vendor"):
        (project / name).symlink_to(home / name)
    (project / "poetry.lock").write_text('[[package]]\nname = "a"\nversion = "1"\n\n[metadata]\nlock-version = "2.0"\n')
    (project / "Cargo.lock").symlink_to(home)
    done = never_answering(folder, environment(HOME="/nonexistent"), "--project", project)
    assert done.returncode == 0, done.stderr
    layer = json.loads(done.stdout)["layers"]["runtimes"]
    assert layer["gaps"]["project.digest/uv.lock"] == "hidden", layer["gaps"]  # what leads out is not even looked at
