# SPDX-License-Identifier: MIT
"""The C interface: one table of signatures, and the library it is bound to.

The table repeats ``include/envfp.h`` line by line; a test holds its names against the symbol map and
the header. Statuses become exceptions in one place (``_raise_status``).

Which library: the file that ``ENVFP_LIBRARY`` names (not under ``python -E`` or ``-I``), else the one
bundled beside this module, else the system's by its soname.
"""
from __future__ import annotations

import ctypes
import os
import sys
from ctypes import POINTER, c_bool, c_char_p, c_int, c_int64, c_size_t, c_uint, c_uint32, c_uint64, c_void_p
from typing import Any, Dict, Optional, Tuple

from ._errors import BY_STATUS, EnvfpError

SONAME = "libenvfp.so.0"
NAMES_SONAME = "libenvfp-names.so.0"


class Probe(ctypes.Structure):
    """struct envfp_probe"""


class Fingerprint(ctypes.Structure):
    """struct envfp_fingerprint"""


class Fact(ctypes.Structure):
    """struct envfp_fact"""


class Gap(ctypes.Structure):
    """struct envfp_gap"""


class Step(ctypes.Structure):
    """struct envfp_step"""


class Boundary(ctypes.Structure):
    """struct envfp_boundary"""


class Diff(ctypes.Structure):
    """struct envfp_diff"""


class Change(ctypes.Structure):
    """struct envfp_change"""


class Entry(ctypes.Structure):
    """struct envfp_entry"""


class Language(ctypes.Structure):
    """struct envfp_language"""


class Read(ctypes.Structure):
    """struct envfp_read"""


class Status(c_int):
    """enum envfp_status: anything but 0 is raised"""


# Opaque objects by their own pointer types: ctypes refuses one in another's place.
_probe, _fingerprint, _fact, _gap = POINTER(Probe), POINTER(Fingerprint), POINTER(Fact), POINTER(Gap)
_boundary, _diff, _change, _entry = POINTER(Boundary), POINTER(Diff), POINTER(Change), POINTER(Entry)
_read, _step, _language = POINTER(Read), POINTER(Step), POINTER(Language)
_text = c_char_p  # borrowed: copied on return
_given = POINTER(c_void_p)  # given: goes back with envfp_text_free
_texts = POINTER(c_char_p)

