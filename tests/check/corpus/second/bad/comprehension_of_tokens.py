"""A fan-out makes one token for each worker by a comprehension over a single pin."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from safestore import Engine, Instance, Module, Pinned, Store, TransferToken

WAT = '(module (func (export "id") (param i32) (result i32) (local.get 0)))'


def work(token: TransferToken[Store], number: int) -> int:
    with token.land() as pin:
        module = Module(pin.value.engine, WAT)
        return int(Instance(pin, module, []).exports(pin).func("id")(pin, number))


def fan_out(engine: Engine, workers: int) -> list[int]:
    pin = Pinned(Store(engine))
    tokens = [pin.transfer() for _ in range(workers)]  # E: safestore-maybe-moved
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(work, tokens, range(workers)))


if __name__ == "__main__":
    print(fan_out(Engine(), 4))
