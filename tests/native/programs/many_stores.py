"""Makes stores and lets go of them: resident memory stays where it was, within 5 %.

Arguments: how they go, and how many.

    close   closed, after some use
    drop    let go of
    cycle   let go of in a cycle with a host function
    busy    closed, after memories, tables, references, traps and exceptions
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from safestore import Engine, Func, FuncType, Instance, Module, Store, Trap, ValType

ENGINE = Engine()
ADD = Module(
    ENGINE,
    """(module
      (import "" "" (func))
      (memory (export "memory") 1)
      (func (export "add") (param i32 i32) (result i32)
        call 0 (i32.add (local.get 0) (local.get 1))))""",
)
BUSY = Module(
    ENGINE,
    """(module
      (import "" "host" (func $host (param externref) (result externref)))
      (memory (export "memory") 1 4)
      (table (export "table") 10 100 externref)
      (func (export "host") (param externref) (result externref) (call $host (local.get 0)))
      (func (export "trap") (param externref) unreachable))""",
)


def instance(store: Store) -> Any:
    host = Func(store, FuncType([], []), lambda: None)
    return Instance(store, ADD, [host]).exports(store)


def close() -> None:
    store = Store(ENGINE)
    assert instance(store)["add"](store, 1, 2) == 3
    store.close()


def drop() -> None:
    store = Store(ENGINE)
    assert instance(store)["add"](store, 1, 2) == 3


def cycle() -> None:
    store = Store(ENGINE)
    host = Func(store, FuncType([], []), lambda: store.data())
    guest: Any = Instance(store, ADD, [host]).exports(store)
    assert guest["add"](store, 1, 2) == 3


class Odd(Exception):
    """What the host function raises."""


def busy() -> None:
    store = Store(ENGINE, data=[])

    def same(it: Any) -> Any:
        if it is None:
            raise Odd
        return it

    kind = FuncType([ValType.externref()], [ValType.externref()])
    guest: Any = Instance(store, BUSY, [Func(store, kind, same)]).exports(store)
    thing: list[int] = []
    assert guest["host"](store, thing) is thing
    with suppress(Odd):
        guest["host"](store, None)
    try:
        guest["trap"](store, thing)
    except Trap as trap:
        assert trap.frames
    guest["memory"].grow(store, 1)
    guest["memory"].write(store, b"hello", 65536)
    array = guest["memory"].get_buffer_ptr(store, 5, 65536)
    assert bytes(array) == b"hello"
    guest["table"].set(store, 0, thing)
    guest["table"].grow(store, 5, thing)
    store.close()


WAYS: dict[str, Callable[[], None]] = {way.__name__: way for way in (close, drop, cycle, busy)}


def resident() -> int:
    """In KiB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise AssertionError("no VmRSS")


def main() -> None:
    way, total = WAYS[sys.argv[1]], int(sys.argv[2])
    for _ in range(max(1_000, total // 10)):
        way()
    gc.collect()
    before = resident()
    for _ in range(total):
        way()
    gc.collect()
    after = resident()
    print(f"{total} stores: {before} KiB before, {after} KiB after")
    assert after < before * 1.05, f"resident memory grew from {before} KiB to {after} KiB"


if __name__ == "__main__":
    main()
