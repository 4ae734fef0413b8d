"""A test lands a store again and reads with the memory handle that it had from before the move."""

from __future__ import annotations

import pytest

from safestore import Engine, Instance, Memory, Module, Pinned, Store

WAT = '(module (memory (export "memory") 1) (data (i32.const 0) "guest"))'


@pytest.fixture
def pin() -> Pinned[Store]:
    return Pinned(Store(Engine()))


def memory_of(pin: Pinned[Store]) -> Memory:
    instance = Instance(pin, Module(pin.value.engine, WAT), [])
    return instance.exports(pin).memory("memory")


@pytest.mark.parametrize(("start", "expected"), [(0, b"gu"), (3, b"st")])
def test_memory_survives_a_move(pin: Pinned[Store], start: int, expected: bytes) -> None:
    memory = memory_of(pin)
    assert memory.read(pin, start, start + 2) == expected
    landed = pin.transfer().land()
    assert landed.is_mine()
    again = memory.read(landed, start, start + 2)  # E: safestore-moved
    assert again == expected
