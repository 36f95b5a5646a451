# SPDX-License-Identifier: MIT
"""What can go wrong in a call, one class for each status of the C library."""
from __future__ import annotations

from contextlib import contextmanager
from typing import Dict, Iterator, Mapping, Optional, Type


class EnvfpError(Exception):
    """A call failed. What cannot be learnt about the world never ends here: it is a gap in the
    fingerprint. ``status`` is the C library's code (``enum envfp_status``)."""

    status: int = -1

    def __init__(self, message: Optional[str] = None) -> None:
        super().__init__(message or "envfp call failed")


class OutOfMemory(EnvfpError, MemoryError):
    """The allocator gave nothing, or the memory limit of a collection was reached."""

    status = 1


class BadArgument(EnvfpError, ValueError):
    """An argument outside its documented domain."""

    status = 2


class BadFormat(EnvfpError, ValueError):
    """Input that is no form of a fingerprint."""

    status = 3


class TooBig(EnvfpError, ValueError):
    """Input above a limit."""

    status = 4


class NotFound(EnvfpError, LookupError):
    """The named directory, process or key does not exist."""

    status = 5


class Inaccessible(EnvfpError, OSError):
    """A directory that the caller named could not be used."""

    status = 6


BY_STATUS: Dict[int, Type[EnvfpError]] = {
    error.status: error for error in (OutOfMemory, BadArgument, BadFormat, TooBig, NotFound, Inaccessible)
}


def shown(name: object) -> str:
    """A name from outside, harmless for a terminal: what is not printable stands as an escape."""
    text = name if isinstance(name, str) else str(name)
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "replace").decode() for c in text) or "''"


@contextmanager
def about(what: object, advice: Optional[Mapping[Type[EnvfpError], str]] = None) -> Iterator[None]:
    """Name the operand, key or file that a call of the C library failed for, and say what to do, where that is known:
    the library itself gives a status alone."""
    try:
        yield
    except EnvfpError as error:
        raise type(error)(f"{shown(what)}: {(advice or {}).get(type(error), str(error))}") from None
