"""A fixture gives its tests a row of an emulator's screen memory as bytes, read through a view."""

from __future__ import annotations

import pytest

from safestore import Engine, Instance, Module, Pinned, Store

EMULATOR = '(module (memory (export "screen") 1 1) (data (i32.const 0) "READY."))'


@pytest.fixture(scope="module")
def pin() -> Pinned[Store]:
    return Pinned(Store(Engine()))


@pytest.fixture(params=[0, 40])
def row(pin: Pinned[Store], request: pytest.FixtureRequest) -> bytes:
    instance = Instance(pin, Module(pin.value.engine, EMULATOR), [])
    start: int = request.param
    with instance.exports(pin).memory("screen").view(pin) as screen:
        line = screen[start : start + 40]
        return line.tobytes()


def test_a_row_has_forty_columns(row: bytes) -> None:
    assert len(row) == 40
