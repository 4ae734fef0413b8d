"""A WSGI body that streams a guest's memory in chunks: each is copied before it is yielded."""

from collections.abc import Callable, Iterator
from typing import Any

import safestore as wasmtime

StartResponse = Callable[[str, list[tuple[str, str]]], object]


class Stream:
    chunk = 4096

    def __init__(self, store: wasmtime.Store, memory: wasmtime.Memory) -> None:
        self.store = store
        self.memory = memory

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterator[bytes]:
        start_response("200 OK", [])
        size = self.memory.data_len(self.store)
        for at in range(0, size, self.chunk):
            with self.memory.view(self.store, at, min(self.chunk, size - at)) as view:
                piece = view.tobytes()
            yield piece
