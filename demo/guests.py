"""The demo's wasm programs, and how the host starts one and talks to it.

Everything takes the implementation of wasmtime's API as an argument: the same host code runs on
plain wasmtime and on safestore.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

NAMES = ("json", "inflate", "deflate")
FOLDER = Path(__file__).parent / "guest"


class RefusedError(ValueError):
    """A guest refused its input. The message is the guest's own."""


def binary(name: str) -> bytes:
    """The wasm module of that name, as built by `demo.build` and committed."""
    return (FOLDER / f"{name}.wasm").read_bytes()


class Guest:
    """One running instance in a store of its own, which ends with the `with` block."""

    def __init__(self, store: Any, exports: Any) -> None:
        self.store = store
        self.memory = exports["memory"]
        self._exports = exports

    def __enter__(self) -> Guest:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def close(self) -> None:
        """Free the instance and its memory."""
        # The store owns the callbacks and they know the guest: plain wasmtime frees no such cycle.
        self.store.close()

    def call(self, name: str, *arguments: int) -> Any:
        """What the exported function returns."""
        return self._exports[name](self.store, *arguments)

    def check(self, name: str, *arguments: int) -> None:
        """Call a function that returns NULL or a message.

        Raises:
            RefusedError: it returned a message.
        """
        address = self.call(name, *arguments)
        if address:
            text = self.memory.read(self.store, address, address + 80)
            raise RefusedError(text.partition(b"\0")[0].decode())


class Guests:
    """The demo's modules, compiled once by one implementation of wasmtime's API."""

    def __init__(self, wasmtime: ModuleType) -> None:
        self.wasmtime = wasmtime
        self.engine = wasmtime.Engine()
        self._modules = {name: wasmtime.Module(self.engine, binary(name)) for name in NAMES}

    def start(self, name: str, **host: Callable[..., Any]) -> Guest:
        """A new instance whose imports are the functions of `host`, by name.

        Each gets the `Caller` first, then what the guest passes.
        """
        store = self.wasmtime.Store(self.engine)
        module = self._modules[name]
        functions = [
            self.wasmtime.Func(store, wanted.type, host[wanted.name], access_caller=True)
            for wanted in module.imports
        ]
        return Guest(store, self.wasmtime.Instance(store, module, functions).exports(store))
