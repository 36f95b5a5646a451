# SPDX-License-Identifier: MIT
"""A fingerprint and its layers."""
from __future__ import annotations

import ctypes
import json
from types import MappingProxyType, TracebackType
from typing import Any, Dict, Iterator, List, Mapping, NoReturn, Optional, Tuple, Type, Union

from . import _abi
from ._abi import lib, optional_text, text
from ._errors import BadArgument, BadFormat, TooBig, about, shown
from ._facts import Boundary, Fact, Step, Value, find_entries, read_fact, read_step
from ._handle import Handle
from ._words import FactClass, Form, LayerName, LayerStatus, Reason, word

LAYERS: Tuple[LayerName, ...] = tuple(name for name in LayerName if name is not LayerName.APP)
"""The layers that the root digest covers, from the bottom up."""


class Layer:
    """What a fingerprint says of one layer. Facts are read from the C object when they are first asked
    for; ValueError where the fingerprint was closed before. A layer keeps its fingerprint's memory."""

    __slots__ = ("name", "status", "digest", "_handle", "_facts", "_gaps")

    def __init__(self, handle: Handle, pointer: Any, name: LayerName) -> None:
        self.name = name
        """Which layer."""
        self.status = word(LayerStatus, lib.envfp_fingerprint_get_layer_status(pointer, name.code))
        """What is known of it."""
        self.digest = optional_text(lib.envfp_fingerprint_get_layer_digest(pointer, name.code))
        """64 hex digits for documents, a group of 18 or 7 characters for tokens (20 or 8 for old ones); None without one."""
        self._handle = handle
        self._facts: Optional[Tuple[Fact, ...]] = None
        self._gaps: Optional[Mapping[str, Reason]] = None

    @property
    def code(self) -> str:
        """Two letters: ``hw`` for hardware."""
        return text(lib.envfp_layer_code(self.name.code))

    def all_facts(self) -> Tuple[Fact, ...]:
        """Facts of every class, sorted bytewise by key; empty for tokens, which carry none."""
        if self._facts is None:
            with self._handle.borrow() as pointer:
                layer = self.name.code
                count = lib.envfp_fingerprint_get_fact_count(pointer, layer)
                self._facts = tuple(
                    read_fact(lib.envfp_fingerprint_get_fact(pointer, layer, i), self.name) for i in range(count)
                )
        return self._facts

    def _of(self, fact_class: FactClass) -> Mapping[str, Value]:
        return MappingProxyType({fact.key: fact.value for fact in self.all_facts() if fact.fact_class is fact_class})

    @property
    def facts(self) -> Mapping[str, Value]:
        """Hashed facts: the environment's identity. Key to value, sorted bytewise by key."""
        return self._of(FactClass.HASHED)

    @property
    def context(self) -> Mapping[str, Value]:
        """Facts worth seeing that are no identity (microcode revision, container id...)."""
        return self._of(FactClass.CONTEXT)

    @property
    def derived(self) -> Mapping[str, Value]:
        """Verdicts computed from facts (``verdict.kind``...), never hashed."""
        return self._of(FactClass.DERIVED)

    @property
    def gaps(self) -> Mapping[str, Reason]:
        """What could not be read, and why: a key, ``name.*`` or ``name/*`` to its reason."""
        if self._gaps is None:
            with self._handle.borrow() as pointer:
                layer = self.name.code
                gaps: Dict[str, Reason] = {}
                for i in range(lib.envfp_fingerprint_get_gap_count(pointer, layer)):
                    gap = lib.envfp_fingerprint_get_gap(pointer, layer, i)
                    gaps[text(lib.envfp_gap_get_key(gap))] = word(Reason, lib.envfp_gap_get_reason(gap))
                self._gaps = MappingProxyType(gaps)
        return self._gaps

    def __getitem__(self, key: str) -> Value:
        """Value of a fact of any class; KeyError where the layer has none of that key."""
        for fact in self.all_facts():
            if fact.key == key:
                return fact.value
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        return any(fact.key == key for fact in self.all_facts())

    def __iter__(self) -> Iterator[str]:
        return (fact.key for fact in self.all_facts())

    def __len__(self) -> int:
        return len(self.all_facts())

    def __repr__(self) -> str:
        return f"<envfp.Layer {self.name} {self.status} {self.digest or '-'}>"


