"""A greenlet leaves a callback by switching away, and another greenlet calls the store."""
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
    """(module (import "" "" (func $wait)) (func (export "run") (result i32) call $wait i32.const 7)
      (func (export "eight") (result i32) i32.const 8))""",
    host(store, wait),
)
guest = greenlet.greenlet(lambda: module["run"](store))

with misuse():
    guest.switch()
    try:
        assert module["eight"](store) == 8
    finally:
        assert guest.switch() == 7
