"""wasm calls back at every depth of the stack: a right result or RecursionError, nothing else.

The argument tells how the depth comes about:

    python      by Python's own frames
    mixed       by Python and C in turn
    limit       the stack stays as it is, and the limit is moved instead
    c           by C as far as C goes, which 3.12 and later count on their own
    guest       by wasm and Python calling each other, from every depth
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from safestore import Instance, Module, Store
from tests.native.guests import exports, host, left_alone, writer

Call = Callable[[], object]
Guest = tuple[Store, Call, object]

CALLS_BACK = """(module
  (import "" "" (func $host (param i32) (result i32)))
  (func (export "run") (param i32) (result i32)
    (i32.add (i32.const 100) (call $host (local.get 0)))))"""
LIMIT = 400


def numeric() -> Guest:
    store = Store()
    run = exports(store, CALLS_BACK, host(store, lambda x: x + 1, "i32", "i32"))["run"]
    return store, lambda: run(store, 5), 106


def caller() -> Guest:
    store = Store()
    with_caller = host(store, lambda caller, x: x + 1, "i32", "i32", access_caller=True)
    run = exports(store, CALLS_BACK, with_caller)["run"]
    return store, lambda: run(store, 5), 106


def nothing() -> Guest:
    store = Store()
    calls: list[int] = []
    run = exports(
        store,
        """(module (import "" "" (func)) (func (export "run") (result i32) call 0 i32.const 1))""",
        host(store, lambda: calls.append(1)),
    )["run"]

    def call() -> object:
        calls.clear()
        return run(store), len(calls)

    return store, call, (1, 1)


def several() -> Guest:
    store = Store()
    run = exports(
        store,
        """(module
          (import "" "" (func (param i64 f64) (result f64 i64)))
          (func (export "run") (param i64 f64) (result f64 i64)
            (call 0 (local.get 0) (local.get 1))))""",
        host(store, lambda x, y: [y + 1, x + 1], "i64 f64", "f64 i64"),
    )["run"]
    return store, lambda: run(store, 5, 0.5), [1.5, 6]


def reference() -> Guest:
    store = Store()
    thing = object()
    run = exports(
        store,
        """(module
          (import "" "" (func (param externref) (result externref)))
          (func (export "run") (param externref) (result externref) (call 0 (local.get 0))))""",
        host(store, lambda it: it, "externref", "externref"),
    )["run"]
    return store, lambda: run(store, thing), thing


def nested() -> Guest:
    store = Store()
    other = Store()
    inner = exports(other, CALLS_BACK, host(other, lambda x: x + 1, "i32", "i32"))["run"]
    again = exports(store, CALLS_BACK, host(store, lambda x: x + 2, "i32", "i32"))["run"]
    twice = host(store, lambda x: inner(other, x) + again(store, x), "i32", "i32")
    run = exports(store, CALLS_BACK, twice)["run"]
    return store, lambda: run(store, 5), 100 + 106 + 107


def start() -> Guest:
    store = Store()
    module = Module(
        store.engine,
        """(module
          (import "" "" (func (param i32) (result i32)))
          (global $got (export "got") (mut i32) (i32.const 0))
          (func $begin (global.set $got (call 0 (i32.const 5))))
          (start $begin))""",
    )
    callback = host(store, lambda x: x + 1, "i32", "i32")

    def call() -> object:
        instance = Instance(store, module, [callback])
        got: Any = instance.exports(store)["got"]
        return got.value(store)

    return store, call, 6


def output() -> Guest:
    written: list[bytes] = []
    store, guest = writer(written.append)
    write = guest["write"]

    def call() -> object:
        written.clear()
        return write(store), b"".join(written)

    return store, call, (0, b"hello\n")


GUESTS: dict[str, Callable[[], Guest]] = {
    made.__name__: made
    for made in (numeric, caller, nothing, several, reference, nested, start, output)
}


class Tally:
    """What came of the calls, each of which has to be right or a RecursionError."""

    def __init__(self, guest: Guest) -> None:
        self.store, self.call, self.expected = guest
        self.right = self.refused = 0
        # Everything is looked up and prepared once.
        assert self.call() == self.expected

    def note(self, attempt: Callable[[], object], where: object) -> None:
        try:
            got = attempt()
        except RecursionError:
            self.refused += 1
        else:
            assert got == self.expected, f"{got!r} instead of {self.expected!r} at {where}"
            self.right += 1
        left_alone(self.store)

    def done(self) -> None:
        assert self.call() == self.expected
        assert self.right, "no call went well"


def at_depth(depth: int, call: Call) -> object:
    return at_depth(depth - 1, call) if depth else call()


def at_mixed_depth(depth: int, call: Call) -> object:
    """Each level is a call of Python, of C, and of Python again."""
    if not depth:
        return call()
    found: list[object] = []

    def deeper(_: int) -> int:
        found.append(at_mixed_depth(depth - 1, call))
        return 0

    min((depth,), key=deeper)
    return found.pop()


def python(tally: Tally) -> None:
    sys.setrecursionlimit(LIMIT)
    for depth in range(LIMIT):
        tally.note(partial(at_depth, depth, tally.call), depth)


def mixed(tally: Tally) -> None:
    sys.setrecursionlimit(LIMIT)
    for depth in range(LIMIT // 2):
        for offset in range(4):
            call = partial(at_depth, offset, tally.call)
            tally.note(partial(at_mixed_depth, depth, call), (depth, offset))


def limit(tally: Tally) -> None:
    usual = sys.getrecursionlimit()
    for low in range(10, 200):

        def attempt(low: int = low) -> object:
            # Refused itself where there are more frames already.
            sys.setrecursionlimit(low)
            try:
                return tally.call()
            finally:
                sys.setrecursionlimit(usual)

        tally.note(attempt, low)


def c(tally: Tally) -> None:
    if sys.version_info < (3, 12):
        # There is one count only, and no end of C's stack but a crash: `mixed` says it all.
        mixed(tally)
        return
    sys.setrecursionlimit(1_000_000)
    reached, beyond = 1, 20_000
    while beyond - reached > 1:
        middle = (reached + beyond) // 2
        try:
            at_mixed_depth(middle, lambda: None)
            reached = middle
        except RecursionError:
            beyond = middle
    for depth in range(reached - 40, reached + 2):
        tally.note(partial(at_mixed_depth, depth, tally.call), depth)


def guest(tally: Tally) -> None:
    sys.setrecursionlimit(LIMIT)
    store = tally.store
    left = [0]

    def deeper(x: int) -> int:
        left[0] -= 1
        result = run(store, x) if left[0] > 0 else x
        assert isinstance(result, int)
        return result + 1

    run = exports(store, CALLS_BACK, host(store, deeper, "i32", "i32"))["run"]
    for depth in range(0, LIMIT, 7):
        for levels in range(1, 60, 4):
            left[0] = levels
            tally.expected = 101 * levels
            tally.note(partial(at_depth, depth, lambda: run(store, 0)), (depth, levels))
    tally.expected = 106


DEPTHS = {made.__name__: made for made in (python, mixed, limit, c, guest)}


def main() -> None:
    usual = sys.getrecursionlimit()
    how = sys.argv[1]
    for kind, make in GUESTS.items():
        tally = Tally(make())
        try:
            DEPTHS[how](tally)
        finally:
            sys.setrecursionlimit(usual)
        tally.done()
        # A call of WASI alone has less to do than what brings most limits about.
        assert tally.refused or how == "limit", f"no call of {kind} came near the limit"
        print(f"{kind}: {tally.right} right, {tally.refused} refused")
        if how == "guest":
            break  # It brings a guest of its own.


if __name__ == "__main__":
    main()
