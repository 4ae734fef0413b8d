"""An async batch scores its rows concurrently, with a store for each row, and none used twice."""

from __future__ import annotations

import asyncio
import contextlib

from safestore import Engine, Func, Instance, Module, Pinned, Store

WAT = """(module (func (export "score") (param i32) (result i32)
  (i32.rem_u (local.get 0) (i32.const 97))))"""


async def one(pin: Pinned[Store], func: Func, row: int) -> int:
    await func.call_async(pin, row)
    return int(await func.call_async(pin, row))


async def score(rows: list[int]) -> list[int]:
    engine = Engine()
    module = Module(engine, WAT)
    calls = []
    with contextlib.ExitStack() as stack:
        for row in rows:
            pin = stack.enter_context(Pinned(Store(engine)))
            func = Instance(pin, module, []).exports(pin).func("score")
            calls.append(one(pin, func, row))
        return await asyncio.gather(*calls)


if __name__ == "__main__":
    print(asyncio.run(score([1, 20, 300])))
