# SPDX-License-Identifier: MIT
"""Building and installing the package, without network."""
import os
import subprocess
import sys
import tarfile
import zipfile

import pytest
from conftest import REPOSITORY

PROJECT = REPOSITORY / "bindings" / "python"

pytestmark = pytest.mark.skipif(not (REPOSITORY / "Makefile").exists(), reason="needs the repository")


def backend(hook, folder, **environment):
    """Call a hook of the build backend as an installer does; gives the file that it made."""
    source = f"import build_backend; print(build_backend.{hook}({str(folder)!r}))"
    variables = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "ENVFP_LIBRARY")}
    result = subprocess.run(
        [sys.executable, "-B", "-c", source], cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True,
        env={**variables, **environment},
    )
    return folder / result.stdout.splitlines()[-1]


def names_in(wheel):
    with zipfile.ZipFile(wheel) as archive:
        assert archive.testzip() is None
        return set(archive.namelist())


def test_a_wheel_for_the_system_s_library_has_none(tmp_path):
    wheel = backend("build_wheel", tmp_path, ENVFP_SYSTEM_LIBRARY="1")
    assert wheel.name == "envfp-0.1.0-py3-none-any.whl"
    names = names_in(wheel)
    assert "envfp/libenvfp.so" not in names
    assert {"envfp/__init__.py", "envfp/py.typed", "envfp-0.1.0.dist-info/RECORD"} <= names


def test_the_script_does_not_take_the_command_s_name(tmp_path):
    wheel = backend("build_wheel", tmp_path, ENVFP_SYSTEM_LIBRARY="1")
    with zipfile.ZipFile(wheel) as archive:
        declared = archive.read("envfp-0.1.0.dist-info/entry_points.txt").decode()
    assert declared == "[console_scripts]\nenvfp-py = envfp.__main__:main\n"


def test_the_record_covers_the_wheel(tmp_path):
    wheel = backend("build_wheel", tmp_path, ENVFP_SYSTEM_LIBRARY="1")
    with zipfile.ZipFile(wheel) as archive:
        record = archive.read("envfp-0.1.0.dist-info/RECORD").decode()
    assert {row.split(",")[0] for row in record.splitlines()} == names_in(wheel)


def test_pip_builds_and_bundles_the_library(tmp_path):
    """The whole way: pip, make, and an interpreter that imports what was installed."""
    pip = [sys.executable, "-m", "pip", "install", "--no-index", "--no-deps", "--no-build-isolation", "--quiet"]
    if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True).returncode:
        pytest.skip("needs pip")
    variables = {
        name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "ENVFP_LIBRARY", "PYTHONPATH")
    }
    subprocess.run([*pip, "--target", str(tmp_path), str(PROJECT)], check=True,
                   env={**variables, "CFLAGS": "-O0"})
    source = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import envfp, envfp._abi\n"
        f"assert envfp._abi.library_path() == {str(tmp_path / 'envfp' / 'libenvfp.so')!r}\n"
        "print(envfp.line())"
    )
    shown = subprocess.run([sys.executable, "-c", source], check=True, stdout=subprocess.PIPE, text=True, env=variables)
    assert shown.stdout.startswith("envfp ")
    script = subprocess.run([str(tmp_path / "bin" / "envfp-py"), "line"], check=True, stdout=subprocess.PIPE, text=True,
                            env={**variables, "PYTHONPATH": str(tmp_path)})
    assert script.stdout.startswith("envfp ") and script.stdout.count("\n") == 1


def test_a_source_archive_carries_the_c_sources(tmp_path):
    archive = backend("build_sdist", tmp_path)
    with tarfile.open(archive) as sources:
        names = set(sources.getnames())
        for name in ("pyproject.toml", "build_backend.py", "src/envfp/__init__.py", "csource/Makefile",
                     "csource/include/envfp.h", "csource/libenvfp/envfp.map", "PKG-INFO"):
            assert f"envfp-0.1.0/{name}" in names
        assert not [name for name in names if "__pycache__" in name or name.endswith((".so", ".o"))]
