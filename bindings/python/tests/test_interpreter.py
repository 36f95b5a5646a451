# SPDX-License-Identifier: MIT
"""A program in a virtual environment that PATH does not lead to: what it runs in stands in the app section and in the
stack, and the layers stay what every other program here finds."""
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SOURCES = Path(__file__).resolve().parents[1] / "src"
COMMAND = Path(os.environ.get("ENVFP", Path(__file__).resolve().parents[3] / "build/envfp"))
ASK = """
import importlib.metadata, json, re, sys
sys.path.append(sys.argv[1])  # behind everything else
import envfp
with envfp.collect() as here:
    told = {}
    for each in importlib.metadata.distributions(path=[entry for entry in sys.path if entry != sys.argv[1]]):
        told.setdefault(re.sub("[-_.]+", "-", each.metadata["Name"]).lower(), each.version)
    print(json.dumps([json.loads(here.to_json()), "%d.%d.%d" % sys.version_info[:3], told]))
"""


@pytest.fixture
def environ():
    """Neither an environment in force nor one that PATH finds."""
    kept = ("HOME", "LANG", "ENVFP_LIBRARY", "LD_LIBRARY_PATH")
    return {**{name: os.environ[name] for name in kept if name in os.environ}, "PATH": "/usr/local/bin:/usr/bin:/bin"}


@pytest.fixture
def interpreter(tmp_path):
    made = tmp_path / "env"
    done = subprocess.run([os.path.realpath(sys.executable), "-m", "venv", "--without-pip", str(made)],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        pytest.skip("no venv: " + done.stdout.decode()[-100:])
    site = next(made.glob("lib/python3.*/site-packages"))
    for name, version in (("Only.Here", "1.4"), ("other", "2.0rc1")):
        info = site / f"{name}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n\nName: wrong\n")
    return made / "bin/python"


def test_an_interpreter_that_is_not_on_path(interpreter, environ):
    if not COMMAND.exists():
        pytest.skip("no command to compare with")
    done = subprocess.run([str(interpreter), "-c", ASK, str(SOURCES)], env=environ, cwd="/", stdout=subprocess.PIPE,
                          check=True)
    mine, version, distributions = json.loads(done.stdout)
    theirs = json.loads(subprocess.run([str(COMMAND), "collect"], env=environ, cwd="/", stdout=subprocess.PIPE,
                                       check=True).stdout)
    # The layers are everybody's.
    assert len(mine["layers"]) == 8
    assert {name: layer.get("digest", layer["status"]) for name, layer in mine["layers"].items()} == \
        {name: layer.get("digest", layer["status"]) for name, layer in theirs["layers"].items()}
    assert mine["digest"] == theirs["digest"]
    assert "python/only-here" not in theirs["layers"]["runtimes"]["facts"]
    # What stands beside them is this program's.
    app = mine["app"]["facts"]
    assert app["python.version"].startswith(version) and app["python.virtualenv"] is True
    assert {key[7:]: value for key, value in app.items() if key.startswith("python/")} == distributions
    assert distributions == {"only-here": "1.4", "other": "2.0rc1"}
    assert mine["stack"][-1] == {"boundary": "virtualenv", "kind": "python"}
    assert mine["stack"][:-1] == theirs["stack"]
    assert "app" not in theirs


def test_a_comparison_names_the_interpreters_first(interpreter, environ):
    """Two such programs, of which one got another version: no layer differs, the app section does."""
    documents = []
    for _ in "one", "two":
        done = subprocess.run([str(interpreter), "-c", ASK, str(SOURCES)], env=environ, cwd="/", check=True,
                              stdout=subprocess.PIPE)
        documents.append(json.dumps(json.loads(done.stdout)[0]))
        metadata = next(interpreter.parents[1].glob("lib/python3.*/site-packages/other-2.0rc1.dist-info/METADATA"))
        metadata.write_text("Metadata-Version: 2.1\nName: other\nVersion: 2.1\n")
    import envfp

    with envfp.parse(documents[0]) as one, envfp.parse(documents[1]) as two, envfp.diff(one, two) as difference:
        assert "other" in difference.headline and "2.0rc1" in difference.headline, difference.headline
        assert {change.key for change in difference.changes} == {"python/other"}


SHOW = """
import sys
sys.path.append(sys.argv[1])
import envfp
print(envfp.line())
with envfp.collect() as here:
    print(here.long_token())
    print(here.packed())
"""


