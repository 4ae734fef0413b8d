"""A fixture gives its tests the screen memory of an emulator as a view that its with has ended."""

from __future__ import annotations

import pytest

from safestore import Engine, Instance, MemoryView, Module, Pinned, Store

EMULATOR = '(module (memory (export "screen") 1 1) (data (i32.const 0) "READY."))'


@pytest.fixture(scope="module")
def pin() -> Pinned[Store]:
    return Pinned(Store(Engine()))


@pytest.fixture(params=[0, 40])
def row(pin: Pinned[Store], request: pytest.FixtureRequest) -> MemoryView:
    instance = Instance(pin, Module(pin.value.engine, EMULATOR), [])
    start: int = request.param
    with instance.exports(pin).memory("screen").view(pin) as screen:
        assert screen.nbytes >= start + 40
        return screen[start : start + 40]  # E: safestore-borrow


def test_a_row_has_forty_columns(row: MemoryView) -> None:
    assert len(row) == 40