# name: (result, arguments)
SIGNATURES: Dict[str, Tuple[Any, Tuple[Any, ...]]] = {
    # Words
    "envfp_version": (_text, ()),
    "envfp_status_text": (_text, (c_int,)),
    "envfp_layer_name": (_text, (c_int,)),
    "envfp_layer_code": (_text, (c_int,)),
    "envfp_layer_status_name": (_text, (c_int,)),
    "envfp_type_name": (_text, (c_int,)),
    "envfp_class_name": (_text, (c_int,)),
    "envfp_reason_name": (_text, (c_int,)),
    "envfp_impact_name": (_text, (c_int,)),
    "envfp_pin_name": (_text, (c_int,)),
    "envfp_pin_advice": (_text, (c_int,)),
    "envfp_form_name": (_text, (c_int,)),
    "envfp_verdict_name": (_text, (c_int,)),
    "envfp_change_kind_name": (_text, (c_int,)),
    "envfp_order_name": (_text, (c_int,)),
    "envfp_text_free": (None, (c_void_p,)),
    "envfp_text_measure": (c_size_t, (c_char_p, c_size_t, POINTER(c_uint32), POINTER(c_bool))),
    # One call
    "envfp_line_copy": (Status, (_given,)),
    # Probe
    "envfp_probe_new": (Status, (c_void_p, POINTER(_probe))),
    "envfp_probe_free": (None, (_probe,)),
    "envfp_probe_set_operand": (Status, (_probe, c_char_p)),
    "envfp_probe_set_layers": (Status, (_probe, c_uint32)),
    "envfp_probe_set_project": (Status, (_probe, c_char_p)),
    "envfp_probe_set_detail": (None, (_probe, c_bool)),
    "envfp_probe_set_names": (Status, (_probe, c_void_p)),
    "envfp_probe_set_remote": (None, (_probe, c_bool)),
    "envfp_probe_set_trace": (None, (_probe, c_bool)),
    "envfp_probe_set_deadline": (None, (_probe, c_uint64)),
    "envfp_probe_set_limit": (Status, (_probe, c_int, c_uint64)),
    "envfp_probe_set_environ": (Status, (_probe, _texts, c_size_t)),
    "envfp_probe_add_string": (Status, (_probe, c_char_p, c_char_p)),
    "envfp_probe_add_integer": (Status, (_probe, c_char_p, c_int64)),
    "envfp_probe_add_boolean": (Status, (_probe, c_char_p, c_bool)),
    "envfp_probe_add_set": (Status, (_probe, c_char_p, _texts, c_size_t)),
    "envfp_probe_set_process": (None, (_probe, c_bool)),
    "envfp_probe_set_recording": (None, (_probe, c_int)),
    "envfp_probe_run": (Status, (_probe, POINTER(_fingerprint))),
    # Fingerprint
    "envfp_fingerprint_parse": (Status, (c_void_p, c_char_p, c_size_t, POINTER(_fingerprint))),
    "envfp_fingerprint_free": (None, (_fingerprint,)),
    "envfp_fingerprint_get_form": (c_int, (_fingerprint,)),
    "envfp_fingerprint_get_verified": (c_bool, (_fingerprint,)),
    "envfp_fingerprint_get_collector": (_text, (_fingerprint,)),
    "envfp_fingerprint_get_schema": (c_uint32, (_fingerprint,)),
    "envfp_fingerprint_get_digest": (_text, (_fingerprint,)),
    "envfp_fingerprint_get_layer_digest": (_text, (_fingerprint, c_int)),
    "envfp_fingerprint_get_layer_status": (c_int, (_fingerprint, c_int)),
    "envfp_fingerprint_get_fact_count": (c_size_t, (_fingerprint, c_int)),
    "envfp_fingerprint_get_fact": (_fact, (_fingerprint, c_int, c_size_t)),
    "envfp_fingerprint_find_fact": (_fact, (_fingerprint, c_int, c_char_p)),
    "envfp_fact_get_key": (_text, (_fact,)),
    "envfp_fact_get_type": (c_int, (_fact,)),
    "envfp_fact_get_class": (c_int, (_fact,)),
    "envfp_fact_get_string": (_text, (_fact,)),
    "envfp_fact_get_integer": (c_int64, (_fact,)),
    "envfp_fact_get_boolean": (c_bool, (_fact,)),
    "envfp_fact_get_set_count": (c_size_t, (_fact,)),
    "envfp_fact_get_set_item": (_text, (_fact, c_size_t)),
    "envfp_fingerprint_get_gap_count": (c_size_t, (_fingerprint, c_int)),
    "envfp_fingerprint_get_gap": (_gap, (_fingerprint, c_int, c_size_t)),
    "envfp_gap_get_key": (_text, (_gap,)),
    "envfp_gap_get_reason": (c_int, (_gap,)),
    "envfp_fingerprint_get_stack_count": (c_size_t, (_fingerprint,)),
    "envfp_fingerprint_get_boundary": (_boundary, (_fingerprint, c_size_t)),
    "envfp_boundary_get_name": (_text, (_boundary,)),
    "envfp_boundary_get_kind": (_text, (_boundary,)),
    "envfp_boundary_get_vmm": (_text, (_boundary,)),
    "envfp_boundary_get_confidence": (_text, (_boundary,)),
    "envfp_fingerprint_get_step_count": (c_size_t, (_fingerprint,)),
    "envfp_fingerprint_get_step": (_step, (_fingerprint, c_size_t)),
    "envfp_step_get_collector": (_text, (_step,)),
    "envfp_step_get_operation": (_text, (_step,)),
    "envfp_step_get_name": (_text, (_step,)),
    "envfp_step_get_reason": (c_int, (_step,)),
    "envfp_step_get_amount": (c_uint64, (_step,)),
    "envfp_step_serves": (c_bool, (_step, _entry)),
    "envfp_fingerprint_copy_form": (Status, (_fingerprint, c_int, _given, POINTER(c_size_t))),
    # Diff
    "envfp_diff_new": (Status, (_fingerprint, _fingerprint, POINTER(_diff))),
    "envfp_diff_free": (None, (_diff,)),
    "envfp_diff_ignore": (Status, (_diff, c_char_p)),
    "envfp_diff_set_layers": (Status, (_diff, c_uint32)),
    "envfp_diff_set_names": (Status, (_diff, c_char_p, c_char_p)),
    "envfp_diff_run": (Status, (_diff,)),
    "envfp_diff_get_verdict": (c_int, (_diff,)),
    "envfp_diff_get_layer_verdict": (c_int, (_diff, c_int)),
    "envfp_diff_get_runtime_verdict": (c_int, (_diff,)),
    "envfp_diff_get_change_count": (c_size_t, (_diff,)),
    "envfp_diff_get_change": (_change, (_diff, c_size_t)),
    "envfp_change_get_layer": (c_int, (_change,)),
    "envfp_change_get_key": (_text, (_change,)),
    "envfp_change_get_kind": (c_int, (_change,)),
    "envfp_change_get_class": (c_int, (_change,)),
    "envfp_change_get_impact": (c_int, (_change,)),
    "envfp_change_get_pin": (c_int, (_change,)),
    "envfp_change_get_order": (c_int, (_change,)),
    "envfp_change_get_before": (_fact, (_change,)),
    "envfp_change_get_after": (_fact, (_change,)),
    "envfp_diff_get_headline": (_text, (_diff,)),
    "envfp_diff_get_advice": (_text, (_diff,)),
    "envfp_diff_get_pin": (c_int, (_diff,)),
    "envfp_diff_copy_text": (Status, (_diff, c_bool, c_uint, _given, POINTER(c_size_t))),
    "envfp_diff_copy_json": (Status, (_diff, _given, POINTER(c_size_t))),
    # Registry of facts
    "envfp_registry_next": (_entry, (_entry,)),
    "envfp_registry_find_entry": (_entry, (c_int, c_char_p)),
    "envfp_entry_get_layer": (c_int, (_entry,)),
    "envfp_entry_get_key": (_text, (_entry,)),
    "envfp_entry_get_type": (c_int, (_entry,)),
    "envfp_entry_get_class": (c_int, (_entry,)),
    "envfp_entry_get_impact": (c_int, (_entry,)),
    "envfp_entry_get_pin": (c_int, (_entry,)),
    "envfp_entry_get_unit": (_text, (_entry,)),
    "envfp_entry_get_path": (_text, (_entry,)),
    "envfp_entry_get_source": (_text, (_entry,)),
    "envfp_entry_get_since": (_text, (_entry,)),
    "envfp_entry_get_why": (_text, (_entry,)),
    # Registry of languages
    "envfp_registry_next_language": (_language, (_language,)),
    "envfp_language_get_word": (_text, (_language,)),
    "envfp_language_get_title": (_text, (_language,)),
    # Registry of reads
    "envfp_registry_next_read": (_read, (_read,)),
    "envfp_read_get_layer": (c_int, (_read,)),
    "envfp_read_get_collector": (_text, (_read,)),
    "envfp_read_get_path": (_text, (_read,)),
    "envfp_read_get_keeps": (_text, (_read,)),
}


