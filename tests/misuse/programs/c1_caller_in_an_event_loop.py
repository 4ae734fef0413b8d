"""A callback schedules a function that uses its Caller; the event loop runs it afterwards."""
# invariant: C1
# expect: StaleCallerError

import asyncio

import wasmtime
from prelude import exports, host, misuse

store = wasmtime.Store()


async def read_later(caller):
    return memory.read(caller, 0, 1)


def callback(caller):
    tasks.append(asyncio.get_running_loop().create_task(read_later(caller)))


tasks = []
module = exports(
    store,
    """(module (import "" "" (func)) (memory (export "memory") 1) (func (export "run") call 0))""",
    host(store, callback, caller=True),
)
memory = module["memory"]


async def main():
    module["run"](store)
    assert await tasks[0] == b"\0"


with misuse():
    asyncio.run(main())
