# SPDX-License-Identifier: MIT
"""envfp: a canonical, layered fingerprint of the environment a program runs in.

    import envfp

    logging.info(envfp.line())                    # one line at program start

    with envfp.collect() as here:
        here.digest                               # root digest, 64 hex digits
        here.stack                                # machine > vm > container > ...
        here.layers["libc"].facts["libc.version"]
        with envfp.diff(here, envfp.parse(text)) as diff:
            print(diff.headline, diff.advice)

Layers, facts, digests and forms are the C library's (``include/envfp.h``, ``docs/design.md``); this
package adds nothing to them but Python's types. Fingerprints and diffs may be shared between threads.
"""
from ._abi import lib as _lib
from ._abi import text as _text
from ._collect import FactInput, collect, line
from ._diff import Change, Diff, diff
from ._errors import BadArgument, BadFormat, EnvfpError, Inaccessible, NotFound, OutOfMemory, TooBig
from ._facts import Boundary, Entry, Fact, Read, Step, Value, explain, languages, reads, registry
from ._fingerprint import LAYERS, Fingerprint, Layer, parse
from ._words import (
    ChangeKind,
    FactClass,
    FactType,
    Form,
    Impact,
    LayerName,
    LayerStatus,
    Limit,
    Order,
    Pin,
    Reason,
    Verdict,
)

__version__ = "0.1.0"


def library_version() -> str:
    """Version of the C library that is loaded, e.g. "0.1.0"."""
    return _text(_lib.envfp_version())


__all__ = [
    "BadArgument",
    "BadFormat",
    "Boundary",
    "Change",
    "ChangeKind",
    "Diff",
    "Entry",
    "EnvfpError",
    "Fact",
    "FactClass",
    "FactInput",
    "FactType",
    "Fingerprint",
    "Form",
    "Impact",
    "Inaccessible",
    "LAYERS",
    "Layer",
    "LayerName",
    "LayerStatus",
    "Limit",
    "NotFound",
    "OutOfMemory",
    "Order",
    "Pin",
    "Read",
    "Reason",
    "Step",
    "TooBig",
    "Value",
    "Verdict",
    "collect",
    "diff",
    "explain",
    "library_version",
    "languages",
    "line",
    "parse",
    "reads",
    "registry",
]