def _raise_status(result: Any, function: Any, arguments: Tuple[Any, ...]) -> None:
    """ctypes' errcheck of every function that returns a status."""
    code = result.value
    if code != 0:
        phrase = lib.envfp_status_text(code).decode()
        raise BY_STATUS.get(code, EnvfpError)(phrase)


def library_path() -> str:
    """File or soname of the library to load."""
    chosen = None if sys.flags.ignore_environment else os.environ.get("ENVFP_LIBRARY")
    if chosen:
        return chosen
    bundled = os.path.join(os.path.dirname(os.path.abspath(__file__)), "libenvfp.so")
    return bundled if os.path.exists(bundled) else SONAME


def _load(path: str) -> Any:
    try:
        library = ctypes.CDLL(path)
    except OSError as error:
        raise ImportError(f"envfp: the C library cannot be loaded: {error} (ENVFP_LIBRARY=PATH names it)") from error
    for name, (result, arguments) in SIGNATURES.items():
        try:
            function = getattr(library, name)
        except AttributeError:
            raise ImportError(f"envfp: {path} has no {name}: it is older than this package") from None
        function.argtypes = arguments
        function.restype = result
        if result is Status:
            function.errcheck = _raise_status
    return library


def _find_names(path: str) -> Optional[int]:
    """What libenvfp-names gives, where it is installed: beside the library, else where the linker finds it."""
    folder = os.path.dirname(path)
    for name in ([os.path.join(folder, NAMES_SONAME)] if folder else []) + [NAMES_SONAME]:
        try:
            get = ctypes.CDLL(name).envfp_names_get
        except (OSError, AttributeError):
            continue
        get.argtypes, get.restype = (), c_void_p
        return get()
    return None


lib: Any = _load(library_path())
names: Optional[int] = _find_names(library_path())


def text(value: Optional[bytes]) -> str:
    """A borrowed string that is never NULL."""
    return "" if value is None else value.decode("utf-8", "replace")


def optional_text(value: Optional[bytes]) -> Optional[str]:
    """A borrowed string, None for NULL."""
    return None if value is None else value.decode("utf-8", "replace")


def take(function: Any, *arguments: Any) -> str:
    """Call a ``_copy_`` function and take over the text that it gives."""
    given, length = c_void_p(), c_size_t()
    function(*arguments, ctypes.byref(given), ctypes.byref(length))
    try:
        return ctypes.string_at(given, length.value).decode("utf-8")
    finally:
        lib.envfp_text_free(given)


def array_of(items: "list[bytes]") -> Any:
    """An array of C strings; BadArgument where one holds a NUL."""
    return (c_char_p * len(items))(*items)
