"""Every request on raw wasmtime makes a store of its own inside of the executor's lambda."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import wasmtime

WAT = """(module (func (export "double") (param i32) (result i32)
  (i32.add (local.get 0) (local.get 0))))"""


def call(store: wasmtime.Store, module: wasmtime.Module, number: int) -> int:
    double = wasmtime.Instance(store, module, []).exports(store)["double"]
    assert isinstance(double, wasmtime.Func)
    return int(double(store, number))


async def main() -> None:
    engine = wasmtime.Engine()
    module = wasmtime.Module(engine, WAT)
    store = wasmtime.Store(engine)
    loop = asyncio.get_running_loop()
    here = call(store, module, 4)
    with ThreadPoolExecutor(2) as pool:
        there = await loop.run_in_executor(pool, lambda: call(wasmtime.Store(engine), module, 4))
    assert here == there == call(store, module, 4)


if __name__ == "__main__":
    asyncio.run(main())
