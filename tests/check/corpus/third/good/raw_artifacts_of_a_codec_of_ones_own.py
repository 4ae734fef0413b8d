"""A cache with a codec of its own, whose names look like wasmtime's; it keeps text, not code."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import wasmtime


class Codec:
    @staticmethod
    def deserialize(encoded: bytes) -> dict[str, str]:
        found = json.loads(encoded)
        return {str(name): str(text) for name, text in found.items()}

    @classmethod
    def deserialize_file(cls, path: Path) -> dict[str, str]:
        return cls.deserialize(path.read_bytes())

    def data_ptr(self, encoded: bytes) -> memoryview:
        return memoryview(encoded)


def load(engine: wasmtime.Engine, path: Path) -> dict[str, wasmtime.Module]:
    sources = Codec.deserialize_file(path)
    return {name: wasmtime.Module(engine, text) for name, text in sources.items()}


def main() -> list[str]:
    with TemporaryDirectory() as directory:
        path = Path(directory) / "modules.json"
        path.write_text(json.dumps({"empty": "(module)"}))
        return [*load(wasmtime.Engine(), path), str(Codec().data_ptr(b"12")[0])]


if __name__ == "__main__":
    print(main())
