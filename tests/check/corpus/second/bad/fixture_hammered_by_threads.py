"""A stress test calls the fixture's function from four threads, on the pin of the test's thread."""

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
def test_ticks_are_counted(pin: Pinned[Store], rounds: int) -> None:
    instance = Instance(pin, Module(pin.value.engine, COUNTER), [])
    tick = instance.exports(pin).func("tick")

    def hammer() -> None:
        for _ in range(rounds):
            tick(pin)

    threads = [threading.Thread(target=hammer) for _ in range(4)]  # E: safestore-send
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert tick(pin) == 4 * rounds + 1
