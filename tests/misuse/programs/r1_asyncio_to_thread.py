"""asyncio.gather over two `to_thread` calls of one store."""
# invariant: R1
# expect: StoreBusyError

import asyncio

import wasmtime
from prelude import Busy, exports, host, misuse

busy = Busy()
store = wasmtime.Store()
run = exports(
    store,
    """(module (import "" "" (func)) (func (export "run") (result i32) call 0 i32.const 7))""",
    host(store, busy.meet),
)["run"]


def job():
    try:
        return run(store)
    finally:
        busy.leave.set()


async def main():
    assert await asyncio.gather(asyncio.to_thread(job), asyncio.to_thread(job)) == [7, 7]


with misuse():
    asyncio.run(main())
