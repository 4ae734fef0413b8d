"""A plugin host that caches what it compiled in memory, and on disk only the sources."""

from pathlib import Path

import wasmtime


class Cache:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.engine = wasmtime.Engine()
        self.modules: dict[str, wasmtime.Module] = {}
        self.sizes: dict[str, int] = {}

    def module(self, name: str, wat: str) -> wasmtime.Module:
        path = self.folder / f"{name}.wasm"
        if name in self.modules:
            return self.modules[name]
        if path.exists():
            module = wasmtime.Module.from_file(self.engine, path)
        else:
            binary = wasmtime.wat2wasm(wat)
            wasmtime.Module.validate(self.engine, binary)
            module = wasmtime.Module(self.engine, bytes(binary))
            path.write_bytes(binary)
        self.sizes[name] = len(module.serialize())
        self.modules[name] = module
        return module
