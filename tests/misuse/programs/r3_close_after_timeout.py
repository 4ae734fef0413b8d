"""future.result(timeout=...) gives up, and `with store:` closes the store that is still running."""
# invariant: R3
# expect: StoreBusyError

import concurrent.futures
import contextlib

import wasmtime
from prelude import Busy, exports, host, misuse

busy = Busy()

with misuse(), concurrent.futures.ThreadPoolExecutor(1) as pool:
    try:
        with wasmtime.Store() as store:
            run = exports(
                store,
                """(module (import "" "" (func $more (result i32))) (memory 1)
                  (func (export "run") (result i32) (local $i i32)
                    (loop $again (br_if $again (call $more))) (i32.load (i32.const 0))))""",
                host(store, busy.more, results=1),
            )["run"]
            future = pool.submit(run, store)
            busy.entered.wait()
            with contextlib.suppress(concurrent.futures.TimeoutError):
                future.result(timeout=0)
    finally:
        busy.leave.set()
