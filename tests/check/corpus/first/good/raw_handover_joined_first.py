"""Runs a guest on a thread with a big stack and waits for it before the store is used again."""

import threading

import wasmtime

WAT = '(module (func (export "deep") (param i32) (result i32) local.get 0))'


def deep(store: wasmtime.Store, n: int) -> int:
    module = wasmtime.Module(store.engine, WAT)
    func = wasmtime.Instance(store, module, []).exports(store)["deep"]
    assert isinstance(func, wasmtime.Func)
    out: list[int] = []

    def run() -> None:
        out.append(int(func(store, n)))

    before = threading.stack_size(64 << 20)
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    threading.stack_size(before)
    return out[0] + int(func(store, 1))


print(deep(wasmtime.Store(), 3))
