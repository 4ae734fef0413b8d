"""A WSGI page made of fragments: each export renders one, and a pool maps over the exports."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from safestore import Engine, Func, Instance, Module, Store

StartResponse = Callable[[str, list[tuple[str, str]]], object]
POOL = ThreadPoolExecutor(4)
WAT = '(module (func (export "head")) (func (export "body")))'


def describe(fragment: Func) -> bytes:
    return repr(fragment).encode()


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    engine = Engine()
    store = Store(engine)
    exports = Instance(store, Module(engine, WAT), []).exports(store)
    fragments = [exports.func(name) for name in ("head", "body")]
    start_response("200 OK", [("Content-Type", "text/plain")])
    return list(POOL.map(describe, fragments))  # E: safestore-send
