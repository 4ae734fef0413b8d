"""A greenlet is inside a callback; another one reads and writes the store's memory."""
# invariant: R2
# expect: ReentrancyError

import greenlet
import wasmtime
from prelude import exports, host, misuse

main = greenlet.getcurrent()


def wait():
    main.switch()


store = wasmtime.Store()
module = exports(
    store,
    """(module (import "" "" (func $wait)) (memory (export "memory") 1)
      (func (export "run") (result i32) call $wait (i32.load (i32.const 0))))""",
    host(store, wait),
)
guest = greenlet.greenlet(lambda: module["run"](store))

with misuse():
    guest.switch()
    try:
        module["memory"].write(store, b"\x01\x00\x00\x00")
    finally:
        assert guest.switch() in (0, 1)
