"""Legal: two threads, a store each, whose callbacks raise: each must get its own exception."""
# invariant: C2
# expect: fine

import sys
from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import exports, host, misuse

sys.setswitchinterval(1e-6)
wat = """(module (import "" "" (func)) (func (export "run") call 0))"""


def job(name):
    def fail():
        raise LookupError(name)

    store = wasmtime.Store()
    run = exports(store, wat, host(store, fail))["run"]
    for _ in range(20000):
        try:
            run(store)
        except LookupError as error:
            assert error.args == (name,), "another thread's exception"
        except (wasmtime.Trap, wasmtime.WasmtimeError) as error:
            raise AssertionError("the exception went to another thread") from error


with misuse(), ThreadPoolExecutor(2) as pool:
    list(pool.map(job, ["one", "two"]))
