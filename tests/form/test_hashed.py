# SPDX-License-Identifier: MIT
"""A layer hashes under its schema number what it has always hashed under it: the keys and their types
(tests/vectors/hashed-LAYER-SCHEMA.txt), and what the recorded machines come to (tests/vectors/machines-SCHEMA.txt)."""
import importlib.util
import pathlib

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]

spec = importlib.util.spec_from_file_location("freeze", ROOT / "tests/vectors/freeze.py")
freeze = importlib.util.module_from_spec(spec)
spec.loader.exec_module(freeze)

LAYERS = tuple(name.value for name in freeze.envfp.LayerName)

ADVICE = """
A digest would change here although nothing of the environment did. If that is meant: raise the layer's schema (its
number in `schemas`, libenvfp/registry/registry.c, and ENVFP_SCHEMA in registry.h), say so in the CHANGELOG under
Fingerprint, and let tests/vectors/freeze.py write the next files beside these. Where no release has this number yet:
tests/vectors/freeze.py --layer {layer}."""


def telling(layer, number, new, gone):
    lines = [f"\n{layer}, schema {number}:"]
    lines += [f"  {word}: {line}" for word, group in (("new", new), ("gone", gone)) for line in sorted(group)]
    return "\n".join(lines) + ADVICE.format(layer=layer)


@pytest.fixture(scope="module")
def numbers():
    return freeze.schemas()


def test_languages_are_those_that_a_programs_own_runtime_is_told_by():
    """Another word alters the ninth group of tokens: the app section's schema rises with it once there is a release."""
    spec = importlib.util.spec_from_file_location("make_vectors", ROOT / "tests/vectors/make_vectors.py")
    vectors = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(vectors)
    assert sorted(freeze.envfp.languages()) == sorted(vectors.LANGUAGES)


@pytest.mark.parametrize("layer", LAYERS)
def test_hashed_keys_are_those_of_the_schema(layer, numbers):
    number = numbers[1][layer]
    path = freeze.hashed_path(layer, number)
    assert path.exists(), f"{layer} has a new number: let tests/vectors/freeze.py write {path.name}"
    frozen, told = freeze.read(path), freeze.hashed_keys()[layer]
    assert told == frozen, telling(layer, number, set(told) - set(frozen), set(frozen) - set(told))


def parted():
    """Lines of any frozen file that speak of a layer under the number that its document has today, and say another
    digest: as (layer, number, "MACHINE NEW", "MACHINE OLD")."""
    today = {tuple(line.split()[:3]): line.split()[3] for line in freeze.machine_digests()}
    for path in sorted(freeze.HERE.glob("machines-*.txt")):
        for machine, layer, number, digest in map(str.split, freeze.read(path)):
            new = today.get((machine, layer, number), digest)
            if new != digest:
                yield layer, number, f"{machine} {new}", f"{machine} {digest}"


@pytest.mark.parametrize("layer", LAYERS[:-1])
def test_recorded_machines_have_the_digests_of_the_schema(layer):
    found = [each for each in parted() if each[0] == layer]
    assert not found, telling(layer, found[0][1], {each[2] for each in found}, {each[3] for each in found}) + \
        "\nWhere the recording was wrong: tests/vectors/freeze.py --machine NAME."


def test_every_recorded_machine_is_frozen(numbers):
    frozen = {tuple(line.split()[:3]) for line in freeze.read(freeze.machines_path(numbers[0]))}
    missing = {line for line in freeze.machine_digests() if tuple(line.split()[:3]) not in frozen}
    assert not missing, "let tests/vectors/freeze.py add:\n" + "\n".join(sorted(missing))


def test_lists_are_sorted_and_each_line_is_there_once():
    for path in [*freeze.HERE.glob("hashed-*.txt"), *freeze.HERE.glob("machines-*.txt")]:
        lines = freeze.read(path)
        assert lines == sorted(set(lines), key=str.encode), path.name
