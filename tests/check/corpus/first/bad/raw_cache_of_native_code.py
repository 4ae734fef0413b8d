"""A plugin host that caches compiled plugins on disk and loads whatever it finds there."""

from pathlib import Path

import wasmtime


class Cache:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.engine = wasmtime.Engine()

    def module(self, name: str, wat: str) -> wasmtime.Module:
        path = self.folder / f"{name}.cwasm"
        if path.exists():
            code = path.read_bytes()
            return wasmtime.Module.deserialize(self.engine, code)  # E: safestore-unsafe
        module = wasmtime.Module(self.engine, wat)
        path.write_bytes(module.serialize())
        return module
