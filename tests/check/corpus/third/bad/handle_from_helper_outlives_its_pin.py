"""A function looked up by a helper before the move is called after it, with the pin that landed."""

from __future__ import annotations

from safestore import Engine, Func, Instance, Module, Pinned, Store

SOURCE = '(module (func (export "tax") (param i32) (result i32) (local.get 0)))'


def look_up(pin: Pinned[Store], module: Module, name: str) -> Func:
    exports = Instance(pin, module, []).exports(pin)
    if name not in exports:
        raise KeyError(name)
    return exports.func(name)


def invoice(engine: Engine, amount: int) -> int:
    module = Module(engine, SOURCE)
    pin = Pinned(Store(engine))
    tax = look_up(pin, module, "tax")
    with pin.transfer().land() as landed:
        return amount + int(tax(landed, amount))  # E: safestore-moved
