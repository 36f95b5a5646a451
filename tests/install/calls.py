# SPDX-License-Identifier: MIT
"""The built library as the header declares it, objects of every kind, and an allocator that fails when told."""
import ctypes
import os
import pickle
import signal
from ctypes import (CFUNCTYPE, byref, c_bool, c_char_p, c_int, c_int64, c_size_t, c_uint, c_uint32, c_uint64,
                    c_void_p)
from pathlib import Path

import header

REPOSITORY = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("ENVFP_BUILD", REPOSITORY / "build")).resolve()
TEXT = (REPOSITORY / "include" / "envfp.h").read_text()
FUNCTIONS = {function.name: function for function in header.functions(TEXT)}
VALUES = header.enumerators(TEXT)
STATUSES = {value: name for name, value in header.enumerators(TEXT, "envfp_status").items()}
SCALARS = {"bool": c_bool, "int": c_int, "unsigned": c_uint, "size_t": c_size_t, "int64_t": c_int64,
           "uint32_t": c_uint32, "uint64_t": c_uint64, "void": None, "const char *": c_char_p}


def c_type(kind):
    """Pointers are addresses, save the text that a function gives."""
    return SCALARS[kind] if kind in SCALARS else c_int if kind.startswith("enum ") else c_void_p


def load():
    library = ctypes.CDLL(str(BUILD / "libenvfp.so.0"))
    for function in FUNCTIONS.values():
        entry = getattr(library, function.name)
        entry.restype = c_type(function.result)
        entry.argtypes = [c_void_p if kind.endswith("*") else c_type(kind) for kind, _ in function.parameters]
    return library


lib = load()


def load_names():
    """What libenvfp-names gives."""
    get = ctypes.CDLL(str(BUILD / "libenvfp-names.so.0")).envfp_names_get
    get.argtypes, get.restype = (), ctypes.c_void_p
    return ctypes.c_void_p(get())


class Purse:
    """Memory by the C library's malloc, for so many blocks as it is told; None for any number."""

    libc = ctypes.CDLL(None)
    libc.malloc.restype, libc.malloc.argtypes, libc.free.argtypes = c_void_p, [c_size_t], [c_void_p]
    allocate_type = CFUNCTYPE(c_void_p, c_void_p, c_size_t)
    release_type = CFUNCTYPE(None, c_void_p, c_void_p, c_size_t)

    class Allocator(ctypes.Structure):
        _fields_ = [("allocate", c_void_p), ("release", c_void_p), ("state", c_void_p)]

    def __init__(self):
        self.left, self.requests, self.blocks = None, 0, 0
        self.functions = self.allocate_type(self.allocate), self.release_type(self.release)
        self.allocator = self.Allocator(*(ctypes.cast(one, c_void_p) for one in self.functions), None)
        self.address = ctypes.addressof(self.allocator)

    def allocate(self, _, size):
        self.requests += 1
        if self.left == 0:
            return None
        self.left = None if self.left is None else self.left - 1
        self.blocks += 1
        return self.libc.malloc(size)

    def release(self, _, block, __):
        self.blocks -= 1
        self.libc.free(block)


def make(name, *arguments):
    """What a function gives through the out-parameter at its end; it must succeed."""
    out = c_void_p()
    status = getattr(lib, name)(*arguments, byref(out))
    assert status == VALUES["ENVFP_OK"], (name, STATUSES[status])
    return out.value


def document(machine):
    return (REPOSITORY / "tests" / "machines" / machine / "expected.json").read_bytes()


def texts(*strings):
    return (c_char_p * len(strings))(*strings)


class Objects:
    """One of each kind, as a caller comes by it."""

    def __init__(self, allocator=None):
        self.bytes = [document("bubblewrap-debian12"), document("sparc-ldom")]
        self.probe = make("envfp_probe_new", allocator)
        self.a, self.b = (make("envfp_fingerprint_parse", allocator, text, len(text)) for text in self.bytes)
        self.diff = make("envfp_diff_new", self.a, self.b)
        self.traced = None

    def run(self):
        assert lib.envfp_diff_run(self.diff) == VALUES["ENVFP_OK"]
        layers = range(VALUES["ENVFP_LAYER_APP"] + 1)
        self.fact = lib.envfp_fingerprint_get_fact(self.a, VALUES["ENVFP_LAYER_LIBC"], 0)
        self.gap = next(filter(None, (lib.envfp_fingerprint_get_gap(self.a, layer, 0) for layer in layers)))
        self.boundary = lib.envfp_fingerprint_get_boundary(self.a, 0)
        self.change = lib.envfp_diff_get_change(self.diff, 0)
        self.entry = lib.envfp_registry_next(None)
        self.read = lib.envfp_registry_next_read(None)
        self.names = load_names()
        self.language = lib.envfp_registry_next_language(None)
        self.traced = self.trace()
        self.step = lib.envfp_fingerprint_get_step(self.traced, 0)
        assert self.fact and self.boundary and self.change and self.entry and self.read and self.step
        return self

    def trace(self):
        """A collection that keeps its steps."""
        assert lib.envfp_probe_set_operand(self.probe, b"root:/") == VALUES["ENVFP_OK"]
        assert lib.envfp_probe_set_layers(self.probe, 1 << VALUES["ENVFP_LAYER_LIBC"]) == VALUES["ENVFP_OK"]
        lib.envfp_probe_set_trace(self.probe, True)
        fingerprint = make("envfp_probe_run", self.probe)
        lib.envfp_probe_set_trace(self.probe, False)
        return fingerprint

    def free(self):
        lib.envfp_diff_free(self.diff)
        lib.envfp_fingerprint_free(self.a)
        lib.envfp_fingerprint_free(self.b)
        lib.envfp_fingerprint_free(self.traced)
        lib.envfp_probe_free(self.probe)


def apart(action, *arguments):
    """What `action` returns in a process of its own; the name of the signal that ended it instead."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writer, pickle.dumps(action(*arguments)))
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as stream:
        answer = stream.read()
    _, status = os.waitpid(child, 0)
    return signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else pickle.loads(answer)
