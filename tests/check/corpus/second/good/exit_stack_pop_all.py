"""A session opens its stores under an ExitStack, and keeps the stack when all of it went well."""

from __future__ import annotations

import contextlib

from safestore import Engine, Func, Instance, Module, Pinned, Store

WAT = """(module (func (export "spin") (param i32) (result i32)
  (i32.xor (local.get 0) (i32.const 255))))"""


class Session:
    def __init__(self, engine: Engine, count: int) -> None:
        module = Module(engine, WAT)
        self._calls: list[tuple[Pinned[Store], Func]] = []
        with contextlib.ExitStack() as stack:
            for _ in range(count):
                pin = stack.enter_context(Pinned(Store(engine)))
                spin = Instance(pin, module, []).exports(pin).func("spin")
                self._calls.append((pin, spin))
            self._stack = stack.pop_all()

    def total(self, value: int) -> int:
        return sum(int(spin(pin, value)) for pin, spin in self._calls)

    def close(self) -> None:
        self._stack.close()


def first(engine: Engine) -> int:
    with contextlib.ExitStack() as stack:
        pin = stack.enter_context(Pinned(Store(engine)))
        kept = stack.pop_all()
    pin.value.gc()
    with kept:
        return int(Instance(pin, Module(engine, WAT), []).exports(pin).func("spin")(pin, 1))


def main() -> None:
    engine = Engine()
    session = Session(engine, 2)
    assert session.total(255) == 0
    session.close()
    assert first(engine) == 254


if __name__ == "__main__":
    main()
