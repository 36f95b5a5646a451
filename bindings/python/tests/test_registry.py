# SPDX-License-Identifier: MIT
"""The registry and explain."""
import pytest

import envfp


def test_every_entry_says_what_it_is():
    entries = envfp.registry()
    assert len(entries) > 50
    assert len({(entry.layer, entry.key) for entry in entries}) == len(entries)
    for entry in entries:
        assert entry.key and (entry.path or entry.source) and entry.since and entry.why, entry
        assert entry.advice


def test_entries_stand_by_layer_and_key():
    order = [(entry.layer.code, entry.key.encode()) for entry in envfp.registry()]
    assert order == sorted(order)


def test_explain_finds_keys_and_members():
    assert envfp.explain("uname.release").layer == "kernel"
    assert envfp.explain("kernel:uname.release") == envfp.explain("uname.release")
    package = envfp.explain("dpkg/libc6:amd64")
    assert package.layer == "packages" and package.key == "dpkg/*" and package.pin == "image"
    for key in ("no.such", "libc:uname.release", "", "a\0b", ":", "x" * 100000):
        with pytest.raises(envfp.NotFound):
            envfp.explain(key)


def test_every_fact_found_here_is_in_the_registry(here):
    for layer in here.layers.values():
        for fact in layer.all_facts():
            entry = envfp.explain(f"{layer.name}:{fact.key}")
            assert entry.fact_class is fact.fact_class, fact
