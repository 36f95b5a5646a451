# SPDX-License-Identifier: MIT
"""The registry, what is read, and explain."""
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


def test_reads_say_whose_they_are_and_what_is_kept():
    rows = envfp.reads()
    assert len(rows) > 300
    assert [row.layer.code for row in rows] == sorted(row.layer.code for row in rows)
    assert all(row.collector and row.keeps and row.path[0] in "/$" for row in rows)
    kept = {row.path: row.keeps for row in rows if row.collector != "source"}
    assert kept["$LANG"] == "word" and kept["$PATH"] == "paths" and kept["$NODE_OPTIONS"] == "presence"
    assert kept["/proc/self/mountinfo"] == "own form" and kept["$LIB/*.so"] == "taken bytes"
    assert {row.keeps for row in rows if row.collector == "source"} == {"nothing"}


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
