"""A thread pool calls one instance, which waits for the host in a callback."""

import time
from concurrent.futures import ThreadPoolExecutor

from wasmtime import Func, FuncType, Instance, Module, Store, ValType

store = Store()
module = Module(
    store.engine,
    """(module
      (import "host" "fetch" (func $fetch (param i32) (result i32)))
      (func (export "price") (param $item i32) (result i32)
        (i32.add (call $fetch (local.get $item))
                 (call $fetch (local.get $item)))))""",
)


def fetch(item):
    time.sleep(0.001)  # a database, a network
    return item


i32 = ValType.i32()
callback = Func(store, FuncType([i32], [i32]), fetch)
price = Instance(store, module, [callback]).exports(store)["price"]
with ThreadPoolExecutor(16) as pool:
    print(list(pool.map(lambda item: price(store, item), range(1000))))
