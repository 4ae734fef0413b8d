"""Two greenlets wait in callbacks, and the first to enter is the first to return."""
# invariant: R2
# expect: ReentrancyError

import greenlet
import wasmtime
from prelude import exports, host, misuse

main = greenlet.getcurrent()


def wait():
    main.switch()


wat = """(module (import "" "" (func $wait)) (memory 1) (func (export "run") (result i32)
  call $wait (drop (memory.grow (i32.const 1))) call $wait i32.const 7))"""


def guest():
    store = wasmtime.Store()
    run = exports(store, wat, host(store, wait))["run"]
    return greenlet.greenlet(lambda: run(store))


first, second = guest(), guest()
with misuse():
    first.switch()
    try:
        second.switch()
    finally:
        first.switch()
        assert first.switch() == 7
    second.switch()
    assert second.switch() == 7
