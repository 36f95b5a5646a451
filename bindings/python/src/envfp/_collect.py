# SPDX-License-Identifier: MIT
"""Collecting a fingerprint."""
from __future__ import annotations

import ctypes
import math
import os
from contextlib import ExitStack, contextmanager, suppress
from typing import AbstractSet, Any, Iterable, Iterator, List, Mapping, Optional, Sequence, Type, Union

from . import _abi
from ._abi import lib
from ._errors import BadArgument, EnvfpError, Inaccessible, NotFound, OutOfMemory, about, shown
from ._fingerprint import LAYERS, Fingerprint
from ._process import process_facts
from ._words import LayerName, Limit

FactInput = Union[str, int, bool, AbstractSet[str], Sequence[str]]
"""What a program may add as a fact: str, int, bool, or several str (kept as a set)."""

_MOST = (1 << 53) - 1
_KEY = "no key of a fact (words of a-z, 0-9, _ and - joined by dots, then perhaps / and a member; not process)"
_PROJECT = "a project folder's path begins with a slash, as the environment sees it"
_ENVIRONMENT = "not an environment (self, pid:N, root:DIR or record:DIR; a file is read with envfp.parse)"


def encode(value: str) -> bytes:
    """A C string as the operating system spells it; BadArgument where it holds a NUL."""
    encoded = os.fsencode(value)
    if b"\0" in encoded:
        raise BadArgument(f"{shown(value)}: a NUL inside a string")
    return encoded


def layer_mask(layers: Iterable[str]) -> int:
    """Bits of the named layers; BadArgument for unknown names and for none at all."""
    names = layers.split(",") if isinstance(layers, str) else list(layers)
    mask = 0
    for name in names:
        try:
            layer = LayerName(name)
        except ValueError:
            raise BadArgument(f"{shown(name)}: no such layer ({', '.join(LAYERS)})") from None
        if layer not in LAYERS:
            raise BadArgument(f"{name}: not a layer that can be chosen ({', '.join(LAYERS)})")
        mask |= 1 << layer.code
    if not mask:
        raise BadArgument("no layer chosen")
    return mask


def _snapshot() -> Mapping[str, str]:
    """os.environ as it stands; tried again where another thread changes it meanwhile."""
    for _ in range(100):
        try:
            return dict(os.environ)
        except RuntimeError:
            continue
    return dict(os.environ)


def _entries(environ: Mapping[str, str]) -> List[bytes]:
    return [encode(name) + b"=" + encode(value) for name, value in environ.items()]


def _add_fact(probe: Any, key: str, value: FactInput) -> None:
    if isinstance(value, int) and abs(value) > _MOST:  # ctypes would wrap it silently
        raise BadArgument(f"{shown(key)}: an integer beyond 2**53 - 1")
    several = isinstance(value, (set, frozenset, list, tuple)) and all(isinstance(one, str) for one in value)
    if not isinstance(value, (str, int)) and not several:
        raise TypeError(f"{shown(key)}: a fact is str, int, bool or a set of str, not {type(value).__name__}")
    texts: Iterable[Any] = [] if isinstance(value, int) else [value] if isinstance(value, str) else value
    items = [encode(one) for one in texts]
    name = encode(key)
    with about(key, {BadArgument: _KEY}):
        if isinstance(value, bool):
            lib.envfp_probe_add_boolean(probe, name, value)
        elif isinstance(value, int):
            lib.envfp_probe_add_integer(probe, name, value)
        elif isinstance(value, str):
            lib.envfp_probe_add_string(probe, name, items[0])
        else:
            lib.envfp_probe_add_set(probe, name, _abi.array_of(items), len(items))


def _configure(
    probe: Any,
    operand: str,
    layers: Optional[Iterable[str]],
    deadline: Optional[float],
    environ: Optional[Mapping[str, str]],
    limits: Mapping[str, int],
) -> None:
    with about(operand, {BadArgument: _ENVIRONMENT}):
        lib.envfp_probe_set_operand(probe, encode(operand))
    if layers is not None:
        lib.envfp_probe_set_layers(probe, layer_mask(layers))
    if deadline is not None:
        if not math.isfinite(deadline) or not 0 < deadline < 1e9:
            raise BadArgument(f"{deadline}: a deadline is a positive number of seconds")
        lib.envfp_probe_set_deadline(probe, max(1, int(deadline * 1e9)))
    if operand == "self":
        entries = _entries(_snapshot() if environ is None else environ)
        lib.envfp_probe_set_environ(probe, _abi.array_of(entries), len(entries))
    elif environ is not None:
        raise BadArgument(f"{shown(operand)}: environ goes with the operand self only")
    for name, value in limits.items():
        try:
            limit = Limit(name)
        except ValueError:
            raise BadArgument(f"{shown(name)}: no such limit ({', '.join(Limit)})") from None
        if not 0 < value < 1 << 64:
            raise BadArgument(f"{name}: a limit is a positive number, not {value}")
        lib.envfp_probe_set_limit(probe, limit.code, value)


@contextmanager
def _empty_directory(path: "Union[str, os.PathLike[str]]") -> Iterator[int]:
    """A descriptor of a directory that is new or empty, as the command wants it. One that was made here goes again where
    nothing was written into it."""
    try:
        os.mkdir(path)
        made = True
    except FileExistsError:
        made = False
    except OSError as error:
        raise Inaccessible(f"{shown(path)}: {error.strerror}; name a folder that is empty or can be made") from None
    try:
        directory = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC | (os.O_NOFOLLOW if made else 0))
    except OSError as error:
        raise Inaccessible(f"{shown(path)}: {error.strerror}; a recording is written into a folder") from None
    try:
        if os.listdir(directory):
            raise Inaccessible(f"{shown(path)}: not empty; a recording is written into a folder that is new or empty")
        yield directory
    except BaseException:
        if made:
            with suppress(OSError):  # not empty: what was written may tell why
                os.rmdir(path)
        raise
    finally:
        os.close(directory)


