# SPDX-License-Identifier: MIT
"""Digests can be checked with jq and sha256sum, or with a few lines of Python: both are done here, on the published
vectors and on this machine's fingerprint."""
import ctypes
import importlib.util
import json
import os
import pathlib
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
VECTORS = sorted((ROOT / "tests/vectors").glob("*.json"))
BUILD = pathlib.Path(os.environ.get("ENVFP_BUILD", ROOT / "build"))
ENVFP = os.environ.get("ENVFP", str(BUILD / "envfp"))
LIBRARY = os.environ.get("ENVFP_LIBRARY", str(BUILD / "libenvfp.so.0"))

spec = importlib.util.spec_from_file_location("make_vectors", ROOT / "tests/vectors/make_vectors.py")
vectors = importlib.util.module_from_spec(spec)
spec.loader.exec_module(vectors)

needs_jq = pytest.mark.skipif(not shutil.which("jq"), reason="jq is not installed")


def jq_sha256(path, expression, *arguments):
    """`jq -cS EXPRESSION FILE | sha256sum`, as a user would type it, less jq's line feed."""
    made = subprocess.run(["jq", "-cS", *arguments, expression, str(path)], stdout=subprocess.PIPE, check=True)
    summed = subprocess.run(["sha256sum"], input=made.stdout[:-1], stdout=subprocess.PIPE, check=True)
    return summed.stdout.decode().split()[0]


def expectation(path):
    tokens, missing = {}, {}
    for line in path.with_suffix(".expect").read_text().splitlines():
        word, rest = line.split(" ", 1)
        if word == "missing":
            layer, key = rest.split(" ", 1)
            missing.setdefault(layer, []).append(key)
        else:
            tokens[word] = rest
    return tokens, missing


class Registry:
    """Which gaps stand for hashed facts, asked of the library."""

    def __init__(self):
        library = ctypes.CDLL(LIBRARY)
        library.envfp_registry_next.restype = ctypes.c_void_p
        library.envfp_registry_next.argtypes = [ctypes.c_void_p]
        library.envfp_registry_find_entry.restype = ctypes.c_void_p
        library.envfp_registry_find_entry.argtypes = [ctypes.c_int, ctypes.c_char_p]
        library.envfp_entry_get_key.restype = ctypes.c_char_p
        for name in ("key", "class", "layer"):
            getattr(library, "envfp_entry_get_" + name).argtypes = [ctypes.c_void_p]
        self.library = library

    def is_hashed(self, layer, key):
        number = (vectors.LAYERS + ("app",)).index(layer)
        own = self.library.envfp_registry_find_entry(number, key.encode())
        if own and self.library.envfp_entry_get_class(own) == 0:
            return True
        if not key.endswith("*"):
            return False
        entry = None
        while entry := self.library.envfp_registry_next(entry):
            if self.library.envfp_entry_get_layer(entry) != number or self.library.envfp_entry_get_class(entry) != 0:
                continue
            if self.library.envfp_entry_get_key(entry).decode().startswith(key[:-1]):
                return True
        return False


def sections(document):
    yield from document["layers"].items()
    if "app" in document:
        yield "app", document["app"]


def check_with_python(document, missing):
    for name, layer in sections(document):
        if "digest" not in layer:
            assert layer["status"] not in vectors.WITH_DIGEST or name == "app"
            continue
        assert layer["collectors"] == vectors.collector_digests(layer["facts"])
        assert layer["digest"] == vectors.layer_digest(name, layer, missing.get(name, ()))
    assert document["digest"] == vectors.root_digest(document["layers"])


def check_with_jq(path, document, missing):
    for name, layer in sections(document):
        at = ".app" if name == "app" else ".layers." + name
        for collector, digest in layer["collectors"].items():
            expression = (
                '{collector: $c, facts: (%s.facts | with_entries(select(.key | split("/")[0] | split(".")[0] == $c)))}'
                % at
            )
            assert jq_sha256(path, expression, "--arg", "c", collector) == digest
        if "digest" in layer:
            expression = "%s | {collectors, layer: $l, missing: $m, schema, status}" % at
            gaps = json.dumps(sorted(missing.get(name, ())))
            assert jq_sha256(path, expression, "--arg", "l", name, "--argjson", "m", gaps) == layer["digest"]
    assert jq_sha256(path, "{layers: (.layers | map_values(.digest // .status))}") == document["digest"]


def test_vectors_are_what_the_other_implementation_makes():
    assert VECTORS
    for path, content in vectors.files():
        assert path.read_bytes() == content


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_vector_with_python(path):
    tokens, missing = expectation(path)
    document = json.loads(path.read_text(encoding="utf-8"))
    assert path.read_bytes() == vectors.jcs(document) + b"\n"
    check_with_python(document, missing)
    assert tokens == {"long": vectors.token(document, 18), "short": vectors.token(document, 7)}


@needs_jq
@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_vector_with_jq_and_sha256sum(path):
    check_with_jq(path, json.loads(path.read_text(encoding="utf-8")), expectation(path)[1])
    same = subprocess.run(["jq", "-cS", ".", str(path)], stdout=subprocess.PIPE, check=True)
    assert same.stdout == path.read_bytes(), "a canonical document is what jq -cS prints"


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    if not os.access(ENVFP, os.X_OK):
        pytest.skip("the command is not built")
    path = tmp_path_factory.mktemp("here") / "here.json"
    path.write_bytes(subprocess.run([ENVFP, "collect"], stdout=subprocess.PIPE, check=True).stdout)
    document = json.loads(path.read_text(encoding="utf-8"))
    registry = Registry()
    missing = {
        name: [key for key in layer["gaps"] if registry.is_hashed(name, key)] for name, layer in sections(document)
    }
    return path, document, missing


def test_this_machine_with_python(here):
    path, document, missing = here
    assert path.read_bytes() == vectors.jcs(document) + b"\n"
    check_with_python(document, missing)
    for form, size in (("long", 18), ("short", 7)):
        printed = subprocess.run([ENVFP, "collect", "--form", form], stdout=subprocess.PIPE, check=True)
        assert printed.stdout.decode().strip() == vectors.token(document, size)


@needs_jq
def test_this_machine_with_jq_and_sha256sum(here):
    check_with_jq(*here)
