# SPDX-License-Identifier: MIT
"""Hostile projects, of this machine and of hostile worlds: their files are opened beneath them, and as files alone."""
import pytest

from attacks import allowed, check, watched  # noqa: F401
from worlds import worlds

WORLDS = [world for world in worlds() if world.name.startswith("project")]


@pytest.mark.parametrize("index", range(len(WORLDS)), ids=[world.name for world in WORLDS])
def test_world(index, watched, envfp, allowed, tmp_path):  # noqa: F811
    check(WORLDS[index], watched[index % 2], envfp, allowed, tmp_path)
