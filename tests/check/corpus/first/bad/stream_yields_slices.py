"""A WSGI body that streams a guest's memory in chunks: slices of a view, one by one."""

from collections.abc import Callable, Iterator
from typing import Any

import safestore as wasmtime

StartResponse = Callable[[str, list[tuple[str, str]]], object]


class Stream:
    chunk = 4096

    def __init__(self, store: wasmtime.Store, memory: wasmtime.Memory) -> None:
        self.store = store
        self.memory = memory

    def __call__(
        self, environ: dict[str, Any], start_response: StartResponse
    ) -> Iterator[wasmtime.MemoryView]:
        start_response("200 OK", [])
        with self.memory.view(self.store) as view:
            for at in range(0, len(view), self.chunk):
                yield view[at : at + self.chunk]  # E: safestore-borrow
