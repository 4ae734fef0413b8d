"""A host that moves to safestore step by step, and adopts the engine its plugins still make."""

from typing import Protocol

import wasmtime

import safestore
from safestore import Pinned, Store


class OldPlugin(Protocol):
    engine: wasmtime.Engine
    name: str


def migrate(plugins: list[OldPlugin]) -> dict[str, Pinned[Store]]:
    moved: dict[str, Pinned[Store]] = {}
    for plugin in plugins:
        engine = safestore.unsafe.adopt(plugin.engine)  # E: safestore-unsafe
        moved[plugin.name] = Pinned(Store(engine))
    return moved
