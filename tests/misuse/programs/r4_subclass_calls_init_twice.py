"""A subclass of Store whose two bases both call Store.__init__."""
# invariant: R4
# expect: TypeError

import wasmtime
from prelude import host, misuse


class Counted(wasmtime.Store):
    def __init__(self):
        wasmtime.Store.__init__(self)
        self.seven = host(self, lambda: 7, results=1)


class Named(Counted):
    def __init__(self, name):
        Counted.__init__(self)
        wasmtime.Store.__init__(self)
        self.name = name


with misuse():
    store = Named("plugin")
    assert store.seven(store) == 7
