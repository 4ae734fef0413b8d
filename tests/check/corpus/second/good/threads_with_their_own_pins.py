"""A stress test shares engine and module among threads; each pins a store of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from safestore import Engine, Instance, Module, Pinned, Store

COUNTER = """(module
  (global $n (mut i32) (i32.const 0))
  (func (export "tick") (result i32)
    (global.set $n (i32.add (global.get $n) (i32.const 1)))
    (global.get $n)))"""


@pytest.fixture
def pin() -> Iterator[Pinned[Store]]:
    with Pinned(Store(Engine())) as pinned:
        yield pinned


@pytest.mark.parametrize("rounds", [1, 100])
def test_counters_are_apart(pin: Pinned[Store], rounds: int) -> None:
    engine = pin.value.engine
    module = Module(engine, COUNTER)
    tick = Instance(pin, module, []).exports(pin).func("tick")
    counts: list[int] = []

    def hammer() -> None:
        with Pinned(Store(engine)) as pin:
            tick = Instance(pin, module, []).exports(pin).func("tick")
            counts.append([int(tick(pin)) for _ in range(rounds)][-1])

    threads = [threading.Thread(target=hammer) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [rounds] * 4
    assert tick(pin) == 1
