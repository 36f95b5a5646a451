# SPDX-License-Identifier: MIT
"""Recorded machines give the documents that stand beside them, byte for byte.

A difference here is a change of what people's fingerprints say: read it, say it in the CHANGELOG under
Fingerprint, and only then write the new document with `envfp collect record:DIR/root -o DIR/expected.json`.
What no new document may change stands in truth.json, written by hand: the boundaries as "boundary:kind/vmm", and
facts that must be so, null where there must be none.
"""
import json
import os
import pathlib
import subprocess

import pytest

HERE = pathlib.Path(__file__).resolve().parent
ENVFP = os.environ.get("ENVFP", str(HERE.parent.parent / "build" / "envfp"))
MACHINES = sorted(path.parent for path in HERE.glob("*/expected.json"))

LAYERS = ("hardware", "hypervisor", "kernel", "container", "sandbox", "libc", "packages", "runtimes")


def collect(operand):
    run = subprocess.run([ENVFP, "collect", operand], stdout=subprocess.PIPE, check=True, env={})
    return run.stdout


@pytest.fixture(params=MACHINES, ids=lambda path: path.name)
def machine(request):
    return request.param


def test_there_are_machines():
    assert len(MACHINES) >= 50


def test_document_is_the_expected_one(machine):
    assert collect(f"record:{machine / 'root'}") == (machine / "expected.json").read_bytes()


def told(boundary):
    return f"{boundary['boundary']}:{boundary['kind']}" + (f"/{boundary['vmm']}" if "vmm" in boundary else "")


def test_document_is_true(machine):
    truth = json.loads((machine / "truth.json").read_text())
    document = json.loads((machine / "expected.json").read_text())
    assert [told(each) for each in document["stack"]] == truth["stack"]
    facts = {f"{name}:{key}": value for name, layer in document["layers"].items()
             for part in ("facts", "context", "derived") for key, value in layer.get(part, {}).items()}
    assert {key: facts.get(key) for key in truth["facts"]} == truth["facts"]


def test_origin_is_told(machine):
    assert len((machine / "ORIGIN").read_text().split()) > 10


def test_recording_of_a_recording_is_the_same(machine, tmp_path):
    copy = tmp_path / "copy"
    subprocess.run([ENVFP, "record", copy, f"record:{machine / 'root'}"], check=True, stdout=subprocess.DEVNULL)
    assert collect(f"record:{copy}") == (machine / "expected.json").read_bytes()


def test_as_root_only_the_upper_layers_are_seen(machine):
    """root: believes no .envfp and no proc; what files tell stays the same."""
    recorded = json.loads((machine / "expected.json").read_text())["layers"]
    image = json.loads(collect(f"root:{machine / 'root'}"))["layers"]
    assert [image[name]["status"] for name in LAYERS[:5]] == ["hidden"] * 5
    assert image["packages"]["digest"] == recorded["packages"]["digest"]
