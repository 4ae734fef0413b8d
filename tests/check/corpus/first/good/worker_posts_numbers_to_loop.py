"""A loader thread has a store of its own and posts only numbers to the loop's thread."""

import asyncio
import threading
from collections.abc import Callable

import wasmtime

WAT = '(module (func (export "go") (param i32) (result i32) local.get 0))'


def run_in_background(
    loop: asyncio.AbstractEventLoop, ready: Callable[[int], None]
) -> threading.Thread:
    def load() -> None:
        engine = wasmtime.Engine()
        store = wasmtime.Store(engine)
        exports = wasmtime.Instance(store, wasmtime.Module(engine, WAT), []).exports(store)
        go = exports["go"]
        assert isinstance(go, wasmtime.Func)
        for n in range(10):
            loop.call_soon_threadsafe(ready, int(go(store, n)))
        store.close()

    thread = threading.Thread(target=load)
    thread.start()
    return thread
