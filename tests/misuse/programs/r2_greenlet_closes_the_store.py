"""A greenlet closes the store while another one is inside a callback of it."""
# invariant: R2
# expect: ReentrancyError

import greenlet
import wasmtime
from prelude import exports, host, misuse

main = greenlet.getcurrent()


def wait():
    main.switch()


store = wasmtime.Store()
run = exports(
    store,
    """(module (import "" "" (func $wait)) (memory 1)
      (func (export "run") (result i32)
        call $wait (i32.add (i32.load (i32.const 0)) (i32.const 7))))""",
    host(store, wait),
)["run"]
guest = greenlet.greenlet(lambda: run(store))

with misuse():
    guest.switch()
    try:
        store.close()
    finally:
        assert guest.switch() == 7
