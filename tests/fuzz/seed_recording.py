#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Make a seed for fuzz_recording: seed_recording.py RECORDING [PREFIX...] > SEED

All of .envfp, and of the rest only paths that begin with one of the prefixes, where there are any. Files are cut at 4,000
bytes: small seeds mutate faster."""
import os
import sys


def main():
    top, prefixes = os.fsencode(sys.argv[1]).rstrip(b"/"), tuple(map(os.fsencode, sys.argv[2:])) or (b"",)
    out = sys.stdout.buffer
    for folder, folders, files in sorted(os.walk(top)):
        inside = folder[len(top) + 1:]
        for name in sorted(folders + files):
            path, below = os.path.join(folder, name), os.path.join(inside, name)
            if not below.startswith((b".envfp", *prefixes)) or b"\x01" in below or b"\n" in below:
                continue
            if os.path.islink(path):
                kind, content = b"L", os.readlink(path)
            elif os.path.isdir(path):
                kind, content = b"D", b""
                if os.listdir(path):
                    continue  # its files imply it
            else:
                with open(path, "rb") as file:
                    kind, content = b"P" if os.access(path, os.X_OK) else b"F", file.read(4000)
            out.write(b"\x01" + kind + below + b"\n" + content.replace(b"\x01", b"\x02"))


main()