class Fingerprint:
    """What a collection found, or what a document or token says. Made by `collect` and `parse`.

    Immutable, and safe to share between threads. It owns memory of the C library, which goes back when
    it is closed (``with``, `close`) or collected as garbage. Two are equal when their root digests are
    (for tokens, which have none: their layers' groups). It cannot be pickled: send `packed` or `to_json`
    and `parse` it there."""

    __slots__ = ("_handle", "_identity", "_digest", "_schema", "_collector", "_verified", "_form", "_stack",
                 "_layers")

    def __init__(self, pointer: Any) -> None:
        # From here on the handle owns the pointer, whatever else fails.
        self._handle = handle = Handle(pointer, lib.envfp_fingerprint_free, "fingerprint")
        self._digest = optional_text(lib.envfp_fingerprint_get_digest(pointer))
        self._schema = int(lib.envfp_fingerprint_get_schema(pointer))
        self._collector = optional_text(lib.envfp_fingerprint_get_collector(pointer))
        self._verified = bool(lib.envfp_fingerprint_get_verified(pointer))
        self._form = word(Form, lib.envfp_fingerprint_get_form(pointer))
        self._layers = {name: Layer(handle, pointer, name) for name in LayerName}
        boundaries = (
            lib.envfp_fingerprint_get_boundary(pointer, i)
            for i in range(lib.envfp_fingerprint_get_stack_count(pointer))
        )
        self._stack = tuple(
            Boundary(
                text(lib.envfp_boundary_get_name(boundary)),
                text(lib.envfp_boundary_get_kind(boundary)),
                optional_text(lib.envfp_boundary_get_vmm(boundary)),
                optional_text(lib.envfp_boundary_get_confidence(boundary)),
            )
            for boundary in boundaries
        )
        self._identity = self._digest or (
            self._schema,
            tuple(self._layers[name].digest or self._layers[name].status.value for name in LAYERS),
        )

    @property
    def digest(self) -> Optional[str]:
        """Root digest, 64 lower-case hex digits; None for tokens, which do not carry it."""
        return self._digest

    @property
    def schema(self) -> int:
        """The document's schema number."""
        return self._schema

    @property
    def collector(self) -> Optional[str]:
        """Who made the document ("envfp 0.1.0"); None where the form does not say."""
        return self._collector

    @property
    def verified(self) -> bool:
        """Whether every digest that was read agrees with the facts that were read."""
        return self._verified

    @property
    def form(self) -> Form:
        """Form that it was read from; ``json`` for what was collected."""
        return self._form

    @property
    def layers(self) -> Mapping[str, Layer]:
        """The eight layers by name, from the bottom up: ``fingerprint.layers["libc"]``."""
        return MappingProxyType({name.value: self._layers[name] for name in LAYERS})

    @property
    def app(self) -> Layer:
        """The app section: facts that the program added. ``skipped`` where there is none."""
        return self._layers[LayerName.APP]

    @property
    def stack(self) -> Tuple[Boundary, ...]:
        """The isolation stack, from the machine upwards."""
        return self._stack

    def _steps(self, entries: Optional[List[Any]] = None) -> Tuple[Step, ...]:
        with self._handle.borrow() as pointer:
            count = lib.envfp_fingerprint_get_step_count(pointer)
            steps = (lib.envfp_fingerprint_get_step(pointer, i) for i in range(count))
            return tuple(
                read_step(step) for step in steps
                if entries is None or any(lib.envfp_step_serves(step, entry) for entry in entries)
            )

    @property
    def trace(self) -> Tuple[Step, ...]:
        """What the collection asked for, in order, with each answer; empty unless `collect` was told to keep it
        (``trace=True``). ValueError when closed."""
        return self._steps()

    def trace_of(self, key: str) -> Tuple[Step, ...]:
        """Of the trace what was asked for a fact's sake: why it is what it is, or a gap. ``key`` as for `explain`.
        NotFound for a key that no layer knows; ValueError when closed."""
        return self._steps(find_entries(key))

    def to_form(self, form: Union[Form, str]) -> str:
        """Write a form. Its digests are those of the facts: of a document that was altered (`verified` is
        false) they are new ones. BadArgument for one that this fingerprint cannot give (a document from a
        token) or that does not exist; OutOfMemory; ValueError when closed."""
        try:
            chosen = Form(form)
        except ValueError:
            raise BadArgument(f"{shown(form)}: no such form ({', '.join(Form)})") from None
        why = {BadArgument: f"a {self._form.value} token does not carry what this form needs"}
        with self._handle.borrow() as pointer, about(chosen.value, why):
            return _abi.take(lib.envfp_fingerprint_copy_form, pointer, chosen.code)

    def to_json(self, pretty: bool = False) -> str:
        """The document: canonical JSON (RFC 8785) and a line feed, the same text for the same
        environment; ``pretty`` is indented for reading and not canonical. Errors as `to_form`."""
        return self.to_form(Form.PRETTY if pretty else Form.DOCUMENT)

    def to_dict(self) -> Dict[str, Any]:
        """The document as Python values, sets as sorted lists. Errors as `to_form`."""
        document: Dict[str, Any] = json.loads(self.to_json())
        return document

    def packed(self) -> str:
        """The document compressed: ``envfpz1.`` and base64url. Fits an attachment; the document inside
        is canonical, the packed text is not. Errors as `to_form`."""
        return self.to_form(Form.PACKED)

    def line(self) -> str:
        """One line for a log, at most 480 bytes, that ends in the long token. Errors as `to_form`."""
        return self.to_form(Form.LINE)

    def long_token(self) -> str:
        """``envfp1.``, 90 bits of each layer's digest and of the program's own runtime: 186 bytes for schemas below
        10. A pseudonym of the environment. Errors as `to_form`."""
        return self.to_form(Form.LONG)

    def short_token(self) -> str:
        """As `long_token` with 35 bits each, 87 bytes: for comparing pairs. Errors as `to_form`."""
        return self.to_form(Form.SHORT)

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self._handle.closed

    def close(self) -> None:
        """Give the memory back. What was read stays readable; facts and forms that were not raise
        ValueError from now on. May be repeated; waits for nobody: a diff that rests on this
        fingerprint, or a thread that reads it, keeps the memory until it is done."""
        self._handle.close()

    def __enter__(self) -> "Fingerprint":
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self.close()

    def __eq__(self, other: object) -> bool:
        return self._identity == other._identity if isinstance(other, Fingerprint) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._identity)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a fingerprint cannot be pickled: send packed() or to_json(), and parse() it there")

    def __repr__(self) -> str:
        stack = " > ".join(f"{boundary.name}:{boundary.kind}" for boundary in self._stack)
        return f"<envfp.Fingerprint {(self._digest or str(self._form))[:12]} [{stack}]>"


def parse(data: Union[str, bytes, bytearray, memoryview]) -> Fingerprint:
    """Read a fingerprint in any form: document, packed, token, or a line that holds a token (the last
    one counts). Text is taken as UTF-8.

    Raises BadFormat for what is no form of a fingerprint, TooBig above a limit, OutOfMemory,
    TypeError for other objects. Whether its digests agree with its facts is `Fingerprint.verified`."""
    if isinstance(data, str):
        content = data.encode("utf-8", "surrogateescape")
    elif isinstance(data, (bytes, bytearray, memoryview)):
        content = bytes(data)
    else:
        raise TypeError(f"a fingerprint is read from str or bytes, not {type(data).__name__}")
    pointer = ctypes.POINTER(_abi.Fingerprint)()
    start = content[:40].decode("utf-8", "replace") + ("..." if len(content) > 40 else "")
    why = {BadFormat: "no fingerprint (a document, packed text, a token, or text that holds one of the last two)",
           TooBig: "larger than 64 MiB, or what was packed is larger than it may be"}
    with about(start, why):
        lib.envfp_fingerprint_parse(None, content, len(content), ctypes.byref(pointer))
    return Fingerprint(pointer)
