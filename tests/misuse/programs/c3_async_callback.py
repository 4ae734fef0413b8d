"""An `async def` as a callback: wasm gets a coroutine for an i32."""
# invariant: C3
# expect: TypeError

import warnings

import wasmtime
from prelude import host, misuse

warnings.simplefilter("ignore", RuntimeWarning)  # the coroutine is never awaited


async def fetch():
    return 7


store = wasmtime.Store()
callback = host(store, fetch, results=1)

with misuse():
    assert callback(store) == 7
