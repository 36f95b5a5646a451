# SPDX-License-Identifier: MIT
"""The table of signatures against the symbol map, the header, and the loaded library."""
import ctypes
import re
import subprocess
import sys

import pytest
from conftest import REPOSITORY

from envfp import _abi, _words
from envfp._abi import lib

MAP = REPOSITORY / "libenvfp" / "envfp.map"
HEADER = REPOSITORY / "include" / "envfp.h"
in_repository = pytest.mark.skipif(not MAP.exists(), reason="needs the repository")

# How the header's types stand in the table.
SCALARS = {
    "bool": ctypes.c_bool,
    "int": ctypes.c_int,
    "unsigned": ctypes.c_uint,
    "size_t": ctypes.c_size_t,
    "int64_t": ctypes.c_int64,
    "uint32_t": ctypes.c_uint32,
    "uint64_t": ctypes.c_uint64,
    "void": None,
    "char *": ctypes.c_char_p,
    "char **": ctypes.POINTER(ctypes.c_void_p),
    "char *const *": ctypes.POINTER(ctypes.c_char_p),
    "size_t *": ctypes.POINTER(ctypes.c_size_t),
    "uint32_t *": ctypes.POINTER(ctypes.c_uint32),
    "bool *": ctypes.POINTER(ctypes.c_bool),
    "struct envfp_allocator *": ctypes.c_void_p,
    "struct envfp_names *": ctypes.c_void_p,  # of another library
}


def c_type(declaration):
    """The ctypes type for a C declaration of a parameter or result."""
    plain = re.sub(r"^const ", "", declaration.strip())
    if plain in SCALARS:
        return SCALARS[plain]
    if plain.startswith("enum "):
        return _abi.Status if plain == "enum envfp_status" else ctypes.c_int
    opaque = re.fullmatch(r"struct envfp_(\w+) (\*+)", plain)
    pointer = ctypes.POINTER(getattr(_abi, opaque.group(1).capitalize()))
    return pointer if opaque.group(2) == "*" else ctypes.POINTER(pointer)


def declared():
    """Name to (result, arguments) as the header has them."""
    text = re.sub(r"/\*.*?\*/", " ", HEADER.read_text(), flags=re.DOTALL)
    text = re.sub(r"^\s*#.*$", "", text, flags=re.MULTILINE).replace("ENVFP_MUST_CHECK", "")
    pattern = r"([a-z_0-9 ]+?[ *])(envfp_\w+)\(([^()]*)\);"
    functions = {}
    for result, name, arguments in re.findall(pattern, " ".join(text.split())):
        parameters = [] if arguments.strip() == "void" else arguments.split(",")
        types = tuple(c_type(re.sub(r"\w+$", "", parameter.strip()).strip()) for parameter in parameters)
        functions[name] = (c_type(result), types)
    return functions


@in_repository
def test_table_names_what_the_map_exports():
    exported = re.findall(r"^\s*(envfp_\w+);", MAP.read_text(), re.MULTILINE)
    assert sorted(_abi.SIGNATURES) == sorted(exported)


@in_repository
def test_table_repeats_the_header():
    functions = declared()
    assert sorted(functions) == sorted(_abi.SIGNATURES)
    for name, (result, arguments) in functions.items():
        table_result, table_arguments = _abi.SIGNATURES[name]
        # The status of words that only a name function takes, and the text that goes back, are plain.
        if name == "envfp_status_text":
            arguments = (ctypes.c_int,)
        if name == "envfp_text_free":
            arguments = (ctypes.c_void_p,)
        assert table_result is result, name
        assert table_arguments == arguments, name


def test_every_status_is_checked():
    for name, (result, _) in _abi.SIGNATURES.items():
        checked = getattr(getattr(lib, name), "errcheck", None) is not None
        assert checked == (result is _abi.Status), name


@pytest.mark.parametrize(
    "vocabulary, function",
    [
        (_words.LayerName, "envfp_layer_name"),
        (_words.LayerStatus, "envfp_layer_status_name"),
        (_words.FactType, "envfp_type_name"),
        (_words.FactClass, "envfp_class_name"),
        (_words.Reason, "envfp_reason_name"),
        (_words.Impact, "envfp_impact_name"),
        (_words.Pin, "envfp_pin_name"),
        (_words.Form, "envfp_form_name"),
        (_words.Verdict, "envfp_verdict_name"),
        (_words.ChangeKind, "envfp_change_kind_name"),
        (_words.Order, "envfp_order_name"),
    ],
)
def test_words_are_the_library_s(vocabulary, function):
    name_of = getattr(lib, function)
    words = list(vocabulary)
    assert [name_of(code).decode() for code in range(len(words))] == [str(word) for word in words]
    assert [word.code for word in words] == list(range(len(words)))
    assert name_of(len(words)) is None
    with pytest.raises(ValueError):
        _words.word(vocabulary, len(words))


@in_repository
def test_limits_are_the_header_s():
    names = re.findall(r"ENVFP_LIMIT_(\w+) = (\d+)", HEADER.read_text())
    assert [(name.lower(), int(code)) for name, code in names] == [(w.value, w.code) for w in _words.Limit]


def test_words_are_strings():
    assert _words.LayerName.LIBC == "libc"
    assert {"libc": 1}[_words.LayerName.LIBC] == 1
    assert f"{_words.LayerName.LIBC}" == str(_words.LayerName.LIBC) == "libc"


@in_repository
def test_versions_agree():
    import envfp

    version = re.search(r'ENVFP_VERSION "([^"]+)"', HEADER.read_text()).group(1)
    assert envfp.__version__ == version == envfp.library_version()


def test_pointers_of_one_type_do_not_pass_for_another():
    with pytest.raises(ctypes.ArgumentError):
        lib.envfp_diff_free(ctypes.POINTER(_abi.Probe)())


def import_with(library, *options):
    """Import the package in a new interpreter, with ENVFP_LIBRARY set."""
    source = f"import sys; sys.path.insert(0, {str(REPOSITORY / 'bindings/python/src')!r}); import envfp"
    return subprocess.run(
        [sys.executable, *options, "-c", source],
        env={"ENVFP_LIBRARY": str(library), "PATH": "/usr/bin:/bin"},
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_library_that_is_not_there_is_an_import_error():
    result = import_with("/nonexistent/libenvfp.so.0")
    assert result.returncode == 1
    assert "ImportError: envfp: the C library cannot be loaded: /nonexistent/libenvfp.so.0" in result.stderr
    assert "(ENVFP_LIBRARY=PATH names it)" in result.stderr


def test_another_library_is_an_import_error():
    result = import_with("libc.so.6")
    assert "ImportError: envfp: libc.so.6 has no envfp_version" in result.stderr


def test_the_variable_is_not_followed_in_isolated_mode():
    result = import_with("/nonexistent/libenvfp.so.0", "-I")
    assert "/nonexistent" not in result.stderr
