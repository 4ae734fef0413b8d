"""A callback wakes an event loop from another thread with what is for the loop's own alone."""
# invariant: P1
# expect: WrongThreadError

import asyncio
import threading
import time

import wasmtime
from prelude import exports, host, misuse, pinned


async def main():
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    store = wasmtime.Store()
    finish = host(store, lambda: done.set_result(None))
    wat = '(module (import "" "" (func)) (func (export "run") call 0))'
    run = exports(store, wat, finish)["run"]
    pin = pinned(store)

    def work():
        try:
            time.sleep(0.2)  # until the loop has nothing to do but wait
            run(pin)
        except Exception as error:
            loop.call_soon_threadsafe(done.set_exception, error)

    threading.Thread(target=work, daemon=True).start()
    await done


with misuse():
    asyncio.run(main())
