"""A codec of a program's own has deserialize and ptr; of wasmtime it only uses what is safe."""

import hashlib
import json
import tempfile
from pathlib import Path

import wasmtime


class Codec:
    """Reads and writes an index of modules; nothing that is native."""

    def __init__(self, unsafe: bool = False) -> None:
        self.unsafe = unsafe
        self._at = 0

    def ptr(self) -> int:
        return self._at

    def deserialize(self, encoded: bytes) -> dict[str, str]:
        self._at += len(encoded)
        return {str(key): str(value) for key, value in json.loads(encoded).items()}


def index(engine: wasmtime.Engine, text: str, folder: Path) -> Path:
    module = wasmtime.Module(engine, text)
    digest = hashlib.sha256(module.serialize()).hexdigest()
    path = folder / "index.json"
    path.write_text(json.dumps({export.name: digest for export in module.exports}))
    return path


def main() -> None:
    codec = Codec()
    with tempfile.TemporaryDirectory() as folder:
        path = index(wasmtime.Engine(), '(module (func (export "f")))', Path(folder))
        assert list(codec.deserialize(path.read_bytes())) == ["f"]
    assert codec.ptr() > 0 and not codec.unsafe


if __name__ == "__main__":
    main()
