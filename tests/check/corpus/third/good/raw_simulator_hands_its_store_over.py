"""A simulator runs its world on a thread with a large stack and waits for it: a plain hand-over."""

from __future__ import annotations

import threading

import wasmtime

WORLD = '(module (func (export "step") (param i32) (result i32) (local.get 0)))'


def main() -> int:
    engine = wasmtime.Engine()
    store = wasmtime.Store(engine)
    instance = wasmtime.Instance(store, wasmtime.Module(engine, WORLD), [])
    step = instance.exports(store)["step"]
    assert isinstance(step, wasmtime.Func)
    results: list[int] = []

    def simulate() -> None:
        for tick in range(10):
            results.append(step(store, tick))

    threading.stack_size(16 << 20)
    thread = threading.Thread(target=simulate)
    thread.start()
    thread.join()
    return sum(results) + int(step(store, 100))


if __name__ == "__main__":
    print(main())
