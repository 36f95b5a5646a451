# SPDX-License-Identifier: MIT
"""Every function of the header is called with NULL for each pointer, and with values outside of what a parameter takes:
none crashes, and each gives what its documentation names."""
import ctypes

import pytest
from calls import FUNCTIONS, STATUSES, VALUES, Objects, apart, byref, c_size_t, c_void_p, lib, texts
from header import END_RULE, NULL_RULE, VALUE_RULE

# Arguments that a function takes, by the parameter's name; objects come by their type.
GOOD = {"a": b"works", "b": b"fails", "operand": b"self", "directory": b"/", "key": b"some.key", "mask": 1, "width": 0, "count": 1, "index": 0,
        "value": 1, "nanoseconds": 0, "detail": True, "allow": True, "process": True, "trace": True, "all": True, "allocator": None,
        "text": None, "point": None, "printable": None}
OUTSIDE = {"uint32_t": [1 << 31, 0], "int64_t": [1 << 53, -(1 << 53)]}
FILLED = 0x5A5A


@pytest.fixture(scope="module")
def objects():
    made = Objects().run()
    yield made
    made.free()


class Call:
    """A call that succeeds until an argument is replaced."""

    def __init__(self, function, objects):
        self.function = function
        self.outs = {name: c_void_p(FILLED) for kind, name in function.parameters if kind.endswith("**")}
        self.outs.update({name: c_size_t(FILLED) for kind, name in function.parameters if kind == "size_t *"})
        self.arguments = {name: self.good(kind, name, objects) for kind, name in function.parameters}

    def good(self, kind, name, objects):
        if name in self.outs:
            return byref(self.outs[name])
        if kind == "const char *const *":
            return texts(b"NAME=value")
        if kind == "int":
            return -1
        if name == "bytes":
            return objects.bytes[0]
        if name == "length":
            return len(objects.bytes[0])
        if kind == "const char *" and name == "value":
            return b"value"
        if kind.startswith("enum "):
            return 0
        if kind.startswith(("const struct envfp_", "struct envfp_")) and name != "allocator":
            of_kind = kind[:-2].split("envfp_")[1]
            return getattr(objects, {"fingerprint": "a", "previous": of_kind}.get(name, name))
        return GOOD[name]

    def run(self, **replaced):
        """Result, and what the out-parameters then hold."""
        result = getattr(lib, self.function.name)(*{**self.arguments, **replaced}.values())
        return result, {name: out.value for name, out in self.outs.items() if replaced.get(name, 0) is not None}


def check(call, rule, **replaced):
    """Against a rule's word: what the call must give."""
    function, answer = call.function, apart(lambda: call.run(**replaced))
    assert isinstance(answer, tuple), f"{answer} in {function.name}({replaced})"
    result, outs = answer
    wanted = {"NULL": None, "false": False, "nothing": None, "for": VALUES["ENVFP_OK"]}.get(rule, rule)
    if rule.startswith('"'):
        wanted = rule.strip('"').encode()
    elif rule in VALUES:
        wanted = VALUES[rule]
    elif rule.isdigit():
        wanted = int(rule)
    if rule == "for" and not function.checked:  # NULL stands for something: there is an answer
        wanted = result or "an answer"
    assert result == wanted, (function.name, replaced, result)
    if function.checked:
        assert STATUSES[result] in function.statuses(), (function.name, replaced)
        if result != VALUES["ENVFP_OK"]:
            assert not any(outs.values()), (function.name, replaced, outs)


@pytest.mark.parametrize("name", [name for name, function in FUNCTIONS.items() if function.checked])
def test_call_that_is_right_succeeds(objects, name):
    check(Call(FUNCTIONS[name], objects), "ENVFP_OK")


@pytest.mark.parametrize("name", [name for name, function in FUNCTIONS.items() if function.pointers()])
def test_null(objects, name):
    function = FUNCTIONS[name]
    call = Call(function, objects)
    for _, parameter in function.pointers():
        gives, nothing, taken = NULL_RULE.search(function.notes[parameter]).groups()
        check(call, gives or (nothing and "nothing") or taken, **{parameter: None})
    everything = {parameter: None for _, parameter in function.pointers()}
    everything.update({parameter: 0 for kind, parameter in function.parameters if kind == "size_t"})
    assert isinstance(apart(lambda: call.run(**everything)), tuple), name


@pytest.mark.parametrize("name", [name for name, function in FUNCTIONS.items()
                                  if any(VALUE_RULE.search(note) for note in function.notes.values())])
def test_value_outside(objects, name):
    function = FUNCTIONS[name]
    for kind, parameter in function.parameters:
        rule = VALUE_RULE.search(function.notes[parameter])
        for value in OUTSIDE.get(kind, [99, -1]) if rule else ():
            check(Call(function, objects), rule.group(1), **{parameter: value})


@pytest.mark.parametrize("name", [name for name, function in FUNCTIONS.items() if "index" in function.notes])
def test_index_past_the_end(objects, name):
    function = FUNCTIONS[name]
    rule = END_RULE.search(function.notes["index"]).group(1)
    for index in (1 << 20, ctypes.c_size_t(-1).value):
        check(Call(function, objects), rule, index=index)


def test_a_count_allows_null():
    """Where there is nothing to point to."""
    probe = c_void_p()
    assert lib.envfp_probe_new(None, byref(probe)) == 0
    assert lib.envfp_probe_set_environ(probe, None, 0) == 0
    assert lib.envfp_probe_add_set(probe, b"empty", None, 0) == 0
    assert lib.envfp_probe_set_environ(probe, texts(b"A=b", None), 2) == VALUES["ENVFP_BAD_ARGUMENT"]
    assert lib.envfp_probe_add_set(probe, b"set", texts(b"a", None), 2) == VALUES["ENVFP_BAD_ARGUMENT"]
    lib.envfp_probe_free(probe)
