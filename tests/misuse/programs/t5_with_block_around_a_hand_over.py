"""A with block hands its store over and closes it at its end, under the thread that has it."""
# invariant: T5
# expect: fine

from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import Busy, exports, handed_over, host, misuse, pinned, taken_over

busy = Busy()


def work(sent, run):
    mine = taken_over(sent)
    return run(mine)


with misuse(), ThreadPoolExecutor(1) as pool:
    with pinned(wasmtime.Store()) as pin:
        store = getattr(pin, "value", pin)
        run = exports(
            store,
            """(module (import "" "" (func)) (memory 1)
              (func (export "run") (result i32) call 0 (i32.load (i32.const 0))))""",
            host(store, busy.park),
        )["run"]
        working = pool.submit(work, handed_over(pin), run)
        busy.entered.wait()
    busy.leave.set()
    assert working.result() == 0
