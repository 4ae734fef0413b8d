"""A class caches the exports of the first store it saw, and uses them with each store."""
# invariant: H1
# expect: ForeignStoreError

import wasmtime
from prelude import exports, misuse


class Plugin:
    cache = None

    def __init__(self, engine):
        self.store = wasmtime.Store(engine)
        if Plugin.cache is None:
            Plugin.cache = exports(
                self.store,
                """(module (global $n (mut i32) (i32.const 0)) (func (export "next") (result i32)
                  (global.set $n (i32.add (global.get $n) (i32.const 1))) global.get $n))""",
            )

    def next(self):
        return Plugin.cache["next"](self.store)


engine = wasmtime.Engine()

with misuse():
    first, second = Plugin(engine), Plugin(engine)
    assert (first.next(), second.next()) == (1, 1)
