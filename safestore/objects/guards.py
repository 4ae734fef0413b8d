"""The table of guards, class by class and method by method.

The kinds follow the const-ness in wasmtime's C headers:

    shared      may be used by many threads at once; needs no guard but its own reference
    value       touches plain Python values only
    read        takes a const context
    exclusive   takes a mutable context, runs no guest code and moves no memory
    run         may run guest code or move a memory
    change      mutates something that is not Sync (a linker, a configuration)
    use         reads something that is not Sync
    consume     takes the object; its owner is somebody else afterwards
    close       ends the object's life
    make        a constructor

The first argument of `read`, `exclusive` and `run` is a store; `own-read` and its like are methods
of the store itself. `make-in` is a constructor in a store, `make-run` one that may run guest code.

`@guarded` wraps the methods of kinds `read`, `exclusive`, `run`, `change`, `use` and `make` of
handles; `change+run` is a change of the object and a run in the store that it is given. A `*`
marks a hot method that holds the region itself, in the shape of ownership/region.py. The other
kinds need no wrapper. A test walks the public API of the installed wasmtime and fails on any
callable that the table does not name.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, TypeVar

from .entering import wrap

__all__ = ["GUARDS", "guarded"]

T = TypeVar("T", bound=type)

# Plain values behind the face of something native.
_DESCRIPTION = {"__init__": "make", "close": "close", "ptr": "value"}

GUARDS: dict[str, dict[str, str]] = {
    "Store": {
        "__init__": "make",
        "data": "own-read",
        "gc": "own-exclusive",
        "get_fuel": "own-read",
        "set_fuel": "own-exclusive",
        "set_epoch_deadline": "own-exclusive",
        "set_limits": "own-exclusive",
        "set_wasi": "own-exclusive",
        "set_wasi_http": "own-exclusive",
        "on_land": "own-exclusive",
        "close": "close",
        "ptr": "own-run",
        "_context": "own-run",
    },
    "StoreContext": {"__init__": "make", "_context": "own-run"},
    "Func": {"__init__": "make-in", "__call__": "run*", "type": "read"},
    "Caller": {
        "__init__": "make",
        "__getitem__": "exclusive*",
        "get": "exclusive*",
        "_context": "own-run",
    },
    "Memory": {
        "__init__": "make-in",
        "type": "read",
        "grow": "run",
        "size": "read",
        "data_ptr": "read",
        "data_len": "read",
        "get_buffer_ptr": "read",
        "read": "read*",
        "write": "exclusive*",
        "page_size": "read",
        "page_size_log2": "read",
        "view": "read",
    },
    "SharedMemory": {
        "__init__": "make",
        "type": "shared",
        "grow": "shared",
        "size": "shared",
        "data_ptr": "shared",
        "data_len": "shared",
        "close": "close",
        "ptr": "shared",
    },
    "Table": {
        "__init__": "make-in",
        "type": "read",
        "size": "read",
        "grow": "exclusive",
        "get": "exclusive*",
        "set": "exclusive",
    },
    "Global": {
        "__init__": "make-in",
        "type": "read",
        "value": "exclusive*",
        "set_value": "exclusive*",
    },
    "Tag": {"__init__": "make-in", "type": "read", "eq": "read"},
    "Instance": {"__init__": "make-run", "exports": "read*", "_look_up": "read"},
    "InstancePre": {
        "instantiate": "run",
        "module": "shared",
        "close": "close",
        "ptr": "shared",
    },
    "Linker": {
        "__init__": "make",
        "allow_shadowing": "change",
        "define": "change+exclusive",
        "define_func": "change",
        "define_instance": "change+exclusive",
        "define_module": "change+run",
        "define_wasi": "change",
        "define_unknown_imports_as_traps": "change",
        "define_unknown_imports_as_default_values": "change+exclusive",
        "instantiate": "use+run*",
        "instantiate_pre": "use",
        "get": "use+exclusive",
        "get_default": "use+exclusive",
        "close": "close",
        "ptr": "shared",
    },
    "Engine": {
        "__init__": "make",
        "increment_epoch": "shared",
        "is_pulley": "shared",
        "close": "close",
        "ptr": "shared",
    },
    "Module": {
        "__init__": "make",
        "from_file": "make",
        "deserialize": "make",
        "deserialize_file": "make",
        "validate": "shared",
        "imports": "shared",
        "exports": "shared",
        "serialize": "shared",
        "close": "close",
        "ptr": "shared",
    },
    "Config": {
        "__init__": "make",
        "close": "close",
        "ptr": "shared",
        "_take_for_use": "change",
        **dict.fromkeys(
            (
                "cache",
                "consume_fuel",
                "cranelift_debug_verifier",
                "cranelift_flag_enable",
                "cranelift_flag_set",
                "cranelift_nan_canonicalization",
                "cranelift_opt_level",
                "debug_info",
                "epoch_interruption",
                "gc_support",
                "macos_use_mach_ports",
                "max_wasm_stack",
                "memory_guard_size",
                "memory_init_cow",
                "memory_may_move",
                "memory_reservation",
                "memory_reservation_for_growth",
                "native_unwind_info",
                "parallel_compilation",
                "profiler",
                "shared_memory",
                "signals_based_traps",
                "strategy",
                "target",
                "wasm_bulk_memory",
                "wasm_component_model",
                "wasm_component_model_implements",
                "wasm_component_model_map",
                "wasm_custom_page_sizes",
                "wasm_exceptions",
                "wasm_function_references",
                "wasm_gc",
                "wasm_memory64",
                "wasm_multi_memory",
                "wasm_multi_value",
                "wasm_reference_types",
                "wasm_relaxed_simd",
                "wasm_relaxed_simd_deterministic",
                "wasm_simd",
                "wasm_stack_switching",
                "wasm_tail_call",
                "wasm_threads",
                "wasm_wide_arithmetic",
            ),
            "change",
        ),
    },
    "WasiConfig": {
        "__init__": "make",
        "close": "close",
        "ptr": "shared",
        "_take_for_use": "change",
        **dict.fromkeys(
            (
                "argv",
                "env",
                "inherit_argv",
                "inherit_env",
                "inherit_stderr",
                "inherit_stdin",
                "inherit_stdout",
                "preopen_dir",
                "stderr_custom",
                "stderr_file",
                "stdin_file",
                "stdout_custom",
                "stdout_file",
            ),
            "change",
        ),
    },
    "Val": dict.fromkeys(
        (
            "__init__",
            "i32",
            "i64",
            "f32",
            "f64",
            "externref",
            "funcref",
            "ref_null",
            "value",
            "as_i32",
            "as_i64",
            "as_f32",
            "as_f64",
            "as_externref",
            "as_funcref",
            "type",
            "__eq__",
        ),
        "value",
    ),
    "ValType": {
        **dict.fromkeys(("i32", "i64", "f32", "f64", "externref", "funcref"), "value"),
        "__eq__": "value",
        **_DESCRIPTION,
    },
    "FuncType": {"params": "value", "results": "value", **_DESCRIPTION},
    "GlobalType": {"content": "value", "mutable": "value", **_DESCRIPTION},
    "TableType": {"element": "value", "limits": "value", **_DESCRIPTION},
    "MemoryType": {
        **dict.fromkeys(("limits", "is_64", "is_shared", "page_size", "page_size_log2"), "value"),
        **_DESCRIPTION,
    },
    "TagType": {"functype": "value", **_DESCRIPTION},
    "ImportType": {"module": "value", "name": "value", "type": "value", **_DESCRIPTION},
    "ExportType": {"name": "value", "type": "value", **_DESCRIPTION},
    "Limits": {"__init__": "make", "__eq__": "value"},
    "WasmtimeError": _DESCRIPTION,
    "ExitTrap": _DESCRIPTION,
    "Trap": {"message": "value", "frames": "value", "trap_code": "value", **_DESCRIPTION},
    "Frame": {
        **dict.fromkeys(
            ("func_index", "func_name", "module_name", "module_offset", "func_offset"), "value"
        ),
        **_DESCRIPTION,
    },
}


_UNWRAPPED = frozenset({"shared", "value", "consume", "close", "make"})


def guarded(table: str) -> Callable[[T], T]:
    """Class decorator: wrap the methods of a class as its table says."""

    def apply(cls: T) -> T:
        for name, kind in GUARDS[table].items():
            if kind in _UNWRAPPED or kind.endswith("*"):
                continue
            found = inspect.getattr_static(cls, name)
            owned_by_store = getattr(cls, "_in_region", False)
            if isinstance(found, property):
                wrapped: Any = property(
                    found.fget and wrap(found.fget, kind, owned_by_store),
                    found.fset and wrap(found.fset, kind, owned_by_store),
                    doc=found.__doc__,
                )
            else:
                wrapped = wrap(found, kind, owned_by_store)
            setattr(cls, name, wrapped)
        return cls

    return apply