def other_interpreter():
    """A Python of another version than this one, or None."""
    for path in ("/usr/bin/python3", "/usr/local/bin/python3"):
        if os.access(path, os.X_OK):
            asked = subprocess.run([path, "-c", "import sys; print(sys.version_info[:3] >= (3, 8), sys.version)"],
                                   stdout=subprocess.PIPE, universal_newlines=True)
            if asked.returncode == 0 and asked.stdout.startswith("True ") and sys.version not in asked.stdout:
                return path
    return None


def told_by(program, environ):
    done = subprocess.run([str(program), "-c", SHOW, str(SOURCES)], env=environ, cwd="/", stdout=subprocess.PIPE, check=True)
    line, token, packed = done.stdout.decode().splitlines()
    return line, token, packed


def compare(folder, a, b):
    for name, text in (("a", a), ("b", b)):
        (folder / name).write_text(f"a log: {text}\n")
    done = subprocess.run([str(COMMAND), "diff", "--json", str(folder / "a"), str(folder / "b")], stdout=subprocess.PIPE)
    return done.returncode, json.loads(done.stdout)


def check_two_programs(folder, first, second, environ):
    """In one environment, each on an interpreter of its own."""
    if not COMMAND.exists():
        pytest.skip("no command to compare with")
    here, there = told_by(first, environ), told_by(second, environ)
    assert here[0] != there[0] and "; runs python " in here[0] and "; runs python " in there[0]
    groups = [one[1].split(".")[2:-1] for one in (here, there)]
    assert groups[0][:8] == groups[1][:8] and groups[0][8] != groups[1][8]
    for forms in ((0, 0), (1, 1), (2, 2), (1, 2)):
        status, told = compare(folder, here[forms[0]], there[forms[1]])
        assert status == 1 and told["verdict"] == told["runtime"]["verdict"] == "differs"
        assert {told["layers"][name]["verdict"] for name in told["layers"] if name != "app"} == {"same"}
        assert "own runtime differs" in told["headline"]
        assert compare(folder, here[forms[0]], here[forms[1]])[0] == 0
    return here[0], there[0]


def test_two_interpreters_in_one_environment(environ, tmp_path):
    other = other_interpreter()
    if other is None:
        pytest.skip("no second interpreter")
    mine, theirs = check_two_programs(tmp_path, os.path.realpath(sys.executable), other, environ)
    assert mine.split("runs python ")[1].split(",")[0] != theirs.split("runs python ")[1].split(",")[0]


def test_a_virtual_environment_beside_its_interpreter(interpreter, environ, tmp_path):
    inside, outside = check_two_programs(tmp_path, interpreter, os.path.realpath(sys.executable), environ)
    assert "(venv)" in inside and "(venv)" not in outside


def test_a_c_program_beside_it(interpreter, environ, tmp_path):
    """Which has no runtime of its own: eight groups are the same, and so is the verdict."""
    if not COMMAND.exists():
        pytest.skip("no command to compare with")
    token = subprocess.run([str(COMMAND), "collect", "--form", "long"], env=environ, cwd="/", stdout=subprocess.PIPE,
                           universal_newlines=True, check=True).stdout.strip()
    mine = told_by(interpreter, environ)[1]
    assert token.split(".")[2:10] == mine.split(".")[2:10]
    assert token.split(".")[10] == "i" != mine.split(".")[10]
    status, told = compare(tmp_path, token, mine)
    assert status == 0 and told["runtime"]["verdict"] == "unknown"


def test_facts_of_a_language_are_the_programs_own_runtime():
    """Whoever embeds another interpreter says so by its language's words; other facts are no runtime."""
    import envfp

    def with_app(**facts):
        return envfp.collect(layers=["libc"], process=False, app={key.replace("_", "."): value for key, value in facts.items()})

    with with_app(ruby_version="3.3.0") as old, with_app(ruby_version="3.4.1") as new, \
            with_app(ruby_version="3.3.0", player_version="7") as other, with_app(player_version="7") as none:
        assert envfp.diff(old, new).verdict == envfp.diff(old, new).runtime == "differs"
        assert envfp.diff(old, other).verdict == envfp.diff(old, other).runtime == "same"
        assert envfp.diff(old, none).verdict == "same" and envfp.diff(old, none).runtime == "unknown"
        assert old.long_token() == other.long_token() != new.long_token()
        assert none.long_token().split(".")[10] == "i"
