# SPDX-License-Identifier: MIT
"""The vocabulary. Members stand in the order of the C enumerations, so that a member's place is its
code; a test holds every one of them against the library's own ``_name`` functions.

Members are strings: ``layer.status == "observed"`` is true, and they go into JSON as they are.
"""
from __future__ import annotations

from enum import Enum
from typing import Type, TypeVar


class Word(str, Enum):
    """A word of the vocabulary; prints as itself."""

    def __str__(self) -> str:
        return str(self.value)

    def __hash__(self) -> int:
        return hash(self.value)  # as the string that it equals: a member finds a string's entry in a dict

    @property
    def code(self) -> int:
        """Number of this word in the C library's enumeration."""
        return list(type(self)).index(self)


class LayerName(Word):
    """Layers from bottom to top, and the app section that stands beside them (``enum envfp_layer``)."""

    HARDWARE = "hardware"
    HYPERVISOR = "hypervisor"
    KERNEL = "kernel"
    CONTAINER = "container"
    SANDBOX = "sandbox"
    LIBC = "libc"
    PACKAGES = "packages"
    RUNTIMES = "runtimes"
    APP = "app"


class LayerStatus(Word):
    """What is known of a layer; the first four have a digest (``enum envfp_layer_status``)."""

    OBSERVED = "observed"
    NONE = "none"
    UNKNOWN = "unknown"
    PARTIAL = "partial"
    HIDDEN = "hidden"
    DENIED = "denied"
    SKIPPED = "skipped"


class FactType(Word):
    """Type of a fact's value (``enum envfp_type``): str, int, bool, frozenset of str."""

    STRING = "string"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    SET = "set"


class FactClass(Word):
    """Part that a fact plays (``enum envfp_class``)."""

    HASHED = "hashed"
    CONTEXT = "context"
    DERIVED = "derived"


class Reason(Word):
    """Why a fact, or a step's answer, could not be had (``enum envfp_reason``); the first two are of steps alone."""

    NONE = "none"
    ABSENT = "absent"
    DENIED = "denied"
    HIDDEN = "hidden"
    BUSY = "busy"
    UNSUPPORTED = "unsupported"
    MALFORMED = "malformed"
    TRUNCATED = "truncated"
    REMOTE = "remote"


class Impact(Word):
    """What a difference in a fact does to programs (``enum envfp_impact``)."""

    INFORMS = "informs"
    ALTERS = "alters"
    BREAKS = "breaks"


class Pin(Word):
    """The weakest isolation that pins a fact, weakest first (``enum envfp_pin``)."""

    NOTHING = "nothing"
    VARIABLES = "variables"
    VIRTUALENV = "virtualenv"
    VERSION_MANAGER = "version-manager"
    IMAGE = "image"
    POLICY = "policy"
    HOST_SETTING = "host-setting"
    VM = "vm"
    MACHINE = "machine"


class Form(Word):
    """Forms of a fingerprint, as the command line spells them (``enum envfp_form``)."""

    DOCUMENT = "json"
    PRETTY = "pretty"
    PACKED = "packed"
    LINE = "line"
    LONG = "long"
    SHORT = "short"


class Verdict(Word):
    """How two layers compare (``enum envfp_verdict``)."""

    SAME = "same"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


class ChangeKind(Word):
    """Kind of one difference (``enum envfp_change_kind``); ``unknown``: a side has a gap there."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    UNKNOWN = "unknown"


class Order(Word):
    """Order of a change's two versions (``enum envfp_order``): the second side's is newer or older."""

    UNORDERED = "unordered"
    NEWER = "newer"
    OLDER = "older"


class Limit(Word):
    """Bounds of a collection (``enum envfp_limit``): bytes of one file, entries of one directory, bytes
    of heap."""

    FILE_BYTES = "file_bytes"
    ENTRIES = "entries"
    MEMORY = "memory"


W = TypeVar("W", bound=Word)


def word(vocabulary: Type[W], code: int) -> W:
    """The word for a code of the C library; ValueError for a code that this package does not know."""
    words = list(vocabulary)
    if not 0 <= code < len(words):
        raise ValueError(f"{vocabulary.__name__} has no code {code}: is the library newer than the package?")
    return words[code]
