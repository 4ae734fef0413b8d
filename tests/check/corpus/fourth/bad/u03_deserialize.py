"""Plain wasmtime: native code is loaded from a file."""

from __future__ import annotations

from pathlib import Path

import wasmtime


def load(e: wasmtime.Engine, path: Path) -> wasmtime.Module:
    return wasmtime.Module.deserialize_file(e, str(path))  # E: safestore-unsafe
