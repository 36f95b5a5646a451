# SPDX-License-Identifier: MIT
"""What differs between two fingerprints, which difference matters, and what would have pinned it."""
from __future__ import annotations

import ctypes
from types import MappingProxyType, TracebackType
from typing import Any, Iterable, Mapping, NamedTuple, NoReturn, Optional, Tuple, Type, Union

from . import _abi
from ._abi import lib, optional_text, text
from ._collect import encode, layer_mask
from ._errors import BadArgument, about
from ._facts import Fact, read_fact
from ._fingerprint import LAYERS, Fingerprint, parse
from ._handle import Handle
from ._words import ChangeKind, FactClass, Impact, LayerName, LayerStatus, Order, Pin, Verdict, word


class Change(NamedTuple):
    """One difference. ``before`` is the first side's fact and ``after`` the second's; None where that
    side has none or could not tell (``kind`` says which)."""

    layer: LayerName
    key: str
    kind: ChangeKind
    fact_class: FactClass
    impact: Impact
    pin: Pin
    before: Optional[Fact]
    after: Optional[Fact]
    order: Order
    """Of a changed version: whether ``after`` is newer or older, by the rules of whoever numbers it."""


def _read_change(change: Any) -> Change:
    layer = word(LayerName, lib.envfp_change_get_layer(change))
    before, after = lib.envfp_change_get_before(change), lib.envfp_change_get_after(change)
    return Change(
        layer=layer,
        key=text(lib.envfp_change_get_key(change)),
        kind=word(ChangeKind, lib.envfp_change_get_kind(change)),
        fact_class=word(FactClass, lib.envfp_change_get_class(change)),
        impact=word(Impact, lib.envfp_change_get_impact(change)),
        pin=word(Pin, lib.envfp_change_get_pin(change)),
        before=read_fact(before, layer) if before else None,
        after=read_fact(after, layer) if after else None,
        order=word(Order, lib.envfp_change_get_order(change)),
    )


def _has_app(fingerprint: Any) -> bool:
    status = lib.envfp_fingerprint_get_layer_status(fingerprint, LayerName.APP.code)
    return word(LayerStatus, status) is not LayerStatus.SKIPPED


class Diff:
    """The comparison of two fingerprints. Made by `diff`; it keeps both of them readable, even when
    they are closed before it is. Immutable, and safe to share between threads."""

    __slots__ = ("_handle", "_changes", "verdict", "layers", "runtime", "headline", "advice", "pin")

    verdict: Verdict
    """``differs`` where a hashed fact, a layer's digest or the programs' own runtime differs, ``unknown`` where
    nothing differs but something could not be compared, else ``same``."""
    layers: Mapping[str, Verdict]
    """Verdict of each of the eight layers by name, and of ``app`` where a side has one; ``unknown`` for
    layers that were not chosen."""
    runtime: Verdict
    """Verdict on the programs' own runtimes (``python.version``, ``python/NAME``... in the app section); ``unknown``
    where a side has none."""
    headline: Optional[str]
    """One sentence: the lowest layer with a difference of the highest impact, or that nothing differs."""
    advice: Optional[str]
    """What would have pinned it; None where nothing differs."""
    pin: Pin
    """The same as a word."""

    def __init__(self, handle_a: Handle, handle_b: Handle, ignore: Iterable[str], layers: Optional[int],
                 names: Tuple[Optional[str], Optional[str]] = (None, None)) -> None:
        pointer = ctypes.POINTER(_abi.Diff)()
        with handle_a.borrow() as a, handle_b.borrow() as b:
            lib.envfp_diff_new(a, b, ctypes.byref(pointer))
            compared = LAYERS + ((LayerName.APP,) if _has_app(a) or _has_app(b) else ())
            handle_a.hold_again()
            handle_b.hold_again()
            self._handle = Handle(pointer, lib.envfp_diff_free, "diff", (handle_b, handle_a))
        for key in ignore:
            with about(key, {BadArgument: "no key to ignore (KEY, PREFIX*, or LAYER:KEY)"}):
                lib.envfp_diff_ignore(pointer, encode(key))
        if layers is not None:
            lib.envfp_diff_set_layers(pointer, layers)
        lib.envfp_diff_set_names(pointer, *(None if name is None else encode(name) for name in names))
        lib.envfp_diff_run(pointer)
        self.verdict = word(Verdict, lib.envfp_diff_get_verdict(pointer))
        self.layers = MappingProxyType(
            {name.value: word(Verdict, lib.envfp_diff_get_layer_verdict(pointer, name.code)) for name in compared}
        )
        self.runtime = word(Verdict, lib.envfp_diff_get_runtime_verdict(pointer))
        self.headline = optional_text(lib.envfp_diff_get_headline(pointer))
        self.advice = optional_text(lib.envfp_diff_get_advice(pointer))
        self.pin = word(Pin, lib.envfp_diff_get_pin(pointer))
        self._changes: Optional[Tuple[Change, ...]] = None

    @property
    def changes(self) -> Tuple[Change, ...]:
        """Every difference, by layer from the bottom up and then by key. ValueError when closed before
        they were first read."""
        if self._changes is None:
            with self._handle.borrow() as pointer:
                count = lib.envfp_diff_get_change_count(pointer)
                self._changes = tuple(_read_change(lib.envfp_diff_get_change(pointer, i)) for i in range(count))
        return self._changes

    def text(self, all: bool = False, width: int = 100) -> str:
        """For people: headline, layers, facts grouped by collector, in at most ``width`` columns; long
        inventories are summarised unless ``all``. OutOfMemory; ValueError when closed."""
        if not 0 <= width < 1 << 31:
            raise ValueError(f"{width}: width is a number of columns")
        with self._handle.borrow() as pointer:
            return _abi.take(lib.envfp_diff_copy_text, pointer, all, width)

    def json(self) -> str:
        """For programs: a stable JSON document and a line feed. Errors as `text`."""
        with self._handle.borrow() as pointer:
            return _abi.take(lib.envfp_diff_copy_json, pointer)

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self._handle.closed

    def close(self) -> None:
        """Give the memory back; may be repeated. What was read stays readable."""
        self._handle.close()

    def __enter__(self) -> "Diff":
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self.close()

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"<envfp.Diff {self.verdict}: {self.headline or 'nothing'}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a diff cannot be pickled: send json()")


def diff(
    a: Union[Fingerprint, str, bytes],
    b: Union[Fingerprint, str, bytes],
    *,
    ignore: Iterable[str] = (),
    layers: Optional[Iterable[str]] = None,
    names: Tuple[Optional[str], Optional[str]] = (None, None),
) -> Diff:
    """Compare two fingerprints, from ``a`` to ``b``; text and bytes are parsed first.

    ``ignore``: keys to leave out, exact or a prefix that ends in ``*`` ("dpkg/python3*"), of every layer
    or of one with ``LAYER:`` before it. ``layers``: names of the layers to compare, None for all.
    ``names``: what the two are called in texts, None for "first" and "second"; of a path the last part alone.

    Raises BadArgument for unknown layers, an empty choice or a malformed key; for text what `parse`
    raises; OutOfMemory; ValueError for a closed fingerprint. Source: the two fingerprints alone."""
    mask = None if layers is None else layer_mask(layers)
    keys = [ignore] if isinstance(ignore, str) else list(ignore)
    first = a if isinstance(a, Fingerprint) else parse(a)
    second = b if isinstance(b, Fingerprint) else parse(b)
    return Diff(first._handle, second._handle, keys, mask, names)
