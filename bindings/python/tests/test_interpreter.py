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
