# SPDX-License-Identifier: MIT
"""The bugs that tests/fuzz/planting.py plants are still to be planted: each text stands once in its file."""
from pathlib import Path

import pytest
from planting import PLANTED

ROOT = Path(__file__).resolve().parents[2]
BUGS = [(target, *bug) for target, bugs in PLANTED.items() for bug in bugs]


@pytest.mark.parametrize("target, what, name, text, other", BUGS, ids=[bug[1] for bug in BUGS])
def test_stands_once(target, what, name, text, other):
    assert (ROOT / "libenvfp" / name).read_text().count(text) == 1, what
    assert text != other and (ROOT / f"tests/fuzz/fuzz_{target}.c").is_file()


def test_ten_for_each_target():
    assert {target: len(bugs) for target, bugs in PLANTED.items()} == dict.fromkeys(PLANTED, 10)
