"""The declarations that are kept ready say the same as the declarations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cffi

from safestore.native import parsed as kept
from safestore.native.parse import declarations, kept_name, parsed, write

FOLDER = Path(kept.__file__).parent


def test_the_installed_wasmtime_has_its_declarations_kept() -> None:
    assert (FOLDER / f"{kept_name(declarations())}.py").is_file()


def test_what_is_kept_is_what_would_be_generated(tmp_path: Path) -> None:
    name = kept_name(declarations())
    write(declarations(), tmp_path / f"{name}.py")
    assert (tmp_path / f"{name}.py").read_text() == (FOLDER / f"{name}.py").read_text()


def test_other_declarations_are_parsed_on_the_spot() -> None:
    made = parsed("typedef struct { int a; int b; } pair_t;")
    assert isinstance(made, cffi.FFI)
    assert made.sizeof("pair_t") == 8


def test_kept_and_parsed_agree_on_every_struct() -> None:
    from_text = cffi.FFI()
    from_text.cdef(declarations())
    ready = parsed(declarations())
    structs = sorted(name for name in from_text.list_types()[0] if name.endswith("_t"))
    assert len(structs) > 20
    sizes = {name: _size(from_text, name) for name in structs}
    assert sizes == {name: _size(ready, name) for name in structs}
    assert any(sizes.values())


def _size(ffi: Any, name: str) -> int | None:
    try:
        return int(ffi.sizeof(name))
    except Exception:
        # Only declared: a pointer to it is all that is used.
        return None
