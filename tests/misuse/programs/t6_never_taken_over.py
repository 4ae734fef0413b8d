"""A store is sent to a worker that never takes it, and nothing ever frees it."""
# invariant: T6
# expect: fine

import gc
import weakref

import wasmtime
from prelude import exports, handed_over, host, misuse, pinned


class Buffers:
    pass


def send():
    store = wasmtime.Store()
    buffers = Buffers()
    held = weakref.ref(buffers)
    report = host(store, lambda: print(store, buffers))
    exports(store, '(module (import "" "" (func)) (func (export "run") call 0))', report)
    return held, handed_over(pinned(store))


with misuse():
    held, sent = send()
    del sent
    gc.collect()
    assert held() is None, "what the store holds is still there"
