"""Spreads jobs over a thread pool; the engine and module are shared, the store is each job's."""

from concurrent.futures import ThreadPoolExecutor

import wasmtime

WAT = '(module (func (export "square") (param i32) (result i32) local.get 0 local.get 0 i32.mul))'


def square(module: wasmtime.Module, engine: wasmtime.Engine, n: int) -> int:
    with wasmtime.Store(engine) as store:
        func = wasmtime.Instance(store, module, []).exports(store)["square"]
        assert isinstance(func, wasmtime.Func)
        return int(func(store, n))


def squares(numbers: list[int]) -> list[int]:
    engine = wasmtime.Engine()
    store = wasmtime.Store(engine)
    module = wasmtime.Module(engine, WAT)
    wasmtime.Instance(store, module, [])
    with ThreadPoolExecutor(max_workers=4) as pool:
        pending = [pool.submit(square, module, engine, n) for n in numbers]
        return [future.result() for future in pending]


print(squares([1, 2, 3]))
