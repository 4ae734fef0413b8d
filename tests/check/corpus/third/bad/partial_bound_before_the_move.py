"""A partial binds a guest function to its pin; it is called after the pin was moved and landed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from safestore import Engine, Instance, Module, Pinned, Store

SOURCE = '(module (func (export "rate") (param i32) (result i32) (local.get 0)))'


def rates(engine: Engine, values: list[int]) -> tuple[list[int], Pinned[Store]]:
    pin = Pinned(Store(engine))
    instance = Instance(pin, Module(engine, SOURCE), [])
    rate: Callable[[int], int] = partial(instance.exports(pin).func("rate"), pin)
    first = [rate(value) for value in values]
    landed = pin.transfer().land()
    first.append(rate(0))  # E: safestore-moved
    return first, landed
