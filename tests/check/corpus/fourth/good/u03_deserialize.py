"""Plain wasmtime: a module is compiled from a file."""

from __future__ import annotations

from pathlib import Path

import wasmtime


def load(e: wasmtime.Engine, path: Path) -> wasmtime.Module:
    return wasmtime.Module.from_file(e, str(path))
