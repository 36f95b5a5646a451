#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Make a seed for fuzz_root from a recording: seed_root.py RECORDING [PREFIX...] > SEED

Only paths that begin with one of the prefixes, where there are any: small seeds mutate faster."""
import os
import sys

KINDS = {"environ": "V", "auxv": "X", "probes": "B"}


def lines(top, name):
    """Lines of a file in .envfp; none where it is missing, as in the recording of an image."""
    path = os.path.join(top, ".envfp", name)
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as file:
        return file.read().splitlines()


def main():
    top, prefixes = sys.argv[1], tuple(sys.argv[2:]) or ("",)
    out = sys.stdout.buffer

    def entry(kind, name, content=b""):
        out.write(b"\x01" + kind.encode() + os.fsencode(name) + b"\n" + content.replace(b"\x01", b"\x02"))

    for folder, folders, files in sorted(os.walk(top)):
        inside = folder[len(top):]
        if inside.startswith("/.envfp"):
            continue
        for name in sorted(folders + files):
            path = os.path.join(folder, name)
            if not (inside + "/" + name).startswith(prefixes):
                continue
            if os.path.islink(path):
                entry("L", inside + "/" + name, os.fsencode(os.readlink(path)))
            elif os.path.isfile(path):
                with open(path, "rb") as file:
                    entry("P" if "/bin" in inside else "F", inside + "/" + name, file.read(4000))
    for name, kind in KINDS.items():
        path = os.path.join(top, ".envfp", name)
        if os.path.exists(path):
            with open(path, "rb") as file:
                for line in file.read().splitlines():
                    key, _, value = line.partition(b"=")
                    entry(kind, os.fsdecode(key), value)
    uname = dict(line.strip().partition("=")[::2] for line in lines(top, "uname"))
    if uname:
        entry("U", uname.get("machine", ""), uname.get("release", "").encode())
    for cpu in ("", "-1", "-2"):
        for line in lines(top, "cpuid" + cpu):
            entry("C", cpu[1:], line.encode())



main()
