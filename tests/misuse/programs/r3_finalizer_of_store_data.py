"""The store's data has a `__del__` that closes its store, as a session object would."""
# invariant: R3
# expect: fine

import wasmtime
from prelude import misuse


class Session:
    def __del__(self):
        self.store.close()


with misuse():
    session = Session()
    session.store = wasmtime.Store(data=session)
    store = session.store
    del session
    store.close()
