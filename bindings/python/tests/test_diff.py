# SPDX-License-Identifier: MIT
"""Comparing two fingerprints."""
import json
import os
import pickle

import pytest

import envfp


@pytest.fixture(scope="module")
def images(tmp_path_factory):
    """Two roots that differ in one package and one name."""
    roots = []
    for release, version in (("7", "1.0"), ("7", "2.0")):
        root = tmp_path_factory.mktemp("root")
        (root / "etc").mkdir()
        (root / "etc" / "os-release").write_text(f"ID=example\nVERSION_ID={release}\n")
        (root / "var/lib/dpkg").mkdir(parents=True)
        (root / "var/lib/dpkg/status").write_text(
            f"Package: tool\nStatus: install ok installed\nArchitecture: amd64\nVersion: {version}\n\n"
            "Package: same\nStatus: install ok installed\nArchitecture: all\nVersion: 3\n\n"
        )
        roots.append(envfp.collect(f"root:{root}"))
    yield roots
    for fingerprint in roots:
        fingerprint.close()


def test_equal_fingerprints_are_the_same(here):
    with envfp.diff(here, here.to_json()) as same:
        assert same.verdict == "same"
        assert set(same.layers.values()) == {"same"}
        assert same.changes == () and same.advice is None and same.pin == "nothing"
        assert same.text()


def test_a_difference_is_named(images):
    with envfp.diff(*images) as diff:
        assert diff.verdict == "differs" and diff.layers["packages"] == "differs"
        (change,) = [change for change in diff.changes if change.fact_class == "hashed"]
        assert change.layer == "packages" and change.key == "dpkg/tool:amd64" and change.kind == "changed"
        assert (change.before.value, change.after.value) == ("1.0", "2.0")
        assert change.pin == "image" and diff.pin == "image"
        assert "packages" in diff.headline and "container image" in diff.advice
        assert "tool" in diff.text() and "tool" in str(diff)
        assert json.loads(diff.json())
        assert "differs" in repr(diff)


def test_the_app_section_is_compared_where_there_is_one(here):
    with envfp.collect(process=False) as bare, envfp.diff(bare, bare) as diff:
        assert list(diff.layers) == [name.value for name in envfp.LAYERS]
    with envfp.diff(here, here) as diff:
        assert diff.layers["app"] == "same"
    with envfp.collect(app={"app.version": "1"}) as a, envfp.collect(app={"app.version": "2"}) as b:
        with envfp.diff(a, b) as diff:
            assert diff.layers["app"] == "differs"
            assert [change.key for change in diff.changes] == ["app.version"]


def test_keys_and_layers_can_be_left_out(images):
    for ignore in (["dpkg/tool*"], "dpkg/*", ["packages:dpkg/tool:amd64"]):
        with envfp.diff(*images, ignore=ignore) as diff:
            assert not [change for change in diff.changes if change.key.startswith("dpkg/")]
            assert diff.layers["packages"] == "same"
    with envfp.diff(*images, layers=["libc"]) as diff:
        assert not diff.changes and diff.verdict != "differs"


def test_added_and_removed_have_one_side(images):
    document = images[0].to_dict()
    del document["layers"]["packages"]["facts"]["dpkg/tool:amd64"]
    with envfp.diff(images[0], json.dumps(document)) as diff:
        (change,) = [change for change in diff.changes if change.key == "dpkg/tool:amd64"]
        assert change.kind == "removed" and change.before.value == "1.0" and change.after is None


def test_tokens_are_compared_by_layer(here):
    with envfp.collect(environ=dict(os.environ, TZ="Antarctica/Troll")) as other:
        for form in ("long", "short", "line"):
            with envfp.diff(here.to_form(form), other) as diff:
                assert diff.layers["libc"] == "differs" and diff.layers["kernel"] == "same"


def test_what_is_refused(images):
    a, b = images
    for options in ({"layers": []}, {"layers": ["nonsense"]}, {"ignore": ["a\0b"]}):
        with pytest.raises(envfp.BadArgument):
            envfp.diff(a, b, **options)
    with pytest.raises(envfp.BadFormat):
        envfp.diff(a, "nothing")
    with pytest.raises(TypeError):
        envfp.diff(a, None)
    with envfp.diff(a, b) as diff, pytest.raises(ValueError):
        diff.text(width=-1)
    with pytest.raises(TypeError):
        pickle.dumps(diff)


def test_a_diff_keeps_what_it_compares(images):
    a, b = (envfp.parse(image.to_json()) for image in images)
    diff = envfp.diff(a, b)
    a.close()
    b.close()
    assert diff.changes[0].before
    assert "tool" in diff.text()
    with pytest.raises(ValueError):
        envfp.diff(a, b)
    diff.close()
    diff.close()
    assert diff.closed and diff.changes and diff.headline
    with pytest.raises(ValueError, match="diff is closed"):
        diff.text()


def test_a_diff_of_temporaries(images):
    diff = envfp.diff(images[0].to_json(), images[1].to_json())
    assert diff.changes
