"""An async batch scores its rows concurrently, with one call future per row in a single store."""

from __future__ import annotations

import asyncio

from safestore import Engine, Instance, Module, Pinned, Store

WAT = """(module (func (export "score") (param i32) (result i32)
  (i32.rem_u (local.get 0) (i32.const 97))))"""


async def score(rows: list[int]) -> list[int]:
    with Pinned(Store(Engine())) as pin:
        module = Module(pin.value.engine, WAT)
        func = Instance(pin, module, []).exports(pin).func("score")
        calls = [func.call_async(pin, row) for row in rows]
        values = await asyncio.gather(*calls)  # E: safestore-async
        return [int(value) for value in values]


if __name__ == "__main__":
    print(asyncio.run(score([1, 20, 300])))
