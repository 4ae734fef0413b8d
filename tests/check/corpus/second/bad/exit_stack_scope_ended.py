"""A benchmark opens its stores with an ExitStack, and sums the results when the stack is done."""

from __future__ import annotations

import contextlib
import time

from safestore import Engine, Func, Instance, Module, Store

WAT = """(module (func (export "spin") (param i32) (result i32)
  (i32.xor (local.get 0) (i32.const 255))))"""


def bench(count: int) -> float:
    engine = Engine()
    module = Module(engine, WAT)
    cases: list[tuple[Store, Func]] = []
    with contextlib.ExitStack() as stack:
        warm = stack.enter_context(Store(engine))
        spin = Instance(warm, module, []).exports(warm).func("spin")
        for number in range(100):
            spin(warm, number)
        for _ in range(count):
            store = Store(engine)
            cases.append((store, Instance(store, module, []).exports(store).func("spin")))
    began = time.perf_counter()
    total = sum(int(func(store, 1)) for store, func in cases)
    total += int(spin(warm, 1))  # E: safestore-closed
    return (time.perf_counter() - began) / max(total, 1)


if __name__ == "__main__":
    print(bench(10))
