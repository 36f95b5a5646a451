# SPDX-License-Identifier: MIT
"""Collecting: options, the app section, and what is refused."""
import ctypes
import os
import sys

import pytest

import envfp
from envfp import _abi


def test_the_environment_is_handed_in(monkeypatch, here):
    given = dict(os.environ, TZ="Antarctica/Troll")
    with envfp.collect(layers=["libc"], environ=given) as there:
        assert there.layers["libc"].digest != here.layers["libc"].digest
    monkeypatch.setenv("TZ", "Antarctica/Troll")
    with envfp.collect(layers=["libc"]) as snapshot:
        assert snapshot == there


def test_collecting_changes_nothing():
    before = dict(os.environ), os.getcwd(), os.listdir("/proc/self/fd"), os.umask(0o22)
    os.umask(before[3])
    envfp.collect(process=True).close()
    after = dict(os.environ), os.getcwd(), os.listdir("/proc/self/fd"), os.umask(0o22)
    os.umask(after[3])
    assert before == after


def test_app_facts_stand_beside_the_layers(here):
    facts = {"app.version": "2.1", "app.workers": 8, "app.debug": False, "app.codecs": {"b", "a"}, "plugin/x": "1"}
    with envfp.collect(app=facts, process=False) as mine:
        assert mine.digest == here.digest and mine == here
        assert mine.app.status == "observed" and mine.app.digest
        assert dict(mine.app.facts) == {**facts, "app.codecs": frozenset({"a", "b"})}
        assert "app" in mine.to_dict()
    with envfp.collect(process=False) as bare:
        assert bare.app.status == "skipped" and bare.app.digest is None


def test_app_values_keep_their_types():
    facts = {"a.true": True, "a.one": 1, "a.most": 2**53 - 1, "a.least": 1 - 2**53, "a.list": ["b", "a", "b"]}
    with envfp.collect(layers=["kernel"], app=facts) as mine:
        assert mine.app["a.true"] is True and type(mine.app["a.one"]) is int
        assert mine.app["a.most"] == 2**53 - 1 and mine.app["a.least"] == 1 - 2**53
        assert mine.app["a.list"] == frozenset("ab")


@pytest.mark.parametrize(
    "app, error",
    [
        ({"Bad Key": "x"}, envfp.BadArgument),
        ({"": "x"}, envfp.BadArgument),
        ({"process.x": "x"}, envfp.BadArgument),
        ({"a\0b": "x"}, envfp.BadArgument),
        ({"a.b": "x\0y"}, envfp.BadArgument),
        ({"a.b": 2**53}, envfp.BadArgument),
        ({"a.b": -(2**64)}, envfp.BadArgument),
        ({"a.b": 1.5}, TypeError),
        ({"a.b": None}, TypeError),
        ({"a.b": [1]}, TypeError),
        ({"a.b": b"x"}, TypeError),
    ],
)
def test_app_facts_that_are_refused(app, error):
    with pytest.raises(error):
        envfp.collect(layers=["kernel"], app=app)


def test_process_facts_are_of_this_interpreter():
    with envfp.collect(layers=["kernel"], process=True) as mine:
        version = "%d.%d.%d" % sys.version_info[:3]
        assert mine.app["python.version"].startswith(version)
        assert mine.app["python.implementation"] == sys.implementation.name
        assert mine.app["python.virtualenv"] is (sys.prefix != sys.base_prefix)
        assert mine.app["python/pytest"] == pytest.__version__


def test_names_of_distributions_are_normalized():
    from envfp._process import normalized

    assert normalized("Zope.Interface__x") == "zope-interface-x"
    assert normalized("na\u00efve %") == "na%C3%AFve%20%25"


def test_distributions_with_broken_metadata_are_left_out(tmp_path, monkeypatch):
    for name, text in (("good-1.dist-info", "Name: Good\nVersion: 1\n"), ("bad-1.dist-info", "\xff")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "METADATA").write_bytes(text.encode("latin-1"))
    (tmp_path / "none-1.dist-info").mkdir()
    monkeypatch.syspath_prepend(str(tmp_path))
    from envfp._process import process_facts

    facts = process_facts()
    assert facts["python/good"] == "1"
    assert "python/bad" not in facts and "python/none" not in facts


@pytest.mark.parametrize(
    "options",
    [
        {"operand": "elsewhere"},
        {"operand": "pid:x"},
        {"operand": "root:"},
        {"operand": "root:a\0b"},
        {"layers": []},
        {"layers": ["nonsense"]},
        {"layers": ["app"]},
        {"deadline": 0},
        {"deadline": -1},
        {"deadline": float("nan")},
        {"deadline": float("inf")},
        {"limits": {"memory": 0}},
        {"limits": {"memory": 1 << 64}},
        {"limits": {"nonsense": 1}},
        {"operand": "root:/", "environ": {}},
        {"operand": "root:/", "project": "relative"},
        {"operand": "root:/", "process": True},
        {"environ": {"A": "x\0y"}},
    ],
)
def test_arguments_that_are_refused(options):
    with pytest.raises(envfp.BadArgument):
        envfp.collect(**options)


def test_what_does_not_exist_is_not_found(tmp_path):
    for operand in (f"root:{tmp_path}/none", f"record:{tmp_path}/none", "pid:4194305"):
        with pytest.raises(envfp.NotFound) as caught:
            envfp.collect(operand)
        assert isinstance(caught.value, LookupError)


