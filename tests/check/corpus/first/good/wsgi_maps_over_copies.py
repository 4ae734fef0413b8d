"""A WSGI page made of fragments: rendered here one by one, and compressed in a pool, as bytes."""

import zlib
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from safestore import Engine, Instance, Module, Store

StartResponse = Callable[[str, list[tuple[str, str]]], object]
POOL = ThreadPoolExecutor(4)
WAT = """
(module
  (memory (export "memory") 1)
  (func (export "head") (result i32) i32.const 4)
  (func (export "body") (result i32) i32.const 8))
"""


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    engine = Engine()
    store = Store(engine)
    exports = Instance(store, Module(engine, WAT), []).exports(store)
    memory = exports.memory("memory")
    fragments: list[bytes] = []
    for name in ("head", "body"):
        size = int(exports.func(name)(store))
        with memory.view(store, 0, size) as view:
            fragments.append(view.tobytes())
    start_response("200 OK", [("Content-Encoding", "deflate")])
    return list(POOL.map(zlib.compress, fragments))
