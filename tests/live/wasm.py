# SPDX-License-Identifier: MIT
"""WebAssembly: the command in runtimes that hand it the whole root, which is all it sees."""
import os
import pathlib
import sys

from harness import environment
from stage import LAYERS, Skip

RUNNERS = pathlib.Path(__file__).resolve().parents[1] / "wasm"


def files_alone(documents, host):
    document = documents[""]
    seen = [name for name in LAYERS[:5] if document["layers"][name]["status"] != "hidden"]
    if seen:
        return f"expected hidden layers got {', '.join(seen)}"
    if document["layers"]["packages"].get("digest") != host["layers"]["packages"].get("digest"):
        return "expected the same digest of packages"
    return None


def collect(stage, words, env=None):
    program = pathlib.Path(f"{stage.build}-wasm") / "envfp.wasm"
    if not program.exists():
        raise Skip("no compiler for WebAssembly")
    return stage.collect(lambda command: [*words, program, '{"/": "/"}', *command[1:]], record=False, env=env)


def wasm(name, *tools):
    return environment(f"wasm-{name}", *tools, machine=(("machine", "unknown"), ("wasm", "wasi")), container="",
                       sandbox="", below=(), private=False, root=False, check=files_alone)


@wasm("node", "node")
def node(stage):
    return collect(stage, ["node", "--experimental-wasi-unstable-preview1", "--no-warnings", RUNNERS / "node.mjs"])


@wasm("wasmtime")
def wasmtime(stage):
    installed = f"{stage.build}-wasm/python"
    env = {"PYTHONPATH": installed} if os.path.isdir(installed) else {}
    stage.run([sys.executable, "-c", "import wasmtime"], env=env)
    return collect(stage, [sys.executable, RUNNERS / "wasmtime_run.py"], env)
