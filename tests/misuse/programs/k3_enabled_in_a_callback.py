"""A host function enables faulthandler, returns, and the guest traps."""
# invariant: K3
# expect: TrapHandlerError

import faulthandler

import wasmtime
from prelude import exports, host, misuse

store = wasmtime.Store()
wat = '(module (import "" "" (func)) (func (export "run") call 0 unreachable))'
run = exports(store, wat, host(store, faulthandler.enable))["run"]

with misuse(may_trap=True):
    run(store)
