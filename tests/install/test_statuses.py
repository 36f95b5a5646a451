# SPDX-License-Identifier: MIT
"""Each status that the header names for a function is brought about, and no other comes, whichever allocation fails."""
import base64
import ctypes
import os
import resource
import zlib

import pytest
from calls import FUNCTIONS, STATUSES, VALUES, Objects, Purse, apart, byref, c_void_p, document, lib, load_names, texts

LONG = b"x" * 100_000  # more than the blocks that an object holds already
BIG = 65 << 20


class World:
    """Objects whose memory comes from a purse, and the calls on them."""

    def __init__(self, folder):
        self.purse = Purse()
        self.objects = Objects(self.purse.address)
        self.folder = os.fsencode(folder)
        self.allowed = None  # allocations of a call that names no number itself
        self.out = c_void_p()

    def call(self, name, *arguments):
        return self.out_of(None, name, *arguments)

    def out_of(self, left, name, *arguments):
        """The status's name, where so many allocations succeed."""
        self.purse.left = self.allowed if left is None else left
        status = getattr(lib, name)(*arguments)
        self.purse.left = None
        return STATUSES[status]

    def run(self, operand, **options):
        probe = self.objects.probe
        assert lib.envfp_probe_set_operand(probe, operand) == 0
        lib.envfp_probe_set_layers(probe, 1 << VALUES["ENVFP_LAYER_RUNTIMES"])
        assert lib.envfp_probe_set_project(probe, options.get("project")) == 0
        lib.envfp_probe_set_recording(probe, options.get("recording", -1))
        return self.out_of(options.get("left"), "envfp_probe_run", probe, byref(self.out))

    def parse(self, data, left=None):
        return self.out_of(left, "envfp_fingerprint_parse", self.purse.address, data, len(data), byref(self.out))

    def copy(self, form, left=None):
        return self.out_of(left, "envfp_fingerprint_copy_form", self.objects.a, VALUES[form], byref(self.out), None)

    def diff(self, name, *arguments, left=None):
        return self.out_of(left, name, self.objects.diff, *arguments)

    def full_of_names(self):
        """What an earlier call copied stays until the end; a name is cut, and fits for long."""
        for _ in range(10000):
            status = self.diff("envfp_diff_set_names", b"x" * 40, b"y" * 40, left=0)
            if status != "ENVFP_OK":
                return status

    def token(self, form):
        """A token cannot give a document."""
        assert self.copy("ENVFP_FORM_LONG") == "ENVFP_OK"
        assert self.parse(ctypes.string_at(self.out)) == "ENVFP_OK"
        return self.call("envfp_fingerprint_copy_form", self.out.value, VALUES[form], byref(self.out), None)

    def line(self, starved):
        """The process gets no block that a collection could use: neither a new one nor a free one."""
        if starved:
            with open("/proc/self/statm") as stream:
                held = int(stream.read().split()[0]) * resource.getpagesize()
            resource.setrlimit(resource.RLIMIT_AS, (held, resource.RLIM_INFINITY))
            while self.purse.libc.malloc(1 << 18):
                pass
        status = lib.envfp_line_copy(byref(self.out))
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY,) * 2)
        return STATUSES[status]


def packed(data):
    return b"envfpz1." + base64.urlsafe_b64encode(zlib.compress(data)).rstrip(b"=")


HALF = Purse()  # it cannot take back
HALF.allocator.release = None


def add(name, *values, key=b"gate.key", left=None):
    return lambda world: world.out_of(left, f"envfp_probe_add_{name}", world.objects.probe, key, *values)


def fill(world):
    """The app section's room is used up, and so is the block's: the next fact needs a new one."""
    for index in range(16):
        assert lib.envfp_probe_add_boolean(world.objects.probe, b"fill.%d" % index, True) == 0
    while world.out_of(0, "envfp_probe_set_operand", world.objects.probe, b"root:/" + b"y" * 100) == "ENVFP_OK":
        pass
    return world


def probe(name, *arguments, left=None):
    return lambda world: world.out_of(left, f"envfp_probe_{name}", world.objects.probe, *arguments)


