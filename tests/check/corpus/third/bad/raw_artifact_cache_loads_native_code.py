"""A raw artifact cache loads compiled code from a directory that anybody may have written."""

from __future__ import annotations

import hashlib
from pathlib import Path

import wasmtime


class ArtifactCache:
    def __init__(self, engine: wasmtime.Engine, directory: Path) -> None:
        self.engine = engine
        self.directory = directory

    def _path(self, source: bytes) -> Path:
        return self.directory / hashlib.sha256(source).hexdigest()

    def load(self, source: bytes) -> wasmtime.Module:
        path = self._path(source)
        if path.exists():
            return wasmtime.Module.deserialize_file(self.engine, str(path))  # E: safestore-unsafe
        module = wasmtime.Module(self.engine, source)
        path.write_bytes(module.serialize())
        return module
