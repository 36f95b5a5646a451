# SPDX-License-Identifier: MIT
"""The README's examples compile and run as they stand, and so do the programs in examples/.

ENVFP_BUILD names the folder that `make` filled (default: build), CC the compiler.
"""
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("ENVFP_BUILD") or os.environ.get("BUILD") or REPOSITORY / "build").resolve()
LIBRARY = BUILD / "libenvfp.so.0"
COMPILER = shlex.split(os.environ.get("CC", "cc"))
STRICT = ["-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror", f"-I{REPOSITORY / 'include'}"]


def blocks(language):
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def environment():
    """One environment for all programs, so that they have one fingerprint."""
    return {
        **os.environ,
        "ENVFP_LIBRARY": str(LIBRARY),
        "PYTHONPATH": str(REPOSITORY / "bindings" / "python" / "src"),
        "PATH": f"{BUILD}:{os.environ['PATH']}",
        "LD_LIBRARY_PATH": str(BUILD),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def compiled(source, program):
    # Built with the sanitizers, a library needs a program that is built with them too.
    sanitizers = ["-fsanitize=address,undefined"] if os.environ.get("SANITIZE") else []
    link = [f"-L{BUILD}", "-lenvfp", *sanitizers]
    subprocess.run([*COMPILER, *STRICT, str(source), *link, "-o", str(program)], check=True)
    return program


def run(*command, cwd, codes=(0,)):
    result = subprocess.run([str(word) for word in command], cwd=cwd, env=environment(), stdout=subprocess.PIPE, text=True)
    assert result.returncode in codes, result
    return result.stdout


def token(line):
    return line.rstrip("\n").rpartition("; ")[2]


def test_there_are_examples_to_test():
    assert len(blocks("c")) == 1 and len(blocks("python")) == 2 and len(blocks("sh")) == 2


@pytest.mark.parametrize("source", blocks("c"))
def test_c_example(tmp_path, source):
    (tmp_path / "app.c").write_text(source)
    line = run(compiled(tmp_path / "app.c", tmp_path / "app"), cwd=tmp_path)
    assert line.startswith("envfp ") and len(line) <= 481


@pytest.mark.parametrize("source", blocks("python"))
def test_python_examples(tmp_path, source):
    (tmp_path / "example.py").write_text(source)
    assert run(sys.executable, "example.py", cwd=tmp_path)


@pytest.mark.parametrize("source", blocks("sh"))
def test_shell_examples(tmp_path, source):
    (tmp_path / "example.sh").write_text(source)
    run("sh", "-eu", "example.sh", cwd=tmp_path)
    assert (tmp_path / "works.envfp").read_text().startswith("envfpz1.")


def test_example_in_the_readme_is_the_one_in_examples():
    source = (REPOSITORY / "examples" / "app.c").read_text()
    assert source[source.index("#include"):] == blocks("c")[0]
    assert len(source.splitlines()) <= 20


def test_c_and_python_twins_print_the_same_eight_groups(tmp_path):
    """The ninth is the program's own runtime, which C has not."""
    c_line = run(compiled(REPOSITORY / "examples" / "app.c", tmp_path / "app"), cwd=tmp_path)
    python_line = run(sys.executable, REPOSITORY / "examples" / "app.py", cwd=tmp_path)
    c_groups, python_groups = (token(line).split(".")[2:-1] for line in (c_line, python_line))
    assert token(c_line).startswith("envfp1.") and len(c_groups) == len(python_groups) == 9
    assert c_groups[:8] == python_groups[:8]
    assert c_groups[8] == "i" and len(python_groups[8]) == 18


def test_diff_program(tmp_path):
    program = compiled(REPOSITORY / "examples" / "diff.c", tmp_path / "diff")
    run("envfp", "collect", "-o", tmp_path / "same.json", cwd=tmp_path)
    run(program, tmp_path / "same.json", cwd=tmp_path)
    run(program, tmp_path / "missing", cwd=tmp_path, codes=(2,))


def test_facts_program(tmp_path):
    shown = run(compiled(REPOSITORY / "examples" / "facts.c", tmp_path / "facts"), cwd=tmp_path)
    for row in ("player.codecs = av1 h264", "player.gpu = false", "player.threads = 8", "plugin/equalizer = 1.0"):
        assert row in shown.splitlines()


def test_header_s_example_compiles(tmp_path):
    """The snippet on top of envfp.h, in a function."""
    header = (REPOSITORY / "include" / "envfp.h").read_text()
    snippet = re.search(r"(struct envfp_probe \*probe;.*?envfp_probe_free\(probe\);)", header, re.DOTALL).group(1)
    body = re.sub(r"^ \*", "", snippet, flags=re.MULTILINE)
    (tmp_path / "snippet.c").write_text(
        f"#include <envfp.h>\n#include <stdio.h>\nint main(void)\n{{\n{body}\nreturn 0;\n}}\n"
    )
    assert re.fullmatch(r"[0-9a-f]{64}\n", run(compiled(tmp_path / "snippet.c", tmp_path / "snippet"), cwd=tmp_path))
