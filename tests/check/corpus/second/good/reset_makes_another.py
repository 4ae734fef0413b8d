"""A REPL closes its store on 'reset' and makes another one, with its function, on the spot."""

from __future__ import annotations

from collections.abc import Iterable

from safestore import Engine, Instance, Module, Pinned, Store

WAT = """(module
  (global $sum (mut i32) (i32.const 0))
  (func (export "add") (param i32) (result i32)
    (global.set $sum (i32.add (global.get $sum) (local.get 0)))
    (global.get $sum)))"""


def repl(lines: Iterable[str]) -> list[int]:
    engine = Engine()
    module = Module(engine, WAT)
    pin: Pinned[Store] | None = None
    sums = []
    for line in lines:
        word = line.strip()
        if word == "reset":
            if pin is not None:
                pin.close()
            pin = None
            continue
        if pin is None:
            pin = Pinned(Store(engine))
            add = Instance(pin, module, []).exports(pin).func("add")
        sums.append(int(add(pin, int(word))))
    if pin is not None:
        pin.close()
    return sums


if __name__ == "__main__":
    assert repl(["1", "2", "reset", "3"]) == [1, 3, 3]
