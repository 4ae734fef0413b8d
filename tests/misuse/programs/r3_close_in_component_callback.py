"""store.close() in a host function of a component."""
# invariant: R3
# expect: ReentrancyError

import wasmtime
import wasmtime.component as component
from prelude import misuse

store = wasmtime.Store()
linker = component.Linker(store.engine)
with linker.root() as root:
    root.add_func("host", lambda _: store.close())
guest = component.Component(
    store.engine,
    """(component (import "host" (func $host))
      (core func $lowered (canon lower (func $host)))
      (core module $m (import "" "host" (func)) (func (export "run") call 0))
      (core instance $i (instantiate $m
        (with "" (instance (export "host" (func $lowered))))))
      (func (export "run") (canon lift (core func $i "run"))))""",
)
run = linker.instantiate(store, guest).get_func(store, "run")

with misuse():
    run(store)
