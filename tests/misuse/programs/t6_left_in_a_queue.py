"""A hundred stores wait in a queue that nobody reads any more, and keep their memories."""
# invariant: T6
# expect: fine

import gc
import queue

import wasmtime
from prelude import exports, handed_over, host, misuse, pinned

alive = []


class Finalized:
    def __init__(self):
        alive.append(1)

    def __del__(self):
        alive.pop()


def send(waiting):
    store = wasmtime.Store()
    plugin = Finalized()
    report = host(store, lambda: print(store, plugin))
    found = exports(
        store,
        """(module (import "" "" (func)) (memory (export "m") 1 1)
          (func (export "run") call 0))""",
        report,
    )
    plugin.run = found["run"]
    waiting.put(handed_over(pinned(store)))


with misuse():
    waiting = queue.Queue()
    for _ in range(100):
        send(waiting)
    assert len(alive) == 100
    del waiting
    gc.collect()
    assert not alive, f"{len(alive)} of 100 stores are still there"
