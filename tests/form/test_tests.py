# SPDX-License-Identifier: MIT
"""Each C test is found by the name of its source: tests/<path>/test_<name>.c tests libenvfp/<path>/<name>.c."""
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDERS = ("base", "collect", "diff", "elf", "facts", "form", "judge", "registry", "source")
# What still holds the tests of several sources.
SEVERAL = {"collect/runtimes/languages/test_languages.c", "source/test_keep_software.c"}

ADVICE = """
A test stands in the folder of tests/ that its source has in libenvfp/, and is called after it; so is its suite, with the
folder's name before it where two sources are called the same. What holds several sources against each other has a name
of its own in tests/properties/, and what tests share a header in tests/support/."""

SUITE = re.compile(r"^Test(?:Suite)?\((\w+)", re.M)


def c_tests():
    for folder in FOLDERS:
        for path in sorted((ROOT / "tests" / folder).rglob("test_*.c")):
            yield path.relative_to(ROOT / "tests"), path.stem.removeprefix("test_")


def has_source(path, name):
    source = ROOT / "libenvfp" / path.parent / name
    return source.with_suffix(".c").is_file() or source.with_suffix(".h").is_file()


def test_each_test_has_the_name_of_its_source():
    lost = {path.as_posix() for path, name in c_tests() if not has_source(path, name)}
    assert lost == SEVERAL, f"{sorted(lost ^ SEVERAL)}{ADVICE}"


def test_each_suite_has_the_name_of_its_file():
    wrong = []
    for path, name in c_tests():
        suites = set(SUITE.findall((ROOT / "tests" / path).read_text(encoding="utf-8")))
        if not suites <= {name, f"{path.parent.name}_{name}"}:
            wrong.append(f"{path}: {', '.join(sorted(suites))}")
    assert not wrong, "\n".join(wrong) + ADVICE


def test_how_many_sources_have_a_test_of_their_name(capsys):
    sources = [path.relative_to(ROOT / "libenvfp") for folder in FOLDERS
               for path in (ROOT / "libenvfp" / folder).rglob("*.c")]
    tested = [path for path in sources if (ROOT / "tests" / path.parent / f"test_{path.name}").is_file()]
    with capsys.disabled():
        print(f"\n{len(tested)} of {len(sources)} sources have a test of their name")
    assert tested