OK, MEMORY, ARGUMENT = "ENVFP_OK", "ENVFP_NO_MEMORY", "ENVFP_BAD_ARGUMENT"
FORMAT, BIG_STATUS, MISSING, IO = "ENVFP_BAD_FORMAT", "ENVFP_TOO_BIG", "ENVFP_NOT_FOUND", "ENVFP_IO"

NAMES = load_names()
OTHER_NAMES = ctypes.create_string_buffer(b"\xff" * 64)

# How each comes about. Rows of one status say what else leads to it.
CASES = [
    ("envfp_line_copy", OK, lambda w: w.line(False)),
    ("envfp_line_copy", MEMORY, lambda w: w.line(True)),
    ("envfp_line_copy", ARGUMENT, lambda w: w.call("envfp_line_copy", None)),
    ("envfp_probe_new", OK, lambda w: w.call("envfp_probe_new", w.purse.address, byref(w.out))),
    ("envfp_probe_new", MEMORY, lambda w: w.out_of(0, "envfp_probe_new", w.purse.address, byref(w.out))),
    ("envfp_probe_new", ARGUMENT, lambda w: w.call("envfp_probe_new", HALF.address, byref(w.out))),
    ("envfp_probe_set_operand", OK, probe("set_operand", b"root:/")),
    ("envfp_probe_set_operand", MEMORY, probe("set_operand", b"root:/" + LONG, left=0)),
    *[("envfp_probe_set_operand", ARGUMENT, probe("set_operand", operand))
      for operand in (b"", b"selfish", b"pid:0", b"pid:-1", b"pid:2147483648", b"root:", b"record:", b"/")],
    ("envfp_probe_set_layers", OK, probe("set_layers", 0xff)),
    ("envfp_probe_set_layers", ARGUMENT, probe("set_layers", 0x1ff)),
    ("envfp_probe_set_project", OK, probe("set_project", b"/nowhere")),
    ("envfp_probe_set_project", MEMORY, probe("set_project", b"/" + LONG, left=0)),
    ("envfp_probe_set_project", ARGUMENT, probe("set_project", b"relative")),
    ("envfp_probe_set_names", OK, probe("set_names", NAMES)),
    ("envfp_probe_set_names", ARGUMENT, probe("set_names", OTHER_NAMES)),
    ("envfp_probe_set_limit", OK, probe("set_limit", 0, 1)),
    ("envfp_probe_set_limit", ARGUMENT, probe("set_limit", 0, 0)),
    ("envfp_probe_set_environ", OK, probe("set_environ", texts(b"A=b"), 1)),
    ("envfp_probe_set_environ", MEMORY, probe("set_environ", texts(LONG), 1, left=0)),
    ("envfp_probe_set_environ", ARGUMENT, probe("set_environ", None, 1)),
    ("envfp_probe_add_string", OK, add("string", b"value")),
    ("envfp_probe_add_string", MEMORY, add("string", LONG, left=0)),
    *[("envfp_probe_add_string", ARGUMENT, add("string", b"value", key=key))
      for key in (b"", b"A", b"a..b", b"a.", b"a/", b"process", b"process.libc", b"process/x", b"a/\n", b"\xc3\xa4")],
    ("envfp_probe_add_integer", OK, add("integer", 1)),
    ("envfp_probe_add_integer", MEMORY, lambda w: add("integer", 1, left=0)(fill(w))),
    ("envfp_probe_add_integer", ARGUMENT, add("integer", 1 << 53)),
    ("envfp_probe_add_boolean", OK, add("boolean", True)),
    ("envfp_probe_add_boolean", MEMORY, lambda w: add("boolean", True, left=0)(fill(w))),
    ("envfp_probe_add_boolean", ARGUMENT, add("boolean", True, key=b"process.x")),
    ("envfp_probe_add_set", OK, add("set", texts(b"b", b"a", b"b"), 3)),
    ("envfp_probe_add_set", MEMORY, add("set", texts(LONG), 1, left=0)),
    ("envfp_probe_add_set", ARGUMENT, add("set", None, 1)),
    ("envfp_probe_run", OK, lambda w: w.run(b"self")),
    ("envfp_probe_run", MEMORY, lambda w: w.run(b"self", left=0)),
    ("envfp_probe_run", ARGUMENT, lambda w: w.call("envfp_probe_run", None, byref(w.out))),
    ("envfp_probe_run", MISSING, lambda w: w.run(b"pid:2147483647")),
    ("envfp_probe_run", MISSING, lambda w: w.run(b"root:/nowhere/at/all")),
    ("envfp_probe_run", MISSING, lambda w: w.run(b"self", project=b"/nowhere/at/all")),
    ("envfp_probe_run", IO, lambda w: w.run(b"root:/dev/null")),
    ("envfp_probe_run", IO, lambda w: w.run(b"record:" + w.folder)),
    ("envfp_probe_run", IO, lambda w: w.run(b"self", recording=os.open("/dev/null", os.O_RDONLY))),
    ("envfp_fingerprint_parse", OK, lambda w: w.parse(document("gce"))),
    ("envfp_fingerprint_parse", MEMORY, lambda w: w.parse(document("gce"), 0)),
    ("envfp_fingerprint_parse", ARGUMENT,
     lambda w: w.call("envfp_fingerprint_parse", HALF.address, b"x", 1, byref(w.out))),
    *[("envfp_fingerprint_parse", FORMAT, lambda w, data=data: w.parse(data))
      for data in (b"", b"nothing", b"{}", document("gce")[:-9], packed(b"{}"))],
    ("envfp_fingerprint_parse", BIG_STATUS, lambda w: w.parse(bytes(BIG))),
    ("envfp_fingerprint_parse", BIG_STATUS, lambda w: w.parse(packed(b" " * (32 << 20)))),
    ("envfp_fingerprint_copy_form", OK, lambda w: w.copy("ENVFP_FORM_PACKED")),
    ("envfp_fingerprint_copy_form", OK, lambda w: w.token("ENVFP_FORM_SHORT")),
    ("envfp_fingerprint_copy_form", MEMORY, lambda w: w.copy("ENVFP_FORM_SHORT", 0)),
    ("envfp_fingerprint_copy_form", MEMORY, lambda w: w.copy("ENVFP_FORM_PACKED", 1)),
    ("envfp_fingerprint_copy_form", ARGUMENT, lambda w: w.token("ENVFP_FORM_DOCUMENT")),
    ("envfp_fingerprint_copy_form", ARGUMENT, lambda w: w.token("ENVFP_FORM_LINE")),
    ("envfp_diff_new", OK, lambda w: w.call("envfp_diff_new", w.objects.a, w.objects.b, byref(w.out))),
    ("envfp_diff_new", MEMORY, lambda w: w.out_of(0, "envfp_diff_new", w.objects.a, w.objects.b, byref(w.out))),
    ("envfp_diff_new", ARGUMENT, lambda w: w.call("envfp_diff_new", w.objects.a, None, byref(w.out))),
    ("envfp_diff_ignore", OK, lambda w: w.diff("envfp_diff_ignore", b"kernel:uname.*")),
    ("envfp_diff_ignore", MEMORY, lambda w: w.diff("envfp_diff_ignore", LONG, left=0)),
    ("envfp_diff_ignore", ARGUMENT, lambda w: w.diff("envfp_diff_ignore", b"")),
    ("envfp_diff_ignore", ARGUMENT, lambda w: w.diff("envfp_diff_ignore", b"kernel:")),
    ("envfp_diff_set_names", OK, lambda w: w.diff("envfp_diff_set_names", b"works", None)),
    ("envfp_diff_set_names", MEMORY, lambda w: w.full_of_names()),
    ("envfp_diff_set_names", ARGUMENT, lambda w: w.call("envfp_diff_set_names", None, None, None)),
    ("envfp_diff_set_layers", OK, lambda w: w.diff("envfp_diff_set_layers", 0x1ff)),
    ("envfp_diff_set_layers", ARGUMENT, lambda w: w.diff("envfp_diff_set_layers", 0x200)),
    ("envfp_diff_run", OK, lambda w: w.diff("envfp_diff_run")),
    ("envfp_diff_run", MEMORY, lambda w: w.diff("envfp_diff_run", left=0)),
    ("envfp_diff_run", ARGUMENT, lambda w: w.call("envfp_diff_run", None)),
    ("envfp_diff_copy_text", OK, lambda w: w.diff("envfp_diff_copy_text", True, 0, byref(w.out), None)),
    ("envfp_diff_copy_text", MEMORY, lambda w: w.diff("envfp_diff_copy_text", True, 0, byref(w.out), None, left=0)),
    ("envfp_diff_copy_text", ARGUMENT, lambda w: w.diff("envfp_diff_copy_text", True, 0, None, None)),
    ("envfp_diff_copy_json", OK, lambda w: w.diff("envfp_diff_copy_json", byref(w.out), None)),
    ("envfp_diff_copy_json", MEMORY, lambda w: w.diff("envfp_diff_copy_json", byref(w.out), None, left=0)),
    ("envfp_diff_copy_json", ARGUMENT, lambda w: w.diff("envfp_diff_copy_json", None, None)),
]


