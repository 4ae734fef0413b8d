"""A raw program runs its guest on a thread with a large stack, and waits for it."""

import threading

import wasmtime

WAT = """(module
  (global $n (export "n") (mut i32) (i32.const 0))
  (func (export "main") (global.set $n (i32.const 9))))"""


def run_with_large_stack(text: str) -> int:
    store = wasmtime.Store()
    instance = wasmtime.Instance(store, wasmtime.Module(store.engine, text), [])
    exports = instance.exports(store)

    def body() -> None:
        main = exports["main"]
        assert isinstance(main, wasmtime.Func)
        main(store)

    before = threading.stack_size(16 << 20)
    thread = threading.Thread(target=body)
    thread.start()
    thread.join()
    threading.stack_size(before)
    counter = exports["n"]
    assert isinstance(counter, wasmtime.Global)
    return int(counter.value(store))


if __name__ == "__main__":
    assert run_with_large_stack(WAT) == 9
