"""Two halves of a sum at once: one on a thread, one here, before the join, in the same store."""

import threading

import wasmtime

WAT = '(module (func (export "sum") (param i32) (result i32) local.get 0))'


def half(store: wasmtime.Store, out: list[int], n: int) -> None:
    store.set_fuel(n)
    out.append(store.get_fuel())


def both(store: wasmtime.Store, n: int) -> int:
    out: list[int] = []
    thread = threading.Thread(target=half, args=(store, out, n))  # E: safestore-send
    thread.start()
    half(store, out, n + 1)
    thread.join()
    return sum(out)


config = wasmtime.Config()
config.consume_fuel = True
print(both(wasmtime.Store(wasmtime.Engine(config)), 3))
