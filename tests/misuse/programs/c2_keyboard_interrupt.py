"""Legal: a callback raises KeyboardInterrupt, which must reach the caller as it is."""
# invariant: C2
# expect: KeyboardInterrupt

import wasmtime
from prelude import exports, host, misuse


def fail():
    raise KeyboardInterrupt


store = wasmtime.Store()
run = exports(
    store, """(module (import "" "" (func)) (func (export "run") call 0))""", host(store, fail)
)["run"]

with misuse():
    run(store)
