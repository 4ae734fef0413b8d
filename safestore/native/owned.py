"""Native objects that Python owns: a cdata whose destructor runs once, by reference count (R4).

Every operation holds a reference of its own while it runs, so closing an object under a reader
only means that the reader, and not the closer, frees it (L1). The destructor is a C function:
neither a signal nor an exception can come between the last reference and the free.
"""

from __future__ import annotations

import ctypes
import weakref
from functools import partial
from typing import Any

from wasmtime import _bindings

from .library import ffi, lib

__all__ = ["address_of", "as_ctypes", "own", "release"]

# The type of the object in C, and who frees it.
_KINDS = {
    "config": ("wasm_config_t", lib.wasm_config_delete),
    "engine": ("wasm_engine_t", lib.wasm_engine_delete),
    "store": ("wasmtime_store_t", lib.wasmtime_store_delete),
    "module": ("wasmtime_module_t", lib.wasmtime_module_delete),
    "linker": ("wasmtime_linker_t", lib.wasmtime_linker_delete),
    "instance_pre": ("wasmtime_instance_pre_t", lib.wasmtime_instance_pre_delete),
    "wasi": ("wasi_config_t", lib.wasi_config_delete),
    "sharedmemory": ("wasmtime_sharedmemory_t", lib.wasmtime_sharedmemory_delete),
    "component": ("wasmtime_component_t", lib.wasmtime_component_delete),
    "module_type": ("wasmtime_module_type_t", lib.wasmtime_module_type_delete),
}
# The rest of the component model names the two alike, and not every version has all of it.
_KINDS.update(
    (kind, (f"wasmtime_{kind}_t", getattr(lib, f"wasmtime_{kind}_delete")))
    for kind in (
        "component_export_index",
        "component_extern",
        "component_linker",
        "component_linker_instance",
        "component_resource_any",
        "component_resource_host",
        "component_type",
        "component_instance_type",
        "component_func_type",
        "component_resource_type",
        "component_list_type",
        "component_record_type",
        "component_tuple_type",
        "component_variant_type",
        "component_enum_type",
        "component_option_type",
        "component_result_type",
        "component_flags_type",
        "component_future_type",
        "component_stream_type",
    )
    if hasattr(lib, f"wasmtime_{kind}_delete")
)


# What frees each native object: by address, a weak reference to the cdata that everybody holds,
# and a second cdata whose destructor frees. The collector runs the destructors of cdata that it
# finds in a cycle before the finalizers of others in it, which may still use the object; it does
# not know the cdata that everybody holds, so that one goes when the last reference is gone, after
# all finalizers, and takes the second with it: `pop` and the destructor are C functions.
_owned: dict[int, tuple[Any, Any]] = {}
# For ever, also when the interpreter takes modules apart: a daemon thread may be inside one of
# these still. What is in use at the end is the system's to free (S1).
ctypes.pythonapi.Py_IncRef(ctypes.py_object(_owned))


def own(kind: str, pointer: Any) -> Any:
    """Take ownership of a native object.

    `pointer` is an int, a cdata or a ctypes pointer to an object of this kind that nobody else
    owns or will free.
    """
    name, delete = _KINDS[kind]
    if isinstance(pointer, ctypes._Pointer):
        pointer = ctypes.cast(pointer, ctypes.c_void_p).value
    native = ffi.cast(f"{name} *", pointer)
    address = int(ffi.cast("uintptr_t", native))
    owner = ffi.gc(ffi.cast(f"{name} *", pointer), delete)
    _owned[address] = weakref.ref(native, partial(_owned.pop, address)), owner
    return native


def release(native: Any) -> int:
    """Give up ownership of what `own` made and return its address: whoever gets it frees it."""
    address = int(ffi.cast("uintptr_t", native))
    _, owner = _owned.pop(address)
    ffi.gc(owner, None)
    return address


def address_of(pointer: Any) -> int:
    """The address in a pointer of plain wasmtime's bindings."""
    return int(ctypes.cast(pointer, ctypes.c_void_p).value or 0)


def as_ctypes(kind: str, native: Any) -> Any:
    """The pointer as plain wasmtime's bindings want it. It owns nothing; keep `native` alive."""
    name, _ = _KINDS[kind]
    address = int(ffi.cast("uintptr_t", native))
    return ctypes.cast(address, ctypes.POINTER(getattr(_bindings, name)))
