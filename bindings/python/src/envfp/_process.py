# SPDX-License-Identifier: MIT
"""What is true of this one interpreter; for the app section, when asked for."""
from __future__ import annotations

import re
import sys
from importlib import metadata
from typing import Dict, Union

_LEVELS = {"alpha": "a", "beta": "b", "candidate": "rc", "final": ""}


def _version() -> str:
    major, minor, micro, level, serial = sys.version_info
    return f"{major}.{minor}.{micro}" + (f"{_LEVELS.get(level, level)}{serial}" if level != "final" else "")


def normalized(name: str) -> str:
    """A distribution's name as PEP 503 has it, other bytes than printable ASCII as %XX."""
    plain = re.sub(r"[-_.]+", "-", name).lower()
    encoded = plain.encode("utf-8", "surrogateescape")
    return "".join(chr(byte) if 0x21 <= byte <= 0x7E and byte != 0x25 else f"%{byte:02X}" for byte in encoded)


def process_facts() -> Dict[str, Union[str, bool]]:
    """The interpreter and its distributions. Where several versions of one distribution stand on
    ``sys.path``, the first is the one that an import finds. Metadata that cannot be read is left out:
    it must never keep a program from starting."""
    facts: Dict[str, Union[str, bool]] = {
        "python.version": _version(),
        "python.implementation": sys.implementation.name,
        "python.virtualenv": sys.prefix != sys.base_prefix,
    }
    for distribution in metadata.distributions():
        try:
            name, version = distribution.metadata["Name"], distribution.version
        except Exception:  # broken metadata raises whatever its parser meets
            continue
        if name and version and "\0" not in version:
            facts.setdefault("python/" + normalized(name), version)
    return facts
