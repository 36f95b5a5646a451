# SPDX-License-Identifier: MIT
"""Memory and threads."""
import gc
import threading
import tracemalloc

import pytest

import envfp
from envfp._handle import Handle


def resident():
    """Bytes of this process's anonymous memory."""
    with open("/proc/self/smaps_rollup") as rollup:
        for row in rollup:
            if row.startswith("Anonymous:"):
                return int(row.split()[1]) * 1024
    return 0


def use(text):
    with envfp.parse(text) as a:
        b = envfp.parse(text)
        a.layers["kernel"].all_facts()
        envfp.diff(a, b).text()
        a.long_token()
        del b


def test_nothing_leaks(here):
    text = here.to_json()
    for _ in range(5):
        use(text)
    gc.collect()
    tracemalloc.start()
    before, pages = tracemalloc.get_traced_memory()[0], resident()
    for _ in range(30):
        use(text)
    gc.collect()
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert after - before < 50_000
    assert resident() - pages < 20 * len(text)  # 60 documents were read


def test_failures_leak_nothing():
    def fail():
        for wrong in ({"app": {"BAD": "x"}}, {"operand": "root:/nonexistent"}, {"layers": []}):
            with pytest.raises(envfp.EnvfpError):
                envfp.collect(**wrong)
        with pytest.raises(envfp.BadFormat):
            envfp.parse("x" * 100_000)

    fail()
    before = resident()
    for _ in range(100):
        fail()
    gc.collect()
    assert resident() - before < 2_000_000


class Counted:
    """Stands for a C object."""

    def __init__(self):
        self.freed = 0

    def free(self, pointer):
        self.freed += 1


def test_a_handle_frees_once():
    counted = Counted()
    handle = Handle(object(), counted.free, "thing")
    handle.close()
    handle.close()
    del handle
    gc.collect()
    assert counted.freed == 1


def test_a_handle_that_nobody_closes_is_freed():
    counted = Counted()
    handle = Handle(object(), counted.free, "thing")
    del handle
    gc.collect()
    assert counted.freed == 1


def test_a_borrowed_handle_waits():
    counted = Counted()
    handle = Handle(object(), counted.free, "thing")
    with handle.borrow():
        handle.close()
        assert counted.freed == 0
        with pytest.raises(ValueError, match="thing is closed"):
            handle.hold()
    assert counted.freed == 1


def test_a_handle_holds_what_it_rests_on():
    below, above = Counted(), Counted()
    lower = Handle(object(), below.free, "lower")
    lower.hold()
    upper = Handle(object(), above.free, "upper", (lower,))
    lower.close()
    assert below.freed == 0
    upper.close()
    assert (below.freed, above.freed) == (1, 1)


def in_threads(count, work):
    """Run work() in threads at once; raise what any of them raised."""
    failures = []
    start = threading.Barrier(count)

    def run():
        try:
            start.wait()
            work()
        except BaseException as error:  # handed to the main thread
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def differing(a, b):
    """Facts and gaps of any class in which two fingerprints differ."""
    facts = [set(layer.all_facts()) | {(layer.name, gap) for gap in layer.gaps.items()}
             for layer in (*a.layers.values(), *b.layers.values())]
    return set().union(*facts[:8]) ^ set().union(*facts[8:])


def test_threads_collect_the_same(here):
    def work():
        with envfp.collect() as mine:
            if mine.to_json() != here.to_json():
                pytest.fail(f"{envfp.diff(here, mine)}\n{differing(here, mine)}")

    in_threads(8, work)


def test_threads_share_one_fingerprint(here):
    shared = envfp.parse(here.to_json())

    def work():
        assert shared.long_token() == here.long_token()
        assert envfp.diff(shared, here).verdict == "same"
        assert shared.layers["kernel"].facts == here.layers["kernel"].facts

    in_threads(8, work)


def test_threads_may_close_what_others_read(here):
    text = here.to_json()
    for _ in range(10):
        shared = envfp.parse(text)
        turns = iter(range(8))

        def work(shared=shared, turns=turns):
            if next(turns) == 3:
                shared.close()
                return
            try:
                assert shared.to_json() == text
            except ValueError as error:
                assert str(error) == "fingerprint is closed"

        in_threads(8, work)
