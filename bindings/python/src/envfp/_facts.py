# SPDX-License-Identifier: MIT
"""Facts, gaps and boundaries as Python values, and the registry that says what facts mean and what is read."""
from __future__ import annotations

from typing import Any, Dict, FrozenSet, List, NamedTuple, Optional, Tuple, Union

from ._abi import lib, optional_text, text
from ._errors import NotFound, shown
from ._words import FactClass, FactType, Impact, LayerName, Pin, Reason, word

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


class Step(NamedTuple):
    """One thing that a collection asked for. ``collector`` is who asked, None where several go by the answer;
    ``operation`` what was done (open, list, readlink, stat, cpuid, uname, auxv, variable, probe, devices) and ``name``
    to what: a path with homes as ``~``, in which ``*`` stands for what may be somebody's word, a variable's name.
    ``reason`` is ``none`` where the answer was whole, ``absent`` where there was nothing, else what was in the way;
    ``amount`` the bytes read of a file, the entries of a directory or the properties of devices."""

    collector: Optional[str]
    operation: str
    name: str
    reason: Reason
    amount: int


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


class Read(NamedTuple):
    """Something that a collection may open, list or look at: a ``path`` or pattern, or a variable ("$NAME").
    ``collector`` is who reads it, or what declares it where several do; ``keeps`` says in a word or two what a
    recording keeps of it ("presence", "known names", "own form"...; docs/reads.md explains each)."""

    layer: LayerName
    collector: str
    path: str
    keeps: str


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


def read_step(step: Any) -> Step:
    """A Step from a borrowed ``struct envfp_step``."""
    return Step(
        optional_text(lib.envfp_step_get_collector(step)),
        text(lib.envfp_step_get_operation(step)),
        text(lib.envfp_step_get_name(step)),
        word(Reason, lib.envfp_step_get_reason(step)),
        int(lib.envfp_step_get_amount(step)),
    )


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


def languages() -> Dict[str, str]:
    """Every language, compiler and other tool of programmers that a collection looks for: the word that its facts
    begin with (``python.version``), and what people call it. Those whose versions are interfaces, for which
    extensions are built, come first.

    Source: what each collector declares; nothing is collected. Raises nothing."""
    found = {}
    language = lib.envfp_registry_next_language(None)
    while language:
        found[text(lib.envfp_language_get_word(language))] = text(lib.envfp_language_get_title(language))
        language = lib.envfp_registry_next_language(language)
    return found


def reads() -> Tuple[Read, ...]:
    """Everything that a collection may open, list, look at or ask of the environment's variables, by layer and then
    by collector.

    Source: what each collector declares; nothing is collected. Raises nothing."""
    found = []
    read = lib.envfp_registry_next_read(None)
    while read:
        found.append(
            Read(
                layer=word(LayerName, lib.envfp_read_get_layer(read)),
                collector=text(lib.envfp_read_get_collector(read)),
                path=text(lib.envfp_read_get_path(read)),
                keeps=text(lib.envfp_read_get_keeps(read)),
            )
        )
        read = lib.envfp_registry_next_read(read)
    return tuple(found)


def explain(key: str) -> Entry:
    """What a fact means, where it comes from and why it matters.

    ``key`` is a fact's key (``cpu.isa``, ``dpkg/libc6:amd64``), with ``LAYER:`` before it where one
    layer's is meant; without it the lowest layer that knows the key answers. A package's name finds
    the row of its whole inventory.

    Raises NotFound for a key that no layer knows. Source: the registry."""
    return _read_entry(find_entries(key)[0])


def find_entries(key: str) -> List[Any]:
    """Each layer's ``struct envfp_entry`` for a key, as `explain` takes it; NotFound where there is none."""
    asked, colon, rest = key.partition(":")
    layers = [name for name in LayerName if colon and name.value == asked]
    name = (rest if layers else key).encode("utf-8", "replace")
    entries = [lib.envfp_registry_find_entry(layer.code, name) for layer in layers or LayerName if b"\0" not in name]
    if not any(entries):
        raise NotFound(f"{shown(key)}: no layer has such a fact")
    return [entry for entry in entries if entry]