def test_a_file_is_no_directory(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(envfp.Inaccessible) as caught:
        envfp.collect(f"root:{tmp_path}/file")
    assert isinstance(caught.value, OSError)


def test_too_little_memory_is_an_error():
    with pytest.raises(envfp.OutOfMemory) as caught:
        envfp.collect(limits={"memory": 4096})
    assert isinstance(caught.value, MemoryError)


def test_names_are_attached_where_they_are_installed(monkeypatch):
    assert (_abi.names is None) == (_abi._find_names("/nonexistent/libenvfp.so") is None)
    with envfp.collect(detail=True, layers=["hardware"]) as with_names:
        monkeypatch.setattr(_abi, "names", None)
        with envfp.collect(detail=True, layers=["hardware"]) as without:
            assert with_names.layers["hardware"].digest == without.layers["hardware"].digest


def test_names_of_another_release_are_as_good_as_none(monkeypatch):
    other = ctypes.create_string_buffer(b"\xff" * 64)
    monkeypatch.setattr(_abi, "names", ctypes.addressof(other))
    with envfp.collect(detail=True, layers=["hardware"]) as here:
        assert here.layers["hardware"].status == "observed"


def test_a_deadline_gives_gaps():
    with envfp.collect(deadline=1e-9) as hurried:
        gaps = {reason for layer in hurried.layers.values() for reason in layer.gaps.values()}
        assert "truncated" in gaps


def test_a_root_answers_for_its_files(tmp_path):
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "os-release").write_text('ID=example\nVERSION_ID="7"\n')
    with envfp.collect(f"root:{tmp_path}") as image:
        assert image.layers["packages"].facts["os.id"] == "example"
        assert image.layers["kernel"].status == "hidden"


def test_a_recording_gives_the_same_document(tmp_path):
    directory = tmp_path / "recording"
    with envfp.collect(recording=directory, process=False) as here, envfp.collect(f"record:{directory}") as again:
        assert again.to_json() == here.to_json()
    with pytest.raises(envfp.EnvfpError):  # no longer empty
        envfp.collect(recording=directory)


def test_a_recording_goes_into_a_folder_that_is_new_or_empty(tmp_path):
    (tmp_path / "file").write_text("mine")
    for directory, why in ((tmp_path, "not empty"), (tmp_path / "file", "a folder"), (tmp_path / "a" / "b", "No such")):
        with pytest.raises(envfp.Inaccessible) as caught:
            envfp.collect(recording=directory)
        assert str(caught.value).startswith(f"{directory}: ") and why in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["file"] and (tmp_path / "file").read_text() == "mine"
    with pytest.raises(envfp.NotFound):
        envfp.collect("root:/nonesuch", recording=tmp_path / "new")
    assert not (tmp_path / "new").exists()
    (tmp_path / "empty").mkdir()
    envfp.collect(f"root:{tmp_path}", recording=tmp_path / "empty").close()
    assert list((tmp_path / "empty").iterdir())


@pytest.mark.parametrize("call, named", [
    (lambda: envfp.collect("bogus:x"), "bogus:x: not an environment (self, pid:N, root:DIR or record:DIR"),
    (lambda: envfp.collect("pid:1234567890"), "pid:1234567890: "),
    (lambda: envfp.collect("root:/nonesuch"), "root:/nonesuch: no such directory"),
    (lambda: envfp.collect("root:/etc/passwd"), "root:/etc/passwd: not a directory that can be read"),
    (lambda: envfp.collect("record:/"), "record:/: not a recording"),
    (lambda: envfp.collect(layers=["bogus"]), "bogus: no such layer (hardware, hypervisor, "),
    (lambda: envfp.collect(project="/nonesuch"), "self: not there, or without the project folder /nonesuch"),
    (lambda: envfp.collect("root:/", project="relative"), "relative: a project folder's path begins with a slash"),
    (lambda: envfp.collect(app={"No Key": 1}), "No Key: no key of a fact (words of a-z"),
    (lambda: envfp.collect(app={"process.x": "1"}), "process.x: no key of a fact"),
    (lambda: envfp.collect(app={"a.b": 1 << 60}), "a.b: an integer beyond"),
    (lambda: envfp.collect(limits={"bogus": 1}), "bogus: no such limit ("),
    (lambda: envfp.collect(limits={"memory": 4096}), "self: out of memory, or over the limit"),
    (lambda: envfp.parse("nothing of the kind"), "nothing of the kind: no fingerprint (a document, "),
    (lambda: envfp.parse("\x1b[2J\u202e"), "\\x1b[2J\\u202e: no fingerprint"),
    (lambda: envfp.parse(b"{" * (65 << 20)), "larger than 64 MiB"),
    (lambda: envfp.collect(process=False).to_form("bogus"), "bogus: no such form (json, pretty, "),
    (lambda: envfp.parse(envfp.collect(process=False).long_token()).to_json(), "json: a long token does not carry"),
    (lambda: envfp.diff(*[envfp.collect(process=False).long_token()] * 2, ignore=[""]), "no key to ignore (KEY, "),
    (lambda: envfp.explain("bogus.key"), "bogus.key: no layer has such a fact"),
])
def test_errors_name_what_is_wrong_and_what_to_do(call, named):
    with pytest.raises(envfp.EnvfpError) as caught:
        call()
    assert named in str(caught.value) and "envfp_" not in str(caught.value), str(caught.value)
    assert str(caught.value).isprintable()


def test_a_project_is_part_of_the_runtimes(tmp_path, monkeypatch):
    (tmp_path / "Cargo.lock").write_text('[[package]]\nname = "a"\nversion = "1.0"\nsource = "registry+x"\n')
    with envfp.collect(layers=["runtimes"], project=tmp_path) as here:
        assert here.layers["runtimes"].facts["project.pins/Cargo.lock:a"] == "1.0"
        absolute = here.to_json()
    monkeypatch.chdir(tmp_path)
    with envfp.collect(layers=["runtimes"], project=".") as here:
        assert here.to_json() == absolute
    with pytest.raises(envfp.NotFound):
        envfp.collect(layers=["runtimes"], project=tmp_path / "none")
