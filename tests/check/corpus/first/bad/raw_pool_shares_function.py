"""Spreads jobs over a thread pool; each job calls one function in the same store."""

from concurrent.futures import Future, ThreadPoolExecutor

import wasmtime

WAT = '(module (func (export "square") (param i32) (result i32) local.get 0 local.get 0 i32.mul))'


def square(n: int, func: wasmtime.Func, store: wasmtime.Store) -> int:
    return int(func(store, n))


def squares(numbers: list[int]) -> list[int]:
    engine = wasmtime.Engine()
    store = wasmtime.Store(engine)
    module = wasmtime.Module(engine, WAT)
    func = wasmtime.Instance(store, module, []).exports(store)["square"]
    assert isinstance(func, wasmtime.Func)
    pending: list[Future[int]] = []
    with ThreadPoolExecutor(max_workers=4) as pool:
        for n in numbers:
            pending.append(pool.submit(square, n, func, store))  # E: safestore-send
    return [future.result() for future in pending]


print(squares([1, 2, 3]))
