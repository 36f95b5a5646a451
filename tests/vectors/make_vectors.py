#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A second implementation of digests and tokens, in plain Python, and the vectors it makes.

`make_vectors.py` writes NAME.json (a document) and NAME.expect (its tokens, and the gaps that digests name as
missing) beside itself; `make_vectors.py --check` says whether they are what it would write."""
import hashlib
import json
import pathlib
import sys

LAYERS = ("hardware", "hypervisor", "kernel", "container", "sandbox", "libc", "packages", "runtimes")
# Of the app section they are what a program says of its own runtime.
LANGUAGES = """
bun bundler clang composer crystal cuda deno dotnet elixir erlang gcc ghc go hatch iwasm java julia lua luajit node
npm ocaml pdm perl php pip pipenv pnpm poetry python r rocm ruby rust uv wasmedge wasmer wasmtime yarn zig
""".split()
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
WITH_DIGEST = ("observed", "none", "unknown", "partial")
HERE = pathlib.Path(__file__).resolve().parent


def jcs(value):
    """RFC 8785 for the value domain of facts: ASCII keys, no floats, integers below 2^53."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256(value):
    return hashlib.sha256(jcs(value)).hexdigest()


def collector_of(key):
    return key.split("/", 1)[0].split(".", 1)[0]


def collector_digests(facts):
    names = {collector_of(key) for key in facts}
    return {
        name: sha256({"collector": name, "facts": {k: v for k, v in facts.items() if collector_of(k) == name}})
        for name in names
    }


def layer_digest(name, layer, missing):
    return sha256({
        "collectors": layer["collectors"],
        "layer": name,
        "missing": sorted(missing),
        "schema": layer["schema"],
        "status": layer["status"],
    })


def root_digest(layers):
    return sha256({"layers": {name: layers[name].get("digest", layers[name]["status"]) for name in LAYERS}})


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def base32(number, digits):
    return "".join(ALPHABET[number >> 5 * i & 31] for i in reversed(range(digits)))


def own_runtime(document):
    """The app section with everything left out that is no language's; a skipped layer where that leaves nothing."""
    app = document.get("app", {"collectors": {}})
    own = {"collectors": {name: digest for name, digest in app["collectors"].items() if name in LANGUAGES}}
    if not own["collectors"]:
        return {"status": "skipped"}
    own.update(schema=app["schema"], status="observed")
    return dict(own, digest=layer_digest("app", own, ()))


def group(layer, size):
    if layer["status"] not in WITH_DIGEST:
        return "i" if layer["status"] == "skipped" else "u"
    bits = base32(int(layer["digest"], 16) >> 256 - 5 * size, size)
    mark = {"partial": "l", "unknown": "o"}.get(layer["status"])
    return bits[:-1] + mark if mark else bits


def token(document, size):
    text = "envfp1.%d." % document["schema"]
    for layer in [document["layers"][name] for name in LAYERS] + [own_runtime(document)]:
        text += group(layer, size) + "."
    return text + base32(crc32c(text.encode()) >> 2, 6)


def complete(name, layer, missing):
    """Defaults and digests into a layer given by its facts."""
    layer = dict({"context": {}, "derived": {}, "facts": {}, "gaps": {}, "schema": 1, "status": "observed"}, **layer)
    layer["collectors"] = collector_digests(layer["facts"]) if layer["status"] in WITH_DIGEST else {}
    if layer["status"] in WITH_DIGEST:
        layer["digest"] = layer_digest(name, layer, missing)
    return layer


def document(layers, missing=None, app=None, stack=(), schema=1):
    missing = missing or {}
    made = {
        "collector": "vectors 1",
        "envfp": 1,
        "layers": {n: complete(n, layers.get(n, {"status": "skipped"}), missing.get(n, ())) for n in LAYERS},
        "schema": schema,
        "stack": list(stack),
    }
    if app:
        made["app"] = complete("app", app, ())
    made["digest"] = root_digest(made["layers"])
    return made


