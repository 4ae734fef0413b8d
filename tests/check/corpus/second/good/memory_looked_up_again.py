"""A test lands a store again, and takes the memory that it reads from the new pin's exports."""

from __future__ import annotations

import pytest

from safestore import Engine, Instance, Memory, Module, Pinned, Store

WAT = '(module (memory (export "memory") 1) (data (i32.const 0) "guest"))'


def bundle() -> Pinned[tuple[Store, Instance]]:
    store = Store(Engine())
    return Pinned((store, Instance(store, Module(store.engine, WAT), [])))


def memory_of(pin: Pinned[tuple[Store, Instance]]) -> tuple[Store, Memory]:
    store, instance = pin.value
    return store, instance.exports(store).memory("memory")


@pytest.mark.parametrize(("start", "expected"), [(0, b"gu"), (3, b"st")])
def test_memory_survives_a_move(start: int, expected: bytes) -> None:
    pin = bundle()
    store, memory = memory_of(pin)
    assert memory.read(store, start, start + 2) == expected
    pin = pin.transfer().land()
    store, memory = memory_of(pin)
    assert memory.read(store, start, start + 2) == expected
    pin.close()
