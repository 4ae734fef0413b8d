"""The same name holds a function looked up before the move, and one looked up again after it."""

from __future__ import annotations

from safestore import Engine, Func, Instance, Module, Pinned, Store

SOURCE = '(module (func (export "tax") (param i32) (result i32) (local.get 0)))'


def look_up(pin: Pinned[Store], module: Module, name: str) -> Func:
    return Instance(pin, module, []).exports(pin).func(name)


def invoice(engine: Engine, amounts: list[int]) -> int:
    module = Module(engine, SOURCE)
    pin = Pinned(Store(engine))
    tax = look_up(pin, module, "tax")
    total = 0
    for index, amount in enumerate(amounts):
        if index == 2:
            pin = pin.transfer().land()
            tax = look_up(pin, module, "tax")
        total += amount + int(tax(pin, amount))
    pin.close()
    return total


if __name__ == "__main__":
    print(invoice(Engine(), [1, 2, 3, 4]))
