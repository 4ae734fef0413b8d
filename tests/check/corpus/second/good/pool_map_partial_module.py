"""A batch script on raw wasmtime maps a partial of engine and module; stores are made inside."""

import functools
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import wasmtime

WAT = """(module (func (export "square") (param i64) (result i64)
  (i64.mul (local.get 0) (local.get 0))))"""


def square(engine: wasmtime.Engine, module: wasmtime.Module, value: int) -> int:
    with wasmtime.Store(engine) as store:
        func = wasmtime.Instance(store, module, []).exports(store)["square"]
        assert isinstance(func, wasmtime.Func)
        return int(func(store, value))


def squares(values: Iterable[int]) -> list[int]:
    store = wasmtime.Store()
    module = wasmtime.Module(store.engine, WAT)
    one = functools.partial(square, store.engine, module)
    with ThreadPoolExecutor() as pool:
        return list(pool.map(one, values))


if __name__ == "__main__":
    print(*squares(int(arg) for arg in sys.argv[1:]), sep="\n")
