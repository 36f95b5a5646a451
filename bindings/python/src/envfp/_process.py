# SPDX-License-Identifier: MIT
"""What is true of this one interpreter, for the app section."""
from __future__ import annotations

import json
import os
import re
import sys
from importlib import metadata
from typing import Any, Dict, Iterator, List, Tuple, Union

_LEVELS = {"alpha": "a", "beta": "b", "candidate": "rc", "final": ""}
_HEADERS = 64 << 10  # what follows is text, which may say anything
_HASH = re.compile(r"[0-9a-f]{7,128}\Z")


def _version() -> str:
    major, minor, micro, level, serial = sys.version_info
    return f"{major}.{minor}.{micro}" + (f"{_LEVELS.get(level, level)}{serial}" if level != "final" else "")


def normalized(name: str) -> str:
    """A distribution's name as PEP 503 has it, other bytes than printable ASCII as %XX."""
    plain = re.sub(r"[-_.]+", "-", name).lower()
    encoded = plain.encode("utf-8", "surrogateescape")
    return "".join(chr(byte) if 0x21 <= byte <= 0x7E and byte != 0x25 else f"%{byte:02X}" for byte in encoded)


def _headers(path: str) -> Tuple[str, str]:
    """Name and Version of core metadata; empty where a file lacks them or cannot be read."""
    found = {"Name": "", "Version": ""}
    try:
        with open(path, "rb") as file:
            text = file.read(_HEADERS).decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return "", ""
    for line in text.splitlines():
        if not line.strip():
            break
        key, colon, value = line.partition(":")
        if colon and key in found and not found[key]:
            found[key] = value.strip()
            if all(found.values()):
                break
    return found["Name"], found["Version"]


def _origin(path: str) -> str:
    """What direct_url.json (PEP 610) says that tells two of one version apart, as the library has it."""
    try:
        with open(path, "rb") as file:
            said: Any = json.load(file)
        words: List[str] = []
        if said.get("dir_info", {}).get("editable") is True:
            words.append("editable")
        vcs, archive = said.get("vcs_info", {}), said.get("archive_info", {})
        sum_of = archive.get("hashes", {}).get("sha256") or archive.get("hash", "").partition("sha256=")[2]
        if _HASH.match(vcs.get("commit_id", "")) and re.fullmatch("[a-z]{1,15}", vcs.get("vcs", "")):
            words.append(f"{vcs['vcs']}:{vcs['commit_id']}")
        elif _HASH.match(sum_of) and not said.get("url", "").startswith("file:"):
            words.append(f"sha256:{sum_of}")
        return " ".join(words)
    except (OSError, ValueError, AttributeError, TypeError):
        return ""


def _in_directory(directory: str) -> Iterator[Tuple[str, str, str]]:
    for entry in sorted(os.listdir(directory)):
        path = os.path.join(directory, entry)
        if entry.endswith(".dist-info"):
            name, version = _headers(os.path.join(path, "METADATA"))
            if name:
                yield name, version, _origin(os.path.join(path, "direct_url.json"))
        elif entry.endswith(".egg-info"):
            name, version = _headers(os.path.join(path, "PKG-INFO"))
            if not name:
                name, version = _headers(path)
            yield name, version, ""
        elif entry.endswith(".egg"):
            yield (*_headers(os.path.join(path, "EGG-INFO", "PKG-INFO")), "")


def _by_metadata(distributions: Any) -> Iterator[Tuple[str, str, str]]:
    for distribution in distributions:
        try:
            yield distribution.metadata["Name"], distribution.version, ""
        except Exception:  # broken metadata raises whatever its parser meets
            continue


def _distributions() -> Iterator[Tuple[str, str, str]]:
    """Name, version and origin in the order of sys.path. importlib.metadata parses whole files, which takes
    ten times as long; it is asked about what is no directory, and about finders of others' making."""
    for entry in list(sys.path):
        if not isinstance(entry, str):
            continue
        try:
            yield from _in_directory(entry or os.curdir)
        except NotADirectoryError:
            yield from _by_metadata(metadata.distributions(path=[entry]))
        except (OSError, ValueError):
            continue
    for finder in sys.meta_path:
        find = getattr(finder, "find_distributions", None)
        if find is None or getattr(finder, "__module__", "").startswith("_frozen_importlib"):
            continue
        try:
            yield from _by_metadata(find(metadata.DistributionFinder.Context()))
        except Exception:  # another's code
            continue


def process_facts() -> Dict[str, Union[str, bool]]:
    """The interpreter and its distributions. Where several versions of one distribution stand on
    ``sys.path``, the first is the one that an import finds. Metadata that cannot be read is left out:
    it must never keep a program from starting."""
    facts: Dict[str, Union[str, bool]] = {
        "python.version": _version(),
        "python.implementation": sys.implementation.name,
        "python.virtualenv": sys.prefix != sys.base_prefix,
    }
    if os.path.isdir(os.path.join(sys.prefix, "conda-meta")):
        facts["conda.active"] = True
    flags = getattr(sys, "abiflags", "").replace("m", "").replace("u", "")
    if flags:
        facts["python.abi_flags"] = flags
    for name, version, more in _distributions():
        if name and version and "\0" not in version:
            facts.setdefault("python/" + normalized(name), f"{version} {more}" if more else version)
    return facts
