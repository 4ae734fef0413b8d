"""A report computes its costs on its own thread, and submits the list of numbers to be summed."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor

from safestore import Engine, Instance, Module, Pinned, Store

COST = """(module (func (export "cost") (param i32) (result i32)
  (i32.mul (local.get 0) (i32.const 3))))"""


def total_cost(pool: ThreadPoolExecutor, pin: Pinned[Store], orders: list[int]) -> Future[int]:
    instance = Instance(pin, Module(pin.value.engine, COST), [])
    cost = instance.exports(pin).func("cost")
    largest = pool.submit(max, [int(cost(pin, order)) for order in orders])
    costs = sorted(int(cost(pin, order)) for order in orders)
    assert largest.result() == costs[-1]
    return pool.submit(lambda: sum(costs))


def main() -> None:
    with ThreadPoolExecutor(1) as pool, Pinned(Store(Engine())) as pin:
        assert total_cost(pool, pin, [1, 2, 3]).result() == 18


if __name__ == "__main__":
    main()