# Gaps here are of keys that the registry has had from the start, or never.
VECTORS = {
    "empty": (document({}), {}),
    "words": (
        document({
            "hardware": {"status": "unknown"},
            "hypervisor": {"status": "none"},
            "kernel": {"status": "hidden"},
            "container": {"status": "denied"},
            "sandbox": {"status": "observed"},
        }),
        {},
    ),
    "facts": (
        document(
            {
                "hardware": {
                    "facts": {"arch.machine": "x86_64", "cpu.family": 6, "cpu.isa": ["avx2", "sha_ni"]},
                    "context": {"cpu.logical": 2},
                    "derived": {"cpu.microarchitecture": "zen4"},
                },
                "libc": {"facts": {"libc.kind": "glibc", "libc.version": "2.36"}},
                "packages": {
                    "facts": {
                        "os.id": "debian",
                        "dpkg/libc6:amd64": "2.36-9+deb12u10",
                        "dpkg/zlib1g:amd64": "1:1.2.13.dfsg-1",
                        "dpkg/linux-image:amd64": ["6.1.0-17", "6.1.0-18"],
                    }
                },
            },
            stack=[
                {"boundary": "machine", "kind": "physical"},
                {"boundary": "vm", "confidence": "strong", "kind": "kvm", "vmm": "firecracker"},
            ],
        ),
        {},
    ),
    "values": (
        document({
            "kernel": {
                "facts": {
                    "value.empty": "",
                    "value.quote": 'a "b" / c',
                    "value.escaped": "a\\\\b\\xff\\x00\\x7f",
                    "value.two": "\u00e9",
                    "value.three": "\u20ac\u2028\uffff",
                    "value.four": "\U0001f427\U0010ffff",
                    "value.most": 2**53 - 1,
                    "value.least": 1 - 2**53,
                    "value.zero": 0,
                    "value.true": True,
                    "value.false": False,
                    "set.none": [],
                    "set.one": [""],
                    "set.bytewise": ["A", "B", "a", "\u00e9", "\uffff", "\U0001f427"],
                }
            }
        }),
        {},
    ),
    "keys": (
        document({
            "runtimes": {
                "facts": {
                    "a": 1,
                    "a-b": 2,
                    "a-b.c": 3,
                    "a.b": 4,
                    "a/b": 5,
                    "a0": 6,
                    "a_b/@scope/x y\"\\~": 7,
                    "python/zope.interface": "6.0",
                    "python.version": "3.11.7",
                },
                "context": {"a.c": 8, "b": 9},
            }
        }),
        {},
    ),
    "partial": (
        document(
            {
                "hardware": {
                    "status": "partial",
                    "facts": {"cpu.family": 6},
                    "gaps": {"arch.machine": "denied", "zz-unheard-of.*": "busy"},
                }
            },
            missing={"hardware": ["arch.machine"]},
        ),
        {"hardware": ["arch.machine"]},
    ),
    "app": (
        document(
            {"libc": {"facts": {"libc.kind": "musl"}}},
            app={"facts": {"service.version": "1.2", "service.workers": 4}, "context": {"note": "x"}},
        ),
        {},
    ),
    "runtime": (
        document(
            {"libc": {"facts": {"libc.kind": "glibc"}}},
            app={"facts": {"service.version": "1.2", "python.version": "3.13.0", "python/requests": "2.31.0",
                           "pythonic.mood": "fine", "process.libc": "glibc 2.36", "node.version": "20.1.0"}},
        ),
        {},
    ),
    "schema": (document({"libc": {"schema": 7, "facts": {"libc.kind": "musl"}}}, schema=99999), {}),
}


def files():
    for name, (made, missing) in VECTORS.items():
        lines = ["long " + token(made, 18), "short " + token(made, 7)]
        lines += ["missing %s %s" % (layer, key) for layer in missing for key in missing[layer]]
        yield HERE / (name + ".json"), jcs(made) + b"\n"
        yield HERE / (name + ".expect"), ("\n".join(lines) + "\n").encode()


def main():
    wrong = 0
    for path, content in files():
        if "--check" not in sys.argv:
            path.write_bytes(content)
        elif not path.exists() or path.read_bytes() != content:
            print("%s: not what make_vectors.py writes" % path.name)
            wrong = 1
    return wrong


if __name__ == "__main__":
    sys.exit(main())
