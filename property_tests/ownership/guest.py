"""The stores of the world: one engine and one module for all, and what is captured by them."""

from __future__ import annotations

import threading
import zlib
from functools import cache
from typing import Any

import safestore as wasmtime
from safestore import Pinned, Send
from safestore.errors import MisuseError

from .workers import HookError, current

__all__ = ["Cell", "Hook"]

_WAT = """
(module
  (import "" "" (func $host (param i32) (result i32)))
  (memory (export "still") 1 2)
  (memory (export "moving") 1 4)
  (func (export "add") (param i32) (result i32)
    (i32.add (local.get 0) (i32.const 1)))
  (func (export "trap") unreachable)
  (func (export "call back") (param i32) (result i32)
    (local.set 0 (call $host (local.get 0)))
    (if (i32.eqz (local.get 0)) (then unreachable))
    (local.get 0)))
"""


@cache
def engine() -> wasmtime.Engine:
    """With room for two pages before a memory has to move: "still" stays, "moving" may not."""
    config = wasmtime.Config()
    config.memory_reservation = 2 << 16
    return wasmtime.Engine(config)


@cache
def module() -> wasmtime.Module:
    return wasmtime.Module(engine(), _WAT)


class Slot:
    """Holds something, so that whoever holds this captures it."""

    thing: Any = None


class _Back(Slot):
    """The host function: the thread that calls it parks in it."""

    def __call__(self, caller: wasmtime.Caller, number: int) -> int:
        return current().park(caller)


class Cell:
    """A store, with its memories and functions."""

    def __init__(self) -> None:
        self.data = Slot()
        self.back = _Back()
        self.store = wasmtime.Store(engine(), self.data)
        i32 = wasmtime.ValType.i32()
        kind = wasmtime.FuncType([i32], [i32])
        host = wasmtime.Func(self.store, kind, self.back, access_caller=True)
        self.exports: dict[str, Any] = dict(
            wasmtime.Instance(self.store, module(), [host]).exports(self.store)
        )
        self.hooks: list[Hook] = []

    def capture(self, where: str, what: Any) -> None:
        """Have the store's data or its host function hold `what`."""
        slot = self.data if where == "data" else self.back
        slot.thing = what


def bound() -> Any:
    """What belongs to the thread that makes it."""
    return threading.local()


def unknown() -> Any:
    """Of a type that is written in C, and of which nothing is said."""
    return zlib.decompressobj()


@Send.register
class Hook:
    """Does what its kind says, so many times; afterwards it is content.

    It is marked `Send`, for what it refers to here is the test's own.
    """

    def __init__(self, cell: Cell, name: tuple[int, int], kind: str, times: int) -> None:
        self.exports: dict[str, Any] = cell.exports
        self.name = name
        self.kind = kind
        self.times = times

    def __call__(self, given: Any) -> None:
        worker = current()
        worker.ran.append(self.name)
        if not self.times:
            # What reads is allowed, always.
            self.exports["still"].read(given, 0, 1)
            return
        self.times -= 1
        if self.kind == "fails":
            raise HookError("as it was made to")
        if self.kind == "calls":
            self.exports["add"](given, 1)
        elif self.kind == "grows":
            self.exports["moving"].grow(given, 1)
        elif self.kind == "closes":
            given.close()
        elif self.kind == "moves":
            _move(given)
        elif self.kind == "lands" and worker.landing:
            worker.landing[-1].land()
        elif self.kind == "lends":
            worker.lent.append(self.exports["moving"].view(given))
        elif self.kind == "parks":
            worker.park(given)


def _move(given: Any) -> None:
    if isinstance(given, Pinned):
        given.transfer()
    else:
        Pinned(given)
    raise MisuseError("a hook has moved what it was to set up")
