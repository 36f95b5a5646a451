#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What a schema number stands for, written down beside the vectors.

- hashed-LAYER-SCHEMA.txt: every key and pattern that the layer hashes under this number, with its type.
- machines-SCHEMA.txt: what each recorded machine's layers come to, SCHEMA being the document's number: a line
  `MACHINE LAYER NUMBER DIGEST`, or the layer's status where it has no digest.

`freeze.py` writes what is missing: lists for numbers that were raised, lines for machines that are new. What stands
there it leaves alone, since somebody may have stored digests under that number. Two things may be written anew:
`--layer NAME` where no release has that number yet, `--machine NAME` where its recording was wrong and was mended.
The keys come from the library that ENVFP_LIBRARY names (or `make` built), the digests from the machines' documents.
"""
import argparse
import json
import os
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
MACHINES = ROOT / "tests/machines"

os.environ.setdefault("ENVFP_LIBRARY", str(ROOT / "build/libenvfp.so.0"))
sys.path.insert(0, str(ROOT / "bindings/python/src"))

import envfp  # noqa: E402


def schemas():
    """The number of the document and of each section, as the library writes them."""
    with envfp.collect(f"record:{MACHINES / 'nspawn'}/root", app={"a": 1}) as fingerprint:
        document = fingerprint.to_dict()
    numbers = {name: layer["schema"] for name, layer in document["layers"].items()}
    return document["schema"], dict(numbers, app=document["app"]["schema"])


def hashed_keys():
    """Lines "KEY TYPE" for each section."""
    keys = {name.value: set() for name in envfp.LayerName}
    for entry in envfp.registry():
        if entry.fact_class == "hashed":
            keys[entry.layer.value].add(f"{entry.key} {entry.type.value}")
    return {name: sorted(lines, key=str.encode) for name, lines in keys.items()}


def machine_digests():
    """Lines "MACHINE LAYER NUMBER DIGEST"."""
    lines = set()
    for path in MACHINES.glob("*/expected.json"):
        for name, layer in json.loads(path.read_text(encoding="utf-8"))["layers"].items():
            lines.add(f"{path.parent.name} {name} {layer['schema']} {layer.get('digest', layer['status'])}")
    return lines


def hashed_path(layer, number):
    return HERE / f"hashed-{layer}-{number}.txt"


def machines_path(number):
    return HERE / f"machines-{number}.txt"


def read(path):
    return path.read_text(encoding="ascii").splitlines() if path.exists() else []


def write(path, lines):
    text = "".join(line + "\n" for line in sorted(lines, key=str.encode))
    if not path.exists() or path.read_text(encoding="ascii") != text:
        path.write_text(text, encoding="ascii")
        print(path.relative_to(ROOT))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--layer", action="append", default=[], metavar="NAME", help="write this layer's list anew")
    parser.add_argument("--machine", action="append", default=[], metavar="NAME", help="and this machine's digests")
    asked = parser.parse_args()
    document, numbers = schemas()
    for layer, keys in hashed_keys().items():
        path = hashed_path(layer, numbers[layer])
        if layer in asked.layer or not path.exists():
            write(path, keys)

    kept = [line.split() for line in read(machines_path(document))]
    kept = {(machine, layer, number): digest for machine, layer, number, digest in kept
            if machine not in asked.machine and not (layer in asked.layer and int(number) == numbers[layer])}
    for machine, layer, number, digest in map(str.split, machine_digests()):
        kept.setdefault((machine, layer, number), digest)
    write(machines_path(document), {" ".join((*key, digest)) for key, digest in kept.items()})


if __name__ == "__main__":
    main()