def test_each_status_has_its_case():
    named = {(function.name, status) for function in FUNCTIONS.values() for status in function.statuses()}
    assert {(name, status) for name, status, _ in CASES} == named


@pytest.mark.parametrize("index", range(len(CASES)), ids=[f"{name}-{status}" for name, status, _ in CASES])
def test_status(index, tmp_path):
    _, status, case = CASES[index]
    assert apart(lambda: case(World(tmp_path))) == status


def free(name, given):
    """What a function gave through an out-parameter."""
    kinds = [kind for kind, _ in FUNCTIONS[name].parameters if kind.endswith("**")]
    for kind in kinds if given.value else ():
        noun = "text" if kind == "char **" else kind[len("struct envfp_"):-len(" **")]
        getattr(lib, f"envfp_{noun}_free")(given)


FIRST = {name: case for name, status, case in reversed(CASES) if status == OK and name != "envfp_line_copy"}


@pytest.mark.parametrize("name", FIRST)
def test_allocations_fail_from_the_nth(name, tmp_path):
    """The statuses are among those that are named, nothing is given, and every block comes back."""
    def sweep():
        seen, left = set(), []
        for allowed in range(200):
            world = World(tmp_path)
            world.allowed = allowed
            status = FIRST[name](world)
            seen.add((status, bool(world.out.value)) if status != OK else status)
            free(name, world.out)
            world.objects.free()
            left.append(world.purse.blocks)
            if status == OK:
                break
        return seen, left

    seen, left = apart(sweep)
    may_fail = {(MEMORY, False)} if MEMORY in FUNCTIONS[name].statuses() else set()
    assert seen == may_fail | {OK} or seen == {OK}
    assert not any(left)


