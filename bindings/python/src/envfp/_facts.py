# SPDX-License-Identifier: MIT
"""Facts, gaps and boundaries as Python values, and the registry that says what facts mean."""
from __future__ import annotations

from typing import Any, FrozenSet, NamedTuple, Optional, Tuple, Union

from ._abi import lib, optional_text, text
from ._errors import NotFound
from ._words import FactClass, FactType, Impact, LayerName, Pin, word

Value = Union[str, int, bool, FrozenSet[str]]
"""A fact's value: str, int (at most 2**53 - 1 either way), bool, or a frozenset of str."""


class Fact(NamedTuple):
    """One fact of a layer. ``key`` is ``collector.name`` or ``inventory/member``; the value's unit
    stands in the registry (`explain`)."""

    layer: LayerName
    key: str
    value: Value
    type: FactType
    fact_class: FactClass


class Boundary(NamedTuple):
    """One boundary of the isolation stack: its ``name`` (machine, vm, container, sandbox, virtualenv,
    wasm), its ``kind`` ("kvm", "docker"...), for machines the ``vmm`` where it is known, and the
    ``confidence`` of the verdict (None: certain)."""

    name: str
    kind: str
    vmm: Optional[str]
    confidence: Optional[str]


class Entry(NamedTuple):
    """A row of the registry: what a fact is. ``key`` may end in ``*``, which stands for any rest;
    ``unit`` is None for values without one; ``path`` is the path or "$VARIABLE" that it is read from, None where
    it is neither; ``source`` the page or document that describes it and what else it is read from, or None;
    ``since`` the first version that knows it, ``why`` what it means and why it matters."""

    layer: LayerName
    key: str
    type: FactType
    fact_class: FactClass
    impact: Impact
    pin: Pin
    unit: Optional[str]
    path: Optional[str]
    source: Optional[str]
    since: str
    why: str

    @property
    def advice(self) -> str:
        """The weakest isolation that pins this fact, in words: "a container image"."""
        return text(lib.envfp_pin_advice(self.pin.code))


def read_fact(fact: Any, layer: LayerName) -> Fact:
    """A Fact from a borrowed ``struct envfp_fact``."""
    kind = word(FactType, lib.envfp_fact_get_type(fact))
    value: Value
    if kind is FactType.STRING:
        value = text(lib.envfp_fact_get_string(fact))
    elif kind is FactType.INTEGER:
        value = int(lib.envfp_fact_get_integer(fact))
    elif kind is FactType.BOOLEAN:
        value = bool(lib.envfp_fact_get_boolean(fact))
    else:
        count = lib.envfp_fact_get_set_count(fact)
        value = frozenset(text(lib.envfp_fact_get_set_item(fact, i)) for i in range(count))
    fact_class = word(FactClass, lib.envfp_fact_get_class(fact))
    return Fact(layer, text(lib.envfp_fact_get_key(fact)), value, kind, fact_class)


def _read_entry(entry: Any) -> Entry:
    return Entry(
        layer=word(LayerName, lib.envfp_entry_get_layer(entry)),
        key=text(lib.envfp_entry_get_key(entry)),
        type=word(FactType, lib.envfp_entry_get_type(entry)),
        fact_class=word(FactClass, lib.envfp_entry_get_class(entry)),
        impact=word(Impact, lib.envfp_entry_get_impact(entry)),
        pin=word(Pin, lib.envfp_entry_get_pin(entry)),
        unit=optional_text(lib.envfp_entry_get_unit(entry)),
        path=optional_text(lib.envfp_entry_get_path(entry)),
        source=optional_text(lib.envfp_entry_get_source(entry)),
        since=text(lib.envfp_entry_get_since(entry)),
        why=text(lib.envfp_entry_get_why(entry)),
    )


def registry() -> Tuple[Entry, ...]:
    """Every fact that the library knows, by layer from the bottom up and then by key.

    Source: the library's own table; nothing is collected. Raises nothing."""
    entries = []
    entry = lib.envfp_registry_next(None)
    while entry:
        entries.append(_read_entry(entry))
        entry = lib.envfp_registry_next(entry)
    return tuple(entries)


def explain(key: str) -> Entry:
    """What a fact means, where it comes from and why it matters.

    ``key`` is a fact's key (``cpu.isa``, ``dpkg/libc6:amd64``), with ``LAYER:`` before it where one
    layer's is meant; without it the lowest layer that knows the key answers. A package's name finds
    the row of its whole inventory.

    Raises NotFound for a key that no layer knows. Source: the registry."""
    asked, colon, rest = key.partition(":")
    layers = [name for name in LayerName if colon and name.value == asked]
    name = rest if layers else key
    if "\0" not in name:
        for layer in layers or LayerName:
            entry = lib.envfp_registry_find_entry(layer.code, name.encode("utf-8", "replace"))
            if entry:
                return _read_entry(entry)
    raise NotFound(f"{key}: no layer has such a fact")
