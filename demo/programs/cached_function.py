"""Each request has a store of its own, but the function is the first one's."""

import functools

from wasmtime import Engine, Instance, Module, Store

engine = Engine()
module = Module(
    engine,
    """(module
      (func (export "double") (param i32) (result i32)
        (i32.mul (local.get 0) (i32.const 2))))""",
)


@functools.cache
def double():
    return Instance(store, module, []).exports(store)["double"]


for request in range(3):
    store = Store(engine)
    print(double()(store, request))
