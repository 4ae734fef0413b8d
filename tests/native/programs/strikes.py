"""Signals that are pending when wasm calls Python: each strikes at the callback's entry (C4, I1).

The guest itself sends them, by way of a native function, right before it calls. So where they
strike is certain: at the first instruction of the trampoline, and then at the next point that
CPython offers. One, two and more at once. Arguments: the kind of callback, and how many signals
for each.
"""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from safestore import Store, Trap
from safestore.ownership.thread import here
from tests.native.guests import exports, host, left_alone, signalling, writer
from tests.ownership.storms import chained

SIGNALS = (signal.SIGUSR1, signal.SIGUSR2, signal.SIGHUP)
# 3.10 delivers at the entry of an exception handler too: a third strikes where what the first
# raised is taken up, and the first is lost. Nothing else comes of it.
MOST = len(SIGNALS) if sys.version_info >= (3, 11) else 2


class Hit(BaseException):
    """Raised by the handler."""


hits: list[Hit] = []
struck: list[str] = []


def strike(number: int, frame: FrameType | None) -> None:
    struck.append("" if frame is None else frame.f_code.co_name)
    hit = Hit(number)
    hits.append(hit)
    raise hit


SENDS = "".join(f'(import "" "s{i}" (func $s{i}))\n' for i in range(len(SIGNALS)))


def sending(at_once: int) -> str:
    return " ".join(f"(call $s{i})" for i in range(at_once))


def core(
    store: Store,
    at_once: int,
    function: Callable[..., Any],
    types: str,
    access_caller: bool = False,
) -> tuple[Any, Callable[[], object]]:
    """A guest that sends, calls `function`, and notes how far it came."""
    guest = exports(
        store,
        f"""(module
          {SENDS}
          (import "" "host" (func $host (param {types}) (result {types})))
          (global $got (export "went on") (mut i32) (i32.const 0))
          (func (export "struck") (param {types}) (result {types})
            {sending(at_once)}
            (call $host (local.get 0))
            (global.set $got (i32.add (global.get $got) (i32.const 1))))
          (func (export "calm") (param {types}) (result {types}) (call $host (local.get 0)))
          (func (export "trap") unreachable))""",
        *(signalling(store, number) for number in SIGNALS),
        host(store, function, types, types, access_caller),
    )
    return guest, lambda: guest["went on"].value(store)


class Kind:
    """One kind of callback: how it is struck, and what it does when nothing strikes.

    `trampolines` are the functions of which one is struck first. `elsewhere` tells that the
    callback runs on a thread of wasmtime's own, where no signal strikes.
    """

    trampolines: frozenset[str] = frozenset({"_call_numeric"})
    elsewhere = False
    struck: Callable[[], object]
    calm: Callable[[], bool]
    trap: Callable[[], object]
    went_on: Callable[[], object]

    def __init__(self, at_once: int) -> None:
        self.calls = 0
        self.store = Store()
        self.make(at_once)

    def make(self, at_once: int) -> None:
        raise NotImplementedError


class numeric(Kind):
    access_caller = False

    def make(self, at_once: int) -> None:
        guest, self.went_on = core(self.store, at_once, self.add_one, "i32", self.access_caller)
        self.trap = lambda: guest["trap"](self.store)
        self.struck = lambda: guest["struck"](self.store, 7)
        self.calm = lambda: guest["calm"](self.store, 7) == 8

    def add_one(self, *arguments: Any) -> int:
        self.calls += 1
        return int(arguments[-1]) + 1


class caller(numeric):
    access_caller = True


class reference(Kind):
    trampolines = frozenset({"_call_general"})

    def make(self, at_once: int) -> None:
        thing: list[int] = []
        guest, self.went_on = core(self.store, at_once, self.same, "externref")
        self.trap = lambda: guest["trap"](self.store)
        self.struck = lambda: guest["struck"](self.store, thing)
        self.calm = lambda: guest["calm"](self.store, thing) is thing

    def same(self, thing: object) -> object:
        self.calls += 1
        return thing