def test_a_fact_that_found_no_memory_is_not_there(tmp_path):
    """Neither half of it, nor the one that it would have replaced gone."""
    world = World(tmp_path)
    assert add("string", b"first", key=b"gate.one")(world) == OK
    assert add("string", LONG, key=b"gate.one", left=0)(world) == MEMORY
    assert add("string", LONG, key=b"gate.two", left=0)(world) == MEMORY
    assert add("set", texts(LONG), 1, key=b"gate.two", left=0)(world) == MEMORY
    assert add("boolean", True, key=b"k" * len(LONG), left=0)(world) == MEMORY
    assert add("string", b"last", key=b"gate.three")(world) == OK
    assert world.run(b"self") == OK
    app = VALUES["ENVFP_LAYER_APP"]
    facts = [lib.envfp_fingerprint_get_fact(world.out, app, index) for index in range(9)]
    assert [(lib.envfp_fact_get_key(fact), lib.envfp_fact_get_string(fact)) for fact in filter(None, facts)] == [
        (b"gate.one", b"first"), (b"gate.three", b"last")]
    lib.envfp_fingerprint_free(world.out)
    world.objects.free()


def test_a_comparison_that_found_no_memory_has_found_nothing(tmp_path):
    """And the next one may."""
    world = World(tmp_path)
    diff = world.objects.diff
    undecided = VALUES["ENVFP_UNDECIDED"], 0, b"Nothing has been compared.", None

    def shown():
        return (lib.envfp_diff_get_verdict(diff), lib.envfp_diff_get_change_count(diff),
                lib.envfp_diff_get_headline(diff), lib.envfp_diff_get_advice(diff))

    assert shown() == undecided
    assert world.diff("envfp_diff_run", left=0) == MEMORY
    assert shown() == undecided
    assert world.diff("envfp_diff_run") == OK
    assert shown()[0] == VALUES["ENVFP_DIFFERS"] and shown()[1] > 100 and shown()[3]
    world.objects.free()
