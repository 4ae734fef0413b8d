"""Uses of cffi and ctypes outside the native rooms."""

from __future__ import annotations

from pathlib import Path

import pytest

from safestore.audit.foreign import Use, uses, uses_in_package
from tests.audit import planted


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("import ctypes", "import ctypes"),
        ("import json, ctypes.util", "import ctypes.util"),
        ("import cffi as c", "import cffi"),
        ("import _ctypes", "import _ctypes"),
        ("import _cffi_backend", "import _cffi_backend"),
        ("import wasmtime._ffi", "import wasmtime._ffi"),
        ("from ctypes import byref", "from ctypes import byref"),
        ("from ctypes import *", "from ctypes import *"),
        ("from cffi import FFI", "from cffi import FFI"),
        ("from wasmtime import Store, _ffi", "from wasmtime import _ffi"),
        ("from wasmtime import _ffi as f", "from wasmtime import _ffi"),
        ("from wasmtime._ffi import dll", "from wasmtime._ffi import dll"),
        ("from wasmtime._bindings import wasm_engine_new", "from wasmtime._bindings import"),
        ("from wasmtime._func import ffi", "from wasmtime._func import ffi"),
        ("from .native.library import ffi", "from .native.library import ffi"),
        ("def f():\n    import ctypes", "import ctypes"),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import ctypes", "import ctypes"),
        (
            "import importlib\nimportlib.import_module('ctypes')",
            "importlib.import_module('ctypes')",
        ),
        ("import_module(name='cffi')", "import_module(name='cffi')"),
        ("__import__('ctypes.util')", "__import__('ctypes.util')"),
        ("import sys\nsys.modules['ctypes']", "sys.modules['ctypes']"),
        ("import wasmtime\ngetattr(wasmtime, '_ffi')", "getattr(wasmtime, '_ffi')"),
        ("import wasmtime\nwasmtime._ffi.dll", "wasmtime._ffi"),
        ("import wasmtime\nwasmtime._func.ffi", "wasmtime._func.ffi"),
        ("def f(array):\n    return array.ctypes", "array.ctypes"),
    ],
)
def test_every_form_of_use_is_found(source: str, what: str) -> None:
    [use] = uses(source, "a.py")
    assert use.path == "a.py"
    assert use.line == len(source.splitlines())
    assert use.what.startswith(what)


@pytest.mark.parametrize(
    "source",
    [
        "import wasmtime\nwasmtime.Store()",
        "from wasmtime import Store",
        "from wasmtime._func import Func",
        "'ctypes'",
        "# import ctypes",
        '"""import ctypes"""',
        "NAMES = {'ctypes', 'cffi'}",
        "import ctypesque",
        "from .native import library",
        "print('a ctypes use')",
    ],
)
def test_what_is_no_use_is_passed_over(source: str) -> None:
    assert uses(source, "a.py") == []


def test_a_file_that_cannot_be_parsed_counts_as_a_use() -> None:
    [use] = uses("x = 1\nimport (", "a.py")
    assert use.line == 2
    assert use.what.startswith("cannot be parsed: ")


def test_the_native_rooms_are_left_out_and_all_others_searched(tmp_path: Path) -> None:
    planted.write(tmp_path, "safestore/native/library.py", "import ctypes\n")
    planted.write(tmp_path, "safestore/native/deep/down.py", "import cffi\n")
    planted.write(tmp_path, "safestore/objects/native/not_it.py", "import cffi\n")
    planted.write(tmp_path, "safestore/native.py", "\nimport ctypes\n")
    assert uses_in_package(tmp_path / "safestore") == [
        Use("safestore/native.py", 2, "import ctypes"),
        Use("safestore/objects/native/not_it.py", 1, "import cffi"),
    ]
