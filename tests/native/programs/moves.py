"""Raising signals and interruptions while stores are pinned, called, moved and landed (T7).

Arguments: what sends them (`timer`: SIGALRM; `thread`: PyThreadState_SetAsyncExc from another
thread), and how many. After each, one owner is left or none, no lock is held, and what is left can
be closed.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from typing import Any

from safestore import Engine, FuncType, Linker, Module, Pinned, Send, Store, ValType
from safestore.errors import LandingError
from safestore.ownership.lock import hold
from safestore.ownership.thread import here
from tests.ownership.storms import Hit, Storm, interrupt_from_elsewhere

WAT = """(module
  (import "" "add" (func $add (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "add") (param i32 i32) (result i32) (call $add (local.get 0) (local.get 1))))"""

I32 = ValType.i32()


@Send.register
class Moves:
    """Two stores that go from hand to hand, and what was in hand last.

    Tokens are kept until a strike has come out: CPython loses what strikes in a finalizer.
    """

    def __init__(self) -> None:
        self.engine = Engine()
        self.module = Module(self.engine, WAT)
        self.linker = Linker(self.engine)
        self.linker.define_func("", "add", FuncType([I32, I32], [I32]), lambda x, y: x + y)
        self.came_to: dict[str, int] = {}
        self.tokens: list[Any] = []
        self.spent: list[Any] = []
        self.begin()

    def begin(self) -> None:
        """New stores, and nothing in hand."""
        self.pins: list[Any] = []
        self.spent += self.tokens
        self.tokens = []
        self.fails = False
        self.stores = tuple(Store(self.engine) for _ in range(2))
        self.exports = tuple(
            self.linker.instantiate(store, self.module).exports(store) for store in self.stores
        )
        for store in self.stores:
            store.on_land(self.hook)

    def hook(self, pin: object) -> None:
        if self.fails:
            self.fails = False
            raise LookupError

    def call(self) -> None:
        for store, exports in zip(self.stores, self.exports, strict=True):
            got = exports["add"](store, 20, 22)
            assert got == 42, got

    def _there_and_back(self, value: Any) -> None:
        self.pins.append(Pinned(value))
        self.tokens.append(self.pins[-1].transfer())
        self.pins.append(self.tokens[-1].land())
        self.call()
        assert self.pins[-1].unpin() is value

    def one(self) -> None:
        self._there_and_back(self.stores[0])

    def both(self) -> None:
        self._there_and_back(self.stores)

    def fail(self) -> None:
        self.pins.append(Pinned(self.stores))
        self.tokens.append(self.pins[-1].transfer())
        self.fails = True
        try:
            self.tokens[-1].land()
        except LandingError as error:
            assert isinstance(error.__cause__, LookupError), error
        self.pins.append(self.tokens[-1].land())
        self.pins[-1].unpin()

    def discard(self) -> None:
        self.pins.append(Pinned(self.stores))
        self.tokens.append(self.pins[-1].transfer())
        self.tokens[-1].discard()
        self.begin()

    def close(self) -> None:
        self.pins.append(Pinned(self.stores))
        self.pins[-1].close()
        self.begin()

    def actions(self) -> list[Callable[[], None]]:
        return [self.one, self.both, self.fail, self.discard, self.close]

    def check(self) -> None:
        """One owner or none, which can close it. Begins anew."""
        assert here.entrant is here.thread
        regions = [store._region for store in self.stores]
        for region in regions:
            assert hold(region.lock) == (0, 0), region
            custody = region.custody
            if custody is not None and custody.tenure is not None:
                assert hold(custody.tenure.lock) == (0, 0), custody.tenure
        live = [token for token in self.tokens if token._custody.tenure is token._transit]
        alive = [pin for pin in self.pins if not pin.moved]
        assert len(live) + len(alive) <= 1, (live, alive)
        state = "a token" if live else "a pin" if alive else "neither"
        self.came_to[state] = self.came_to.get(state, 0) + 1
        for token in live:
            self.fails = False
            if any(region.closed_at is not None for region in regions):
                # A discard was struck half way, and can go on.
                token.discard()
            else:
                token.land().close()
        for pin in alive:
            pin.close()
        # Of the two, one may not have been in the bundle.
        for store in self.stores:
            store.close()
        assert all(region.state == "closed" for region in regions), regions
        self.begin()
        self.spent.clear()


def main() -> None:
    sender, total = sys.argv[1], int(sys.argv[2])
    sys.setswitchinterval(2e-5)
    moves = Moves()
    actions = moves.actions()
    for action in actions:
        action()
        moves.check()
    if sender == "thread":
        for number in range(total):
            assert interrupt_from_elsewhere(actions[number % len(actions)], 1) == 1
            moves.check()
    else:
        with Storm(signal.SIGALRM).brewing() as storm:
            for number in range(total):
                for error in storm.ride(actions[number % len(actions)]):
                    assert isinstance(error, Hit)
                    # Its frames may hold a token that never reached anybody.
                    error.with_traceback(None)
                    error.__context__ = None
                moves.check()
    found = ", ".join(f"{state} {times} times" for state, times in sorted(moves.came_to.items()))
    print(f"{total} strikes left {found}")


if __name__ == "__main__":
    main()
