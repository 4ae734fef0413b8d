"""A simulator steps its world in a thread while the main loop steps it too: one store, two at once.

The world's thread is joined, but only after the main thread was in the store as well.
"""

from __future__ import annotations

import threading

import wasmtime

WORLD = '(module (func (export "step") (param i32) (result i32) (local.get 0)))'


def advance(store: wasmtime.Store, step: wasmtime.Func, count: int) -> None:
    for tick in range(count):
        step(store, tick)


def main() -> None:
    engine = wasmtime.Engine()
    store = wasmtime.Store(engine)
    instance = wasmtime.Instance(store, wasmtime.Module(engine, WORLD), [])
    step = instance.exports(store)["step"]
    assert isinstance(step, wasmtime.Func)
    thread = threading.Thread(
        target=advance,
        args=(
            store,  # E: safestore-send
            step,  # E: safestore-send
            1000,
        ),
    )
    thread.start()
    print("on the main thread meanwhile:", step(store, -1))
    thread.join()
