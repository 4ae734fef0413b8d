"""Instances and linkers. The region is held where a store is an argument; natives are alive,
being arguments.

`trap` cells and errors are owned by the caller. Names are UTF-8 with their length: wasmtime copies
them.
"""

from __future__ import annotations

from typing import Any

from .callback import HostFunction
from .handles import new_extern
from .library import ffi, lib
from .owned import own
from .store import NativeStore
from .types import FuncDescription, functype

__all__ = [
    "exports",
    "instantiate",
    "linker_allow_shadowing",
    "linker_define",
    "linker_define_func",
    "linker_define_instance",
    "linker_define_module",
    "linker_define_unknown_as_defaults",
    "linker_define_unknown_as_traps",
    "linker_define_wasi",
    "linker_get",
    "linker_get_default",
    "linker_instantiate",
    "linker_new",
    "linker_pre",
    "pre_instantiate",
    "pre_module",
]

_INSTANCE = ffi.typeof("wasmtime_instance_t *")
_TRAP = ffi.typeof("trap_ptr *")

# Bare, for the two that are called most.
_new = ffi.new
_instance_new = lib.wasmtime_instance_new
_linker_instantiate = lib.wasmtime_linker_instantiate

Outcome = tuple[int, int, Any]


def instantiate(store: NativeStore, module: Any, imports: Any, count: int) -> Outcome:
    """Error, trap, instance. The imports belong to this store; the module to its engine."""
    out = _new(_INSTANCE)
    trap, store.trap = store.trap, None
    if trap is None:
        trap = _new(_TRAP)
    trap[0] = 0
    error = _instance_new(store.context, module, imports, count, out, trap)
    ended = trap[0]
    store.trap = trap
    return error, ended, out


def exports(store: NativeStore, instance: Any) -> list[tuple[str, Any]]:
    """(name, extern) of each export, in order. The names belong to the instance: copied here."""
    found: list[tuple[str, Any]] = []
    name = ffi.new("char **")
    length = ffi.new("size_t *")
    while True:
        item = new_extern()
        # Writes the three cells when it answers true; ends at the first index beyond.
        if not lib.wasmtime_instance_export_nth(
            store.context, instance, len(found), name, length, item
        ):
            return found
        found.append((bytes(ffi.buffer(name[0], length[0])).decode(), item))


def linker_new(engine: Any) -> Any:
    """A new linker, ours."""
    return own("linker", lib.wasmtime_linker_new(engine))


# Below: functions that take the linker alone are called while nobody else reads or changes it;
# those that instantiate or look up, while nobody changes it.


def linker_allow_shadowing(linker: Any, allow: bool) -> None:
    lib.wasmtime_linker_allow_shadowing(linker, allow)


def linker_define(linker: Any, store: NativeStore, module: bytes, name: bytes, item: Any) -> int:
    """The item belongs to this store, and wasmtime keeps a copy."""
    return int(
        lib.wasmtime_linker_define(
            linker, store.context, module, len(module), name, len(name), item
        )
    )


def linker_define_func(
    linker: Any, module: bytes, name: bytes, description: FuncDescription, host: HostFunction
) -> int:
    """The number is looked up at each call: whoever can make such a call keeps `host`."""
    define = (
        lib.wasmtime_linker_define_func
        if host.signature is None
        else lib.wasmtime_linker_define_func_unchecked
    )
    with functype(*description) as type_:
        error = define(
            linker, module, len(module), name, len(name), type_, host.callback, host.number, 0
        )
    return int(error)


def linker_define_instance(linker: Any, store: NativeStore, name: bytes, instance: Any) -> int:
    return int(
        lib.wasmtime_linker_define_instance(linker, store.context, name, len(name), instance)
    )


def linker_define_module(linker: Any, store: NativeStore, name: bytes, module: Any) -> int:
    """May run the module's start function."""
    return int(lib.wasmtime_linker_module(linker, store.context, name, len(name), module))


def linker_define_wasi(linker: Any) -> int:
    return int(lib.wasmtime_linker_define_wasi(linker))


def linker_define_unknown_as_traps(linker: Any, module: Any) -> int:
    """The module belongs to the linker's engine: wasmtime would panic on another's types."""
    return int(lib.wasmtime_linker_define_unknown_imports_as_traps(linker, module))


def linker_define_unknown_as_defaults(linker: Any, store: NativeStore, module: Any) -> int:
    """The module and the store belong to the linker's engine."""
    return int(
        lib.wasmtime_linker_define_unknown_imports_as_default_values(linker, store.context, module)
    )


def linker_instantiate(linker: Any, store: NativeStore, module: Any) -> Outcome:
    """Error, trap, instance. Everything belongs to one engine."""
    out = _new(_INSTANCE)
    trap, store.trap = store.trap, None
    if trap is None:
        trap = _new(_TRAP)
    trap[0] = 0
    error = _linker_instantiate(linker, store.context, module, out, trap)
    ended = trap[0]
    store.trap = trap
    return error, ended, out


def linker_get(linker: Any, store: NativeStore, module: bytes, name: bytes) -> Any | None:
    """An item of the linker in this store, None when it has none of that name."""
    item = new_extern()
    found = lib.wasmtime_linker_get(
        linker, store.context, module, len(module), name, len(name), item
    )
    return item if found else None


def linker_get_default(linker: Any, store: NativeStore, name: bytes) -> tuple[int, Any]:
    """The error, and the function when there is none."""
    out = ffi.new("wasmtime_func_t *")
    error = lib.wasmtime_linker_get_default(linker, store.context, name, len(name), out)
    return error, out


def linker_pre(linker: Any, module: Any) -> tuple[int, Any]:
    """The error, or the pre-instantiated module when there is none, ours."""
    out = ffi.new("uintptr_t *")
    error = lib.wasmtime_linker_instantiate_pre(linker, module, out)
    return error, None if error else own("instance_pre", out[0])


def pre_instantiate(pre: Any, store: NativeStore) -> Outcome:
    """Error, trap, instance. The store belongs to the module's engine."""
    out = ffi.new(_INSTANCE)
    trap = ffi.new(_TRAP)
    error = lib.wasmtime_instance_pre_instantiate(pre, store.context, out, trap)
    return error, trap[0], out


def pre_module(pre: Any) -> int:
    """A reference to the module; the caller owns it."""
    return int(lib.wasmtime_instance_pre_module(pre))
