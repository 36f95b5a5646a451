# SPDX-License-Identifier: MIT
"""Hostile worlds, recorded and collected: nothing is written outside, nothing read outside, nothing but files opened."""
import pytest

from attacks import allowed, check, watched  # noqa: F401
from worlds import worlds

WORLDS = [world for world in worlds() if not world.name.startswith("project")]


@pytest.mark.parametrize("index", range(len(WORLDS)), ids=[world.name for world in WORLDS])
def test_world(index, watched, envfp, allowed, tmp_path):  # noqa: F811
    check(WORLDS[index], watched[index % 2], envfp, allowed, tmp_path)


def test_there_are_enough():
    assert len(WORLDS) >= 200
