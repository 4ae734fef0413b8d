"""A partial binds a guest function to its pin; after the move it is bound again to the new one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from safestore import Engine, Instance, Module, Pinned, Store

SOURCE = '(module (func (export "rate") (param i32) (result i32) (local.get 0)))'


def bind(pin: Pinned[Store], module: Module) -> Callable[[int], int]:
    return partial(Instance(pin, module, []).exports(pin).func("rate"), pin)


def rates(engine: Engine, values: list[int]) -> list[int]:
    module = Module(engine, SOURCE)
    pin = Pinned(Store(engine))
    rate = bind(pin, module)
    found = list(map(rate, values))
    with pin.transfer().land() as pin:
        rate = bind(pin, module)
        found.extend(map(rate, values))
    return found


if __name__ == "__main__":
    print(rates(Engine(), [1, 2]))
