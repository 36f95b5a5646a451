# SPDX-License-Identifier: MIT
"""Fingerprints: what a collection gives, its forms, its end."""
import copy
import hashlib
import json
import pickle
import subprocess
import sys

import pytest
from conftest import HERE

import envfp
from envfp import Form, LayerName, LayerStatus

WITH_DIGEST = ("observed", "none", "unknown", "partial")


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256(value):
    return hashlib.sha256(canonical(value)).hexdigest()


def test_a_collection_says_what_it_is(here):
    assert len(here.digest) == 64 and set(here.digest) <= set("0123456789abcdef")
    assert here.schema >= 1
    assert here.collector == f"envfp {envfp.library_version()}"
    assert here.verified
    assert here.form is Form.DOCUMENT
    assert list(here.layers) == [name.value for name in envfp.LAYERS]
    assert here.stack[0].name == "machine"


def test_layers_are_the_document_s(here):
    document = here.to_dict()
    for name, layer in here.layers.items():
        section = document["layers"][name]
        assert layer.status == section["status"]
        assert layer.digest == section.get("digest")
        assert {key: plain(value) for key, value in layer.facts.items()} == section.get("facts", {})
        assert {key: plain(value) for key, value in layer.context.items()} == section.get("context", {})
        assert {key: plain(value) for key, value in layer.derived.items()} == section.get("derived", {})
        assert dict(layer.gaps) == section.get("gaps", {})
        assert (layer.digest is not None) == (layer.status in WITH_DIGEST)
        assert list(layer) == sorted(layer, key=str.encode)
        assert len(layer) == len(layer.facts) + len(layer.context) + len(layer.derived)


def plain(value):
    return sorted(value, key=str.encode) if isinstance(value, frozenset) else value


def test_digests_follow_from_the_facts(here):
    """The rules of docs/design.md in a few lines of Python."""
    document = here.to_dict()
    root = {}
    for name, section in document["layers"].items():
        root[name] = section.get("digest", section["status"])
        if "digest" not in section:
            continue
        by_collector = {}
        for key, value in section.get("facts", {}).items():
            word = key.split("/")[0].split(".")[0]
            by_collector.setdefault(word, {})[key] = value
        collectors = {word: sha256({"collector": word, "facts": facts}) for word, facts in by_collector.items()}
        assert section.get("collectors", {}) == collectors
        if section["status"] == "partial":
            continue  # which gaps are of hashed facts, the registry says
        assert section["digest"] == sha256(
            {"collectors": collectors, "layer": name, "missing": [], "schema": section["schema"],
             "status": section["status"]}
        )
    assert document["digest"] == sha256({"layers": root})


def test_a_layer_is_a_container_of_its_facts(here):
    kernel = here.layers["kernel"]
    assert kernel.code == "kn"
    assert "uname.release" in kernel
    assert kernel["uname.release"] == kernel.facts["uname.release"]
    with pytest.raises(KeyError):
        kernel["no.such"]
    with pytest.raises(TypeError):
        kernel.facts["uname.release"] = "x"
    assert "kernel" in repr(kernel)


def test_a_layer_outlives_its_fingerprint():
    layer = envfp.collect(layers=["kernel"]).layers["kernel"]
    assert layer.facts["uname.sysname"] == "Linux"


def test_the_same_environment_gives_the_same_text(here):
    with envfp.collect() as again:
        assert again.to_json() == here.to_json()
        assert again == here and hash(again) == hash(here)


@pytest.mark.parametrize("form", ["json", "pretty", "packed", "line", "long", "short"])
def test_every_form_is_read_again(here, form):
    text = here.to_form(form)
    with envfp.parse(text) as read, envfp.parse(text.encode()) as read_bytes:
        assert read == read_bytes
        assert read.verified
        assert read.schema == here.schema
        if form in ("json", "pretty", "packed"):
            assert read == here
            assert read.to_json() == here.to_json()
            assert [layer.all_facts() for layer in read.layers.values()] == [
                layer.all_facts() for layer in here.layers.values()
            ]
        else:
            assert read.digest is None
            assert read.short_token() == here.short_token()
            with pytest.raises(envfp.BadArgument):
                read.to_json()


def test_forms_have_their_shape(here):
    assert here.to_json().endswith("}\n") and "\n" not in here.to_json()[:-1]
    assert json.loads(here.to_json(pretty=True)) == here.to_dict()
    assert here.packed().startswith("envfpz1.")
    assert len(here.long_token()) == 186 and here.long_token().startswith("envfp1.1.")
    assert len(here.short_token()) == 87
    line = here.line()
    assert line.startswith("envfp ") and line.endswith(here.long_token())
    assert len(line.encode()) <= 480 and "\n" not in line
    with pytest.raises(envfp.BadArgument):
        here.to_form("yaml")


def test_line_is_one_call(here):
    assert envfp.line() == here.line()


def test_line_agrees_with_the_c_twin():
    """envfp_line_copy reads this process's environment; line() hands over a snapshot of it, and names the interpreter."""
    source = (
        f"import sys; sys.path.insert(0, {str(HERE.parent / 'src')!r})\n"
        "import ctypes, envfp\n"
        "from envfp._abi import lib\n"
        "given = ctypes.c_void_p()\n"
        "lib.envfp_line_copy(ctypes.byref(given))\n"
        "lines = ctypes.string_at(given).decode(), envfp.line()\n"
        "groups = [line.rpartition('envfp1.')[2].split('.')[1:-1] for line in lines]\n"
        "assert len(groups[0]) == 9 and groups[0][:8] == groups[1][:8], groups\n"
        "assert groups[0][8] == 'i' != groups[1][8], groups\n"
        "lib.envfp_text_free(given)\n"
    )
    subprocess.run([sys.executable, "-c", source], check=True)


def test_layers_can_be_chosen(here):
    for chosen in (["libc", LayerName.KERNEL], "kernel,libc"):
        with envfp.collect(layers=chosen) as few:
            assert few.layers["libc"].digest == here.layers["libc"].digest
            assert few.layers["packages"].status is LayerStatus.SKIPPED
            assert not few.layers["packages"].facts
            assert few != here


def test_parse_refuses_what_is_no_form():
    for text in ("", "x", "{}", "envfp1.1.x", b"\xff\xfe", "envfpz1.AAAA", '{"envfp":1,"envfp":1}'):
        with pytest.raises(envfp.BadFormat) as caught:
            envfp.parse(text)
        assert isinstance(caught.value, ValueError) and caught.value.status == 3
        assert "no fingerprint" in str(caught.value)
    with pytest.raises(TypeError):
        envfp.parse(7)


def test_a_changed_document_is_not_verified(here):
    document = here.to_dict()
    document["layers"]["kernel"]["facts"]["uname.release"] = "0.0.1"
    with envfp.parse(json.dumps(document)) as forged:
        assert not forged.verified


def test_close_ends_reading():
    fingerprint = envfp.collect(layers=["kernel", "libc"])
    kernel = fingerprint.layers["kernel"]
    assert kernel.facts
    with fingerprint:
        assert not fingerprint.closed
    fingerprint.close()
    assert fingerprint.closed
    assert fingerprint.digest and fingerprint.stack and kernel.facts  # what was read stays
    for use in (fingerprint.to_json, fingerprint.line, fingerprint.layers["libc"].all_facts):
        with pytest.raises(ValueError, match="fingerprint is closed"):
            use()


def test_it_is_no_value_to_pickle_or_copy(here):
    for refuse in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="cannot be pickled"):
            refuse(here)


def test_repr_is_short(here):
    assert here.digest[:12] in repr(here) and len(repr(here)) < 200
    assert here != "x"
