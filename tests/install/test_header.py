# SPDX-License-Identifier: MIT
"""Every public function, type and macro is documented in full, and the manual page has the same declarations."""
import re
from pathlib import Path

import header
import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
TEXT = (REPOSITORY / "include" / "envfp.h").read_text()
PAGE = (REPOSITORY / "docs" / "envfp.3").read_text()


def test_header_is_documented():
    assert len(header.functions(TEXT)) > 100
    assert header.faults(TEXT) == []


def test_header_of_names_is_documented():
    text = (REPOSITORY / "include" / "envfp_names.h").read_text()
    assert [function.name for function in header.functions(text)] == ["envfp_names_get"]
    assert not [fault for fault in header.faults(TEXT + text) if "envfp_names_get" in fault]


NAKED = "enum envfp_impact envfp_diff_count(const struct envfp_diff *diff);\n"
FIRST = header.functions(TEXT)[0].effect


@pytest.mark.parametrize("what, old, new", [
    ("a naked function", "#ifdef __cplusplus\n}", NAKED + "#ifdef __cplusplus\n}"),
    ("an effect twice", " * Abbreviate a layer in two letters.", " * " + FIRST),
    ("no effect", " * Abbreviate a layer in two letters.\n", ""),
    ("a parameter without a word", " * @index: from 0; past the end gives NULL.\n", ""),
    ("a parameter of another name", " * @operand: ", " * @operands: "),
    ("no word on NULL", " * @gap: NULL gives NULL.", " * @gap: any."),
    ("no word on another value", " * @pin: another value gives NULL.", " * @pin: any."),
    ("no word on the end", "past the end gives NULL", "counted"),
    ("an unknown status", "ENVFP_IO (the operand", "ENVFP_ERROR (the operand"),
    ("a type's name as a status", "ENVFP_TOO_BIG (the text", "ENVFP_SAME (the text"),
    ("a rule that the statuses lack", "Statuses: ENVFP_OK, ENVFP_BAD_ARGUMENT.", "Statuses: ENVFP_OK."),
    ("no statuses", " * Statuses: ENVFP_OK, ENVFP_BAD_ARGUMENT.\n", ""),
    ("no owner", " * Owner: @directory is copied.\n", ""),
    ("no threads", " * Threads: one.\n", ""),
    ("a word of its own on threads", "Threads: one.", "Threads: perhaps."),
    ("no version", " * Since: 0.1.0\n */\nvoid", " */\nvoid"),
    ("a version to come", " * Since: 0.1.0\n */\nvoid", " * Since: 99.0.0\n */\nvoid"),
    ("a status that need not be looked at", "ENVFP_MUST_CHECK enum", "enum"),
    ("an unknown part", " * Threads: one.\n", " * Threads: one.\n * Cost: none.\n"),
    ("a naked enumerator", " /**< success */", ""),
    ("a naked type", "/** Kind of one difference. Since: 0.1.0 */\n", ""),
    ("a naked opaque type", "/** One wall of the isolation stack. Since: 0.1.0 */\n", ""),
    ("a naked member", "/**< handed to both; may be NULL */", ""),
    ("a naked macro", "/**< Layers that the root digest covers. Since: 0.1.0 */", ""),
    ("a name that does not exist", "as envfp_probe_run() of", "as envfp_probe_go() of"),
])
def test_the_reader_sees(what, old, new):
    assert old in TEXT, what
    assert header.faults(TEXT.replace(old, new, 1)), what


def declared_by_page():
    """Name to (result, parameters) in the manual page's synopsis."""
    synopsis = PAGE[PAGE.index(".Sh SYNOPSIS"):PAGE.index(".Sh DESCRIPTION")]
    synopsis = re.sub(r"^\.Fo (\w+)\n((?:\.Fa .*\n)+)\.Fc$",
                      lambda found: f".Fn {found.group(1)} {found.group(2)}".replace("\n.Fa", "").replace(".Fa ", ""),
                      synopsis, flags=re.MULTILINE)
    return {name: (result, re.findall('"([^"]*)"', parameters))
            for result, name, parameters in re.findall(r"^\.Ft (.*)\n\.Fn (\w+) (.*)$", synopsis, re.MULTILINE)}


def test_manual_page_declares_the_same():
    page, functions = declared_by_page(), header.functions(TEXT)
    assert sorted(page) == sorted(function.name for function in functions)
    for function in functions:
        parameters = [kind + name if kind.endswith("*") else f"{kind} {name}" for kind, name in function.parameters]
        assert page[function.name] == (function.result, parameters), function.name


@pytest.mark.parametrize("enumeration", ["envfp_status", "envfp_form"])
def test_manual_page_explains_every(enumeration):
    explained = re.findall(r"^\.It Dv (\w+)$", PAGE, re.MULTILINE)
    assert set(header.enumerators(TEXT, enumeration)) <= set(explained)
