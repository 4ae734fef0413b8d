"""A batch script on raw wasmtime maps over its inputs in a thread pool with one store for all."""

import functools
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import wasmtime

WAT = """(module (func (export "square") (param i64) (result i64)
  (i64.mul (local.get 0) (local.get 0))))"""


def square(store: wasmtime.Store, func: wasmtime.Func, value: int) -> int:
    return int(func(store, value))


def squares(values: Iterable[int]) -> list[int]:
    store = wasmtime.Store()
    instance = wasmtime.Instance(store, wasmtime.Module(store.engine, WAT), [])
    func = instance.exports(store)["square"]
    assert isinstance(func, wasmtime.Func)
    one = functools.partial(square, store, func)
    with ThreadPoolExecutor() as pool:
        return list(pool.map(one, values))  # E: safestore-send


if __name__ == "__main__":
    print(*squares(int(arg) for arg in sys.argv[1:]), sep="\n")
