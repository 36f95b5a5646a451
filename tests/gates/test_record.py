# SPDX-License-Identifier: MIT
"""A recording stands for the environment that it was made of."""

import pytest


@pytest.fixture(params=["ours", "nobody"])
def user(request, envfp):
    return envfp if request.param == "ours" else request.getfixturevalue("nobody")


@pytest.fixture
def recorded(user, open_folder, request):
    directory = open_folder / request.node.name.replace("[", "-").replace("]", "")
    user("record", directory, cwd="/")
    return directory


def test_nothing_differs(user, recorded):
    done = user.run("diff", "self", f"record:{recorded}", cwd="/")
    assert done.returncode == 0, done.stdout.decode()


def test_documents_are_equal_bytes(user, recorded):
    assert user("collect", f"record:{recorded}", cwd="/") == user("collect", cwd="/")


def test_a_recording_of_a_recording_is_the_same(user, recorded, open_folder):
    again = open_folder / (recorded.name + "-again")
    user("record", again, f"record:{recorded}", cwd="/")
    assert user("collect", f"record:{again}", cwd="/") == user("collect", f"record:{recorded}", cwd="/")


def test_it_is_read_elsewhere_with_another_environment(envfp, recorded):
    ours = envfp("collect", f"record:{recorded}")
    bare = envfp("collect", f"record:{recorded}", env={"PATH": "/nowhere", "LANG": "tlh"}, cwd="/")
    assert ours == bare


def test_it_is_refused_where_something_lies(envfp, recorded):
    assert envfp.run("record", recorded).returncode == 2
    assert envfp.run("record", "/proc/envfp").returncode == 2
