"""A fan-out makes one token for each worker by a comprehension that also makes the pins."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from safestore import Engine, Instance, Module, Pinned, Store, TransferToken

WAT = '(module (func (export "id") (param i32) (result i32) (local.get 0)))'


def work(token: TransferToken[Store], module: Module, number: int) -> int:
    with token.land() as pin:
        return int(Instance(pin, module, []).exports(pin).func("id")(pin, number))


def fan_out(engine: Engine, workers: int) -> list[int]:
    module = Module(engine, WAT)
    pins = [Pinned(Store(engine)) for _ in range(workers)]
    for pin in pins:
        pin.value.set_limits(instances=1)
    tokens = [pin.transfer() for pin in pins]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(work, tokens, [module] * workers, range(workers)))


if __name__ == "__main__":
    assert fan_out(Engine(), 4) == [0, 1, 2, 3]
