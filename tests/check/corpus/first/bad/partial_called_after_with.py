"""Builds a table of commands for a plugin in its with block, and runs a command after it."""

from collections.abc import Callable
from functools import partial

from safestore import Engine, Func, Instance, Module, Pinned, Store

WAT = '(module (func (export "inc") (param i32) (result i32) local.get 0 i32.const 1 i32.add))'


def call(func: Func, pin: Pinned[Store], argument: int) -> int:
    return int(func(pin, argument))


def main(arguments: list[int]) -> None:
    engine = Engine()
    with Pinned(Store(engine)) as pin:
        exports = Instance(pin, Module(engine, WAT), []).exports(pin)
        run: Callable[[int], int] = partial(call, exports.func("inc"), pin)
        print("ready for", len(arguments), "arguments")
    for argument in arguments:
        print(run(argument))  # E: safestore-closed


main([1, 2])
