# SPDX-License-Identifier: MIT
"""Ownership of one C object, safe between threads."""
from __future__ import annotations

import threading
import weakref
from contextlib import contextmanager
from typing import Any, Callable, Iterator, Tuple


def _free(free: Callable[[Any], None], pointer: Any, rests_on: "Tuple[Handle, ...]") -> None:
    free(pointer)
    for handle in rests_on:
        handle.release()


class Handle:
    """One C object with its ``_free``. Closing it while another thread reads, or while a diff still
    rests on it, frees it when the last of them is done; nobody can begin to read after that.

    The object is also freed when the handle is collected as garbage, so nothing leaks where ``close``
    is never called; at the interpreter's exit the operating system takes the memory, since a daemon
    thread may still read it."""

    __slots__ = ("_pointer", "_what", "_lock", "_borrowers", "_closed", "_finalizer", "__weakref__")

    def __init__(
        self, pointer: Any, free: Callable[[Any], None], what: str, rests_on: "Tuple[Handle, ...]" = ()
    ) -> None:
        """Take over ``pointer``, and what `hold` gave of the handles that it ``rests_on``."""
        self._pointer = pointer
        self._what = what
        # Re-entrant: collecting garbage inside a locked section may release what another object held.
        self._lock = threading.RLock()
        self._borrowers = 0
        self._closed = False
        self._finalizer = weakref.finalize(self, _free, free, pointer, rests_on)
        self._finalizer.atexit = False

    @property
    def closed(self) -> bool:
        return self._closed

    def hold(self) -> Any:
        """The pointer, valid until `release`. ValueError on a closed handle."""
        with self._lock:
            if self._closed:
                raise ValueError(f"{self._what} is closed")
            self._borrowers += 1
            return self._pointer

    def hold_again(self) -> None:
        """Hold once more what the caller already holds, closed meanwhile or not."""
        with self._lock:
            self._borrowers += 1

    def release(self) -> None:
        with self._lock:
            self._borrowers -= 1
            done = self._closed and not self._borrowers
        if done:
            self._finalizer()  # runs once, whoever comes first

    def close(self) -> None:
        with self._lock:
            self._closed = True
            done = not self._borrowers
        if done:
            self._finalizer()

    @contextmanager
    def borrow(self) -> Iterator[Any]:
        pointer = self.hold()
        try:
            yield pointer
        finally:
            self.release()
