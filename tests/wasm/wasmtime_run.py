# SPDX-License-Identifier: MIT
"""Run a program in Wasmtime: wasmtime_run.py PROGRAM '{"GUEST": "HOST"...}' ARGUMENT... with this process's environment.

What was compiled is kept beside the program, as long as the program stays the same."""
import json
import os
import pathlib
import sys

import wasmtime

VARIABLES = [(name, value) for name, value in os.environ.items() if name not in ("PYTHONPATH", "LC_CTYPE")]


def load(engine, program):
    kept = program.with_suffix(".cwasm")
    if kept.exists() and kept.stat().st_mtime > program.stat().st_mtime:
        return wasmtime.Module.deserialize_file(engine, str(kept))
    module = wasmtime.Module.from_file(engine, str(program))
    part = kept.with_name(f"{kept.name}.{os.getpid()}")
    part.write_bytes(module.serialize())
    part.rename(kept)
    return module


def main(program, directories, *arguments):
    engine = wasmtime.Engine()
    module = load(engine, pathlib.Path(program))
    linker = wasmtime.Linker(engine)
    linker.define_wasi()
    config = wasmtime.WasiConfig()
    config.argv = ["envfp", *arguments]
    config.env = VARIABLES
    config.inherit_stdin()
    config.inherit_stdout()
    config.inherit_stderr()
    for guest, host in json.loads(directories).items():
        config.preopen_dir(host, guest)
    store = wasmtime.Store(engine)
    store.set_wasi(config)
    try:
        linker.instantiate(store, module).exports(store)["_start"](store)
    except wasmtime.ExitTrap as end:
        return end.code
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
