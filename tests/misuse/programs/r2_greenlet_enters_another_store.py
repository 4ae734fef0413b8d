"""One greenlet is inside a callback of a store; another greenlet calls a store of its own."""
# invariant: R2
# expect: ReentrancyError

import greenlet
import wasmtime
from prelude import exports, host, misuse

main = greenlet.getcurrent()


def wait():
    main.switch()


store, other = wasmtime.Store(), wasmtime.Store()
wat = """(module (import "" "" (func $wait))
  (func (export "run") (result i32) call $wait i32.const 7)
  (func (export "eight") (result i32) i32.const 8))"""
run = exports(store, wat, host(store, wait))["run"]
eight = exports(other, wat, host(other, lambda: None))["eight"]
guest = greenlet.greenlet(lambda: run(store))

with misuse():
    guest.switch()
    try:
        assert eight(other) == 8
    finally:
        assert guest.switch() == 7