class nested(Kind):
    """Struck inside a host function that called wasm again."""

    def make(self, at_once: int) -> None:
        inner = numeric(at_once)
        self.inner = inner
        guest = exports(
            self.store,
            """(module
              (import "" "" (func $host (param i32)))
              (func (export "run") (param i32) (call $host (local.get 0)))
              (func (export "trap") unreachable))""",
            host(self.store, self.go, "i32"),
        )
        self.trap = lambda: guest["trap"](self.store)
        self.struck = lambda: guest["run"](self.store, 1)
        self.calm = lambda: guest["run"](self.store, 0) is None
        self.went_on = inner.went_on

    def go(self, strike: int) -> None:
        if strike:
            self.inner.struck()
        else:
            self.calls += 1
            assert self.inner.calm()


class output(Kind):
    """An output callback; the guest only sees that a write has failed, and goes on."""

    trampolines = frozenset({"_write_output", "with_outputs"})
    elsewhere = True

    def make(self, at_once: int) -> None:
        sends = {
            f"s{i}": (lambda store, number=number: signalling(store, number))
            for i, number in enumerate(SIGNALS)
        }
        store, guest = writer(
            self.note,
            SENDS
            + f"""
            (func (export "struck") (result i32) {sending(at_once)} (call $write))
            (func (export "trap") unreachable)""",
            **sends,
        )
        self.store = store
        self.trap = lambda: guest["trap"](store)
        self.struck = lambda: guest["struck"](store)
        self.calm = lambda: guest["write"](store) == 0
        self.went_on = lambda: 0

    def note(self, data: bytes) -> None:
        self.calls += 1


class nothing(Kind):
    """No callback at all: pending when the call returns to Python."""

    trampolines = frozenset({"__call__"})

    def make(self, at_once: int) -> None:
        guest = exports(
            self.store,
            f"""(module {SENDS}
              (func (export "struck") {sending(at_once)})
              (func (export "calm") (result i32) (i32.const 8))
              (func (export "trap") unreachable))""",
            *(signalling(self.store, number) for number in SIGNALS),
        )
        self.trap = lambda: guest["trap"](self.store)
        self.struck = lambda: guest["struck"](self.store)

        def calm() -> bool:
            self.calls += 1
            return bool(guest["calm"](self.store) == 8)

        self.calm = calm
        self.went_on = lambda: 0


KINDS: dict[str, type[Any]] = {
    made.__name__: made for made in (numeric, caller, reference, nested, output, nothing)
}


def catch(action: Callable[[], object], caught: list[BaseException], levels: int) -> None:
    """Call `action`, and let all that is pending strike in here."""
    try:
        if levels:
            catch(action, caught, levels - 1)
        else:
            action()
        pending()
    except Hit as hit:
        caught.append(hit)


def pending() -> None:
    """A call: what is pending strikes at its entry, or after it."""


def ride(kind: Any, at_once: int) -> None:
    """Be struck, and find everything as it should be."""
    calls = kind.calls
    hits.clear()
    struck.clear()
    caught: list[BaseException] = []
    catch(kind.struck, caught, at_once)
    assert len(hits) == at_once, f"{len(hits)} of {at_once} struck"
    assert struck[0] in kind.trampolines, f"struck {struck[0]}"
    lost = set(hits) - {each for hit in caught for each in chained(hit)}
    assert not lost, f"{len(lost)} of {at_once} are lost"
    assert kind.calls == calls or kind.elsewhere, "the host function ran all the same"
    assert kind.went_on() == 0, "the guest went on"
    left_alone(kind.store)


def strike_all(kind: Any, at_once: int, total: int) -> None:
    assert kind.calm()
    for done in range(total // at_once):
        ride(kind, at_once)
        if done % 16 == 0:
            # What comes next is its own: neither a result nor an exception of before.
            calls = kind.calls
            assert kind.calm()
            assert kind.calls == calls + 1
            try:
                kind.trap()
            except Trap as trap:
                assert "unreachable" in str(trap)
                assert trap.__context__ is None
            else:
                raise AssertionError("no trap")
            gc.collect(0)
    hits.clear()
    assert here.raised is None or isinstance(here.raised, Hit)
    print(f"{total} signals, {at_once} at once")


def main() -> None:
    make = KINDS[sys.argv[1]]
    total = int(sys.argv[2])
    for number in SIGNALS:
        signal.signal(number, strike)
    # What the collector runs is no place to raise: CPython swallows it there.
    gc.disable()
    for at_once in range(1, MOST + 1):
        strike_all(make(at_once), at_once, total)


if __name__ == "__main__":
    main()
