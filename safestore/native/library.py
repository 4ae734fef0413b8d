"""The shared library that the installed `wasmtime` carries, opened by cffi and checked (N1).

At import, before anything is called: the version is one that safestore was tried with, every
function that it declares exists, takes as many arguments of the same sizes, and returns a value
of the same size as wasmtime's own Python bindings say, and every struct has the size that they
give it. Anything else is an `AbiError` that names the versions.
"""

from __future__ import annotations

import ctypes
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from wasmtime import _bindings, _ffi

from ..errors import AbiError
from .component_declarations import COMPONENT_KINDS, COMPONENT_STRUCTS
from .parse import declarations, parsed

__all__ = ["WASMTIME_VERSION", "check_abi", "ffi", "lib"]

SUPPORTED = range(47, 51)

# Structs of the declarations whose size the bindings know too.
_STRUCTS = (
    "wasm_byte_vec_t",
    "wasm_limits_t",
    "wasmtime_func_t",
    "wasmtime_global_t",
    "wasmtime_table_t",
    "wasmtime_memory_t",
    "wasmtime_tag_t",
    "wasmtime_instance_t",
    "wasmtime_externref_t",
    "wasmtime_extern_t",
    "wasmtime_val_t",
    "wasmtime_heaptype_t",
    "wasmtime_reftype_t",
    "wasmtime_valtype_t",
    *COMPONENT_STRUCTS,
)

# Discriminants that values.py and externs.py rely on.
_KINDS = {
    "WASMTIME_I32": 0,
    "WASMTIME_I64": 1,
    "WASMTIME_F32": 2,
    "WASMTIME_F64": 3,
    "WASMTIME_V128": 4,
    "WASMTIME_FUNCREF": 5,
    "WASMTIME_EXTERNREF": 6,
    "WASMTIME_EXTERN_FUNC": 0,
    "WASMTIME_EXTERN_GLOBAL": 1,
    "WASMTIME_EXTERN_TABLE": 2,
    "WASMTIME_EXTERN_MEMORY": 3,
    "WASMTIME_EXTERN_SHAREDMEMORY": 4,
    "WASMTIME_EXTERN_TAG": 5,
    **COMPONENT_KINDS,
}


def _installed_version() -> str:
    try:
        return version("wasmtime")
    except PackageNotFoundError:
        return "unknown"


def _refuse(what: str, found: str) -> AbiError:
    return AbiError(
        f"wasmtime {found} is not one that this safestore can call: {what}; safestore was tried "
        f"with wasmtime {SUPPORTED.start} to {SUPPORTED.stop - 1}: install one of these "
        "(pip install 'wasmtime>=47,<51'), or a newer safestore"
    )


def _function_mismatch(ffi: Any, lib: Any, bindings: Any, name: str) -> str | None:
    """Why our declaration of `name` and the bindings' disagree; None when they agree."""
    try:
        ours = ffi.typeof(getattr(lib, name))
    except AttributeError:
        return f"the library has no function {name}"
    theirs = getattr(bindings, f"_{name}", None)
    if theirs is None:
        return f"its bindings do not describe {name}"
    mine = [ffi.sizeof(argument) for argument in ours.args]
    if mine != [ctypes.sizeof(argument) for argument in theirs.argtypes]:
        return f"{name} takes other arguments"
    result = 0 if ours.result.kind == "void" else ffi.sizeof(ours.result)
    if result != (0 if theirs.restype is None else ctypes.sizeof(theirs.restype)):
        return f"{name} returns something else"
    return None


def check_abi(ffi: Any, lib: Any, bindings: Any, constants: Any, found: str) -> None:
    """Compare the declarations with the bindings of the installed wasmtime.

    Raises AbiError on the first disagreement. Calls nothing in the library.
    """
    major = found.partition(".")[0]
    if not (major.isdigit() and int(major) in SUPPORTED):
        raise _refuse("its version is unknown here", found)
    for name in dir(lib):
        mismatch = _function_mismatch(ffi, lib, bindings, name)
        if mismatch is not None:
            raise _refuse(mismatch, found)
    for name in _STRUCTS:
        theirs = getattr(bindings, name, None)
        if theirs is None or ctypes.sizeof(theirs) != ffi.sizeof(name):
            raise _refuse(f"the struct {name} has another size", found)
    for name, value in _KINDS.items():
        kind = getattr(constants, name, None)
        if kind is None or kind.value != value:
            raise _refuse(f"the constant {name} has another value", found)


WASMTIME_VERSION = _installed_version()

ffi: Any = parsed(declarations())
lib: Any = ffi.dlopen(str(_ffi.filename))
check_abi(ffi, lib, _bindings, _ffi, WASMTIME_VERSION)
