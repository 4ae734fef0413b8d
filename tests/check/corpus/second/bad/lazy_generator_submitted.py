"""A report adds up what a guest computes; the generator it submits runs on the pool's thread."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor

from safestore import Engine, Instance, Module, Pinned, Store

COST = """(module (func (export "cost") (param i32) (result i32)
  (i32.mul (local.get 0) (i32.const 3))))"""


def total_cost(pool: ThreadPoolExecutor, pin: Pinned[Store], orders: list[int]) -> Future[int]:
    instance = Instance(pin, Module(pin.value.engine, COST), [])
    cost = instance.exports(pin).func("cost")
    if not orders:
        raise ValueError("nothing was ordered")
    return pool.submit(sum, (int(cost(pin, order)) for order in orders))  # E: safestore-send


def main() -> None:
    with ThreadPoolExecutor(1) as pool, Pinned(Store(Engine())) as pin:
        future = total_cost(pool, pin, [1, 2, 3])
        print(future.result())


if __name__ == "__main__":
    main()
