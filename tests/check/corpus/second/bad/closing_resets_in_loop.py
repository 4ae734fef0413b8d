"""A REPL closes its store on 'reset' and forgets to make another: the next line finds it closed."""

from __future__ import annotations

from collections.abc import Iterable

from safestore import Engine, Instance, Module, Pinned, Store

WAT = """(module
  (global $sum (mut i32) (i32.const 0))
  (func (export "add") (param i32) (result i32)
    (global.set $sum (i32.add (global.get $sum) (local.get 0)))
    (global.get $sum)))"""


def repl(lines: Iterable[str]) -> None:
    engine = Engine()
    pin = Pinned(Store(engine))
    add = Instance(pin, Module(engine, WAT), []).exports(pin).func("add")
    for line in lines:
        word = line.strip()
        if word == "reset":
            pin.close()
            continue
        print(add(pin, int(word)))  # E: safestore-closed
    print("bye")


if __name__ == "__main__":
    repl(["1", "2", "reset", "3"])