def _why(operand: str, project: Optional[str], recording: bool) -> Mapping[Type[EnvfpError], str]:
    """What the statuses of a run mean for this operand."""
    missing = "no such process" if operand.startswith("pid:") else "no such directory"
    unread = "not a recording" if operand.startswith("record:") else "not a directory that can be read"
    return {
        NotFound: f"not there, or without the project folder {shown(project)}" if project else missing,
        Inaccessible: "the recording cannot be written" if recording and not operand.startswith("record:") else unread,
        BadArgument: _ENVIRONMENT,
        OutOfMemory: "out of memory, or over the limit `memory`",
    }


def _run(probe: Any, operand: str, project: Optional[str],
         recording: Union[None, str, "os.PathLike[str]"]) -> Fingerprint:
    pointer = ctypes.POINTER(_abi.Fingerprint)()
    with ExitStack() as stack:
        directory = -1 if recording is None else stack.enter_context(_empty_directory(recording))
        lib.envfp_probe_set_recording(probe, directory)
        with about(operand, _why(operand, project, recording is not None)):
            lib.envfp_probe_run(probe, ctypes.byref(pointer))
        return Fingerprint(pointer)


def collect(
    operand: str = "self",
    *,
    layers: Optional[Iterable[str]] = None,
    project: Union[None, str, "os.PathLike[str]"] = None,
    detail: bool = False,
    deadline: Optional[float] = None,
    environ: Optional[Mapping[str, str]] = None,
    app: Optional[Mapping[str, FactInput]] = None,
    process: Optional[bool] = None,
    remote: bool = False,
    trace: bool = False,
    recording: Union[None, str, "os.PathLike[str]"] = None,
    limits: Optional[Mapping[str, int]] = None,
) -> Fingerprint:
    """Fingerprint an environment.

    operand: ``self``, ``pid:N``, ``root:DIR`` or ``record:DIR``.
    layers: names of the layers to collect, None for all; others are ``skipped``.
    project: folder of a project, whose lock files, wanted versions and drift become facts of the runtimes layer
        (``project.*``). For ``self`` relative to the working directory, else absolute, as the environment sees it.
    detail: ask for what is installed without being in force and, where libenvfp-names is installed, for names of
    processors and devices: context that changes no digest.
    deadline: seconds from now after which looking stops; what was not read is a gap (``truncated``).
    environ: environment of ``self``, name to value; None for a snapshot of ``os.environ``.
    app: facts of this program for the app section, which is not part of the root digest. Keys such as
        ``myapp.version`` or ``plugin/NAME``; see `FactInput` for values.
    process: None, the default, adds to the app section what this interpreter is, whatever PATH would
        start: ``python.version``, ``python.implementation``, ``python.virtualenv``, ``conda.active``,
        ``python.abi_flags`` and the distributions on ``sys.path`` as ``python/NAME``. The stack then
        shows this interpreter's virtual environment, the line names the interpreter, the token has a group for it,
        and `diff` compares it first. True adds
        ``process.*`` of the library too: loaded objects, allocator, loader. False adds neither.
    remote: follow mounts that are not local, which may block.
    trace: keep each thing that is asked for, with its answer, as `Fingerprint.trace`; it costs time and memory.
    recording: directory, empty or not there yet, into which what was read is written; Inaccessible for any other.
    limits: name of a `Limit` to its bound (bytes, entries, bytes).

    The C library runs without the interpreter's lock, reads no environment of its own, starts nothing
    and opens no connection. What cannot be learnt is a gap in the result. Raises BadArgument, NotFound
    (no such process, directory or project), Inaccessible (the operand is no directory or recording, or the
    recording cannot be written), OutOfMemory; TypeError for a fact of another type.

    Source: see `explain` for each fact."""
    if process and operand != "self":
        raise BadArgument(f"{shown(operand)}: process goes with the operand self only")
    probe = ctypes.POINTER(_abi.Probe)()
    lib.envfp_probe_new(None, ctypes.byref(probe))
    try:
        _configure(probe, operand, layers, deadline, environ, limits or {})
        folder = None
        if project is not None:
            folder = os.path.abspath(project) if operand == "self" else os.fspath(project)
            with about(folder, {BadArgument: _PROJECT}):
                lib.envfp_probe_set_project(probe, encode(folder))
        lib.envfp_probe_set_detail(probe, detail)
        if detail:
            _attach_names(probe)
        lib.envfp_probe_set_remote(probe, remote)
        lib.envfp_probe_set_trace(probe, trace)
        lib.envfp_probe_set_process(probe, bool(process))
        if process or (process is None and operand == "self"):
            for key, own in process_facts().items():
                _add_fact(probe, key, own)
        for key, value in (app or {}).items():
            _add_fact(probe, key, value)
        return _run(probe, operand, folder, recording)
    finally:
        lib.envfp_probe_free(probe)


def _attach_names(probe: Any) -> None:
    """Those of another release are as good as none."""
    try:
        lib.envfp_probe_set_names(probe, _abi.names)
    except BadArgument:
        pass


def line() -> str:
    """The line that a program logs at its start: this environment's isolation stack, its most telling
    facts and the long token; one line of at most 480 bytes. The last group of the token is the interpreter that
    runs; a C program that calls ``envfp_line_copy`` in the same environment gets the same token up to there.

    Raises OutOfMemory. Source: `collect` with a snapshot of ``os.environ``, without detail."""
    with collect() as fingerprint:
        return fingerprint.line()
