# SPDX-License-Identifier: MIT
"""Runs test_install.sh, which needs no Python, beside the other tests."""
import os
import subprocess
from pathlib import Path


def test_install():
    script = Path(__file__).with_name("test_install.sh")
    build = os.environ.get("ENVFP_BUILD") or os.environ.get("BUILD") or "build"
    result = subprocess.run(
        ["sh", str(script)], env={**os.environ, "BUILD": os.path.abspath(build)},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )
    assert result.returncode == 0, result.stdout
