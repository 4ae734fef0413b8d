"""Raising signals and interruptions at moments that nobody chose, while wasm calls back (C4, I1).

Arguments: what sends them (`timer`: SIGALRM; `two`: SIGUSR1 and SIGUSR2 together; `both`: all
three; `thread`: PyThreadState_SetAsyncExc from another thread), and how many.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from typing import Any

from safestore import Store, Trap
from tests.native.guests import exports, host, left_alone, writer
from tests.ownership.storms import Hit, Storm, interrupt_from_elsewhere

SENDERS = {
    "timer": (signal.SIGALRM,),
    "two": (signal.SIGUSR1, signal.SIGUSR2),
    "both": (signal.SIGALRM, signal.SIGUSR1, signal.SIGUSR2),
}

WAT = """(module
  (import "" "add" (func $add (param i32 i32) (result i32)))
  (import "" "same" (func $same (param externref) (result externref)))
  (import "" "again" (func $again (param i32) (result i32)))
  (func (export "add") (param i32 i32) (result i32) (call $add (local.get 0) (local.get 1)))
  (func (export "same") (param externref) (result externref) (call $same (local.get 0)))
  (func (export "again") (param i32) (result i32) (call $again (local.get 0)))
  (func (export "fail") (param i32) (result i32) (call $add (local.get 0) (i32.const -1)))
  (func (export "alone") (param i32) (result i32) (i32.mul (local.get 0) (i32.const 3)))
  (func (export "trap") unreachable))"""


class Programmed(Exception):
    """What a host function raises of its own accord."""


class Guest:
    """Calls of several kinds, each of which checks what it gets."""

    def __init__(self) -> None:
        self.store = Store()
        self.written: list[bytes] = []
        self.guest = exports(
            self.store,
            WAT,
            host(self.store, self.add, "i32 i32", "i32"),
            host(self.store, lambda it: it, "externref", "externref"),
            host(self.store, self.again, "i32", "i32", access_caller=True),
        )
        self.writer_store, self.writer = writer(self.written.append)
        self.thing = object()

    def add(self, x: int, y: int) -> int:
        if y < 0:
            raise Programmed
        return x + y

    def again(self, caller: Any, x: int) -> int:
        result: int = caller["alone"](caller, x)
        return result + 1

    def numeric(self) -> None:
        got = self.guest["add"](self.store, 20, 22)
        assert got == 42, got

    def reference(self) -> None:
        got = self.guest["same"](self.store, self.thing)
        assert got is self.thing, got

    def nested(self) -> None:
        got = self.guest["again"](self.store, 5)
        assert got == 16, got

    def write(self) -> None:
        got = self.writer["write"](self.writer_store)
        assert got == 0, got

    def fail(self) -> None:
        try:
            self.guest["fail"](self.store, 1)
        except Programmed:
            return
        raise AssertionError("it did not fail")

    def trap(self) -> None:
        try:
            self.guest["trap"](self.store)
        except Trap as trap:
            assert "unreachable" in str(trap), trap
            return
        raise AssertionError("it did not trap")

    def actions(self) -> list[Callable[[], None]]:
        return [self.numeric, self.reference, self.nested, self.write, self.fail, self.trap]

    def check(self) -> None:
        """Everything still works, and nobody's exception is left over."""
        for store in (self.store, self.writer_store):
            left_alone(store)
        for action in self.actions():
            action()
        self.written.clear()


def main() -> None:
    sender, total = sys.argv[1], int(sys.argv[2])
    sys.setswitchinterval(2e-5)
    guest = Guest()
    guest.check()
    if sender == "thread":
        for action in guest.actions():
            share = total // len(guest.actions())
            for _ in range(share // 10):
                assert interrupt_from_elsewhere(action, 10) == 10
                guest.check()
        print(f"{total} interruptions")
        return
    numbers = SENDERS[sender]
    with Storm(*numbers).brewing() as storm:
        rides = total // len(numbers)
        for ride in range(rides):
            action = guest.actions()[ride % len(guest.actions())]
            for error in storm.ride(action):
                assert isinstance(error, Hit)
            guest.check()
    struck = sorted(set(storm.struck))
    print(f"{len(storm.hits)} signals, in {' '.join(struck)}")


if __name__ == "__main__":
    main()
