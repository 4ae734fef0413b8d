"""From the declarations to cffi's own form of them: kept ready in `parsed`, or made on the spot."""

from __future__ import annotations

import hashlib
import importlib
from pathlib import Path
from typing import Any

from wasmtime import _bindings

from .component_declarations import component_cdef
from .declarations import CDEF

__all__ = ["declarations", "kept_name", "parsed", "write"]


def declarations() -> str:
    """All declarations, for the installed wasmtime."""
    return CDEF + component_cdef(_bindings)


def kept_name(text: str) -> str:
    """The name of the module that keeps this text."""
    return f"_{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def parsed(text: str) -> Any:
    """cffi's FFI object for this text."""
    try:
        kept = importlib.import_module(f".parsed.{kept_name(text)}", __package__)
    except ModuleNotFoundError:
        # Slower, and the same: a wasmtime between those that were tried may need another text.
        import cffi

        made = cffi.FFI()
        made.cdef(text)
        return made
    return kept.ffi


def write(text: str, path: Path) -> None:
    """Generate the module that keeps this text."""
    import cffi

    made = cffi.FFI()
    made.set_source(f"safestore.native.parsed.{path.stem}", None)
    made.cdef(text)
    made.emit_python_code(str(path))
