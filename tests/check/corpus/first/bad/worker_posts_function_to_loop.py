"""A loader thread compiles and instantiates, then posts the function to the loop's thread."""

import asyncio
import threading
from collections.abc import Callable

import wasmtime

WAT = '(module (func (export "go") (param i32) (result i32) local.get 0))'


def load_in_background(
    loop: asyncio.AbstractEventLoop, ready: Callable[[wasmtime.Func], None]
) -> threading.Thread:
    def load() -> None:
        engine = wasmtime.Engine()
        store = wasmtime.Store(engine)
        exports = wasmtime.Instance(store, wasmtime.Module(engine, WAT), []).exports(store)
        go = exports["go"]
        assert isinstance(go, wasmtime.Func)
        loop.call_soon_threadsafe(ready, go)  # E: safestore-send

    thread = threading.Thread(target=load)
    thread.start()
    return thread
