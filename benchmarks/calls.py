"""Calls from Python into WebAssembly, and from WebAssembly into Python."""

from __future__ import annotations

from itertools import repeat
from types import ModuleType
from typing import Any

from . import guest
from .row import Batch, both

__all__ = ["ROWS"]


def nop(api: ModuleType) -> Batch:
    store, exports = guest.exports(api)
    function = exports["nop"]

    def batch(times: int) -> None:
        for _ in repeat(None, times):
            function(store)

    return batch


def add(api: ModuleType) -> Batch:
    store, exports = guest.exports(api)
    function = exports["add"]

    def batch(times: int) -> None:
        for _ in repeat(None, times):
            function(store, 1, 2)

    return batch


def floats(api: ModuleType) -> Batch:
    store, exports = guest.exports(api)
    function = exports["hypotenuse"]

    def batch(times: int) -> None:
        for _ in repeat(None, times):
            function(store, 3.0, 4.0)

    return batch


def three(api: ModuleType) -> Batch:
    store, exports = guest.exports(api)
    function = exports["three"]

    def batch(times: int) -> None:
        for _ in repeat(None, times):
            function(store, 1)

    return batch


def _asking(api: ModuleType, answer: Any, access_caller: bool, text: str = guest.ASKING) -> Batch:
    """The guest counts down and calls `answer` each time."""
    store = api.Store(guest.engine(api))
    ty = api.FuncType([api.ValType.i32()], [api.ValType.i32()])
    function = api.Func(store, ty, answer, access_caller)
    instance = api.Instance(store, guest.module(api, text), [function])
    ask = instance.exports(store)["ask"]
    return lambda times: ask(store, times)


def callback(api: ModuleType) -> Batch:
    return _asking(api, lambda number: number, False)


def callback_with_caller(api: ModuleType) -> Batch:
    return _asking(api, lambda caller, number: number, True)


def callback_reads_memory(api: ModuleType) -> Batch:
    def answer(caller: Any, number: int) -> int:
        caller["memory"].read(caller, 0, 16)
        return number

    return _asking(api, answer, True, guest.ASKING_WITH_MEMORY)


ROWS = (
    both("nop(store)", nop),
    both("add(store, 1, 2)", add, floor=5.0),
    both("f64, f64 -> f64", floats),
    both("i32 -> i32, i64, f64", three),
    both("host callback", callback),
    both("host callback with Caller", callback_with_caller),
    both("the same, reads 16 B", callback_reads_memory),
)
