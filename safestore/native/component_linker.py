"""Linkers of components.

They are called while nobody else reads or changes the linker; those that instantiate, while
nobody changes it. Everything belongs to the linker's engine. Names are UTF-8 with their length:
wasmtime copies them. Errors returned are owned by the caller.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from .component_callback import ComponentHost
from .library import ffi, lib
from .owned import own
from .store import NativeStore

__all__ = [
    "add_func",
    "add_instance",
    "add_module",
    "add_resource",
    "add_wasi_http",
    "add_wasip2",
    "allow_shadowing",
    "define_unknown_imports_as_traps",
    "instantiate",
    "linker_new",
    "root",
]


def linker_new(engine: Any) -> Any:
    """A new linker, ours."""
    return own("component_linker", lib.wasmtime_component_linker_new(engine))


def allow_shadowing(linker: Any, allow: bool) -> None:
    lib.wasmtime_component_linker_allow_shadowing(linker, allow)


def add_wasip2(linker: Any) -> int:
    return int(lib.wasmtime_component_linker_add_wasip2(linker))


def add_wasi_http(linker: Any) -> int:
    return int(lib.wasmtime_component_linker_add_wasi_http(linker))


def define_unknown_imports_as_traps(linker: Any, component: Any) -> int:
    return int(lib.wasmtime_component_linker_define_unknown_imports_as_traps(linker, component))


def instantiate(linker: Any, store: NativeStore, component: Any) -> tuple[int, Any]:
    """The error, and the instance when there is none. May run guest code."""
    out = ffi.new("wasmtime_component_instance_t *")
    error = lib.wasmtime_component_linker_instantiate(linker, store.context, component, out)
    return error, out


def _keeping(pointer: int, linker: Any) -> Any:
    """Own a part of a linker: it points into the linker, which lives as long.

    Freeing it does not look at the linker, so the order does not matter.
    """
    return ffi.gc(own("component_linker_instance", pointer), partial({0: linker}.pop, 0))


def root(linker: Any) -> Any:
    """The outermost definitions. No other part of the linker is in use."""
    return _keeping(lib.wasmtime_component_linker_root(linker), linker)


def add_instance(instance: Any, name: bytes) -> tuple[int, Any]:
    """The error, or the new part. `instance` is not used while that is."""
    out = ffi.new("uintptr_t *")
    error = lib.wasmtime_component_linker_instance_add_instance(instance, name, len(name), out)
    return error, None if error else _keeping(out[0], instance)


def add_module(instance: Any, name: bytes, module: Any) -> int:
    return int(lib.wasmtime_component_linker_instance_add_module(instance, name, len(name), module))


def add_func(instance: Any, name: bytes, host: ComponentHost) -> int:
    """The number is looked up at each call: whoever can make such a call keeps `host`."""
    return int(
        lib.wasmtime_component_linker_instance_add_func(
            instance, name, len(name), host.as_function, host.number, 0
        )
    )


def add_resource(instance: Any, name: bytes, type_: Any, host: ComponentHost) -> int:
    """The same for the destructor of a resource."""
    return int(
        lib.wasmtime_component_linker_instance_add_resource(
            instance, name, len(name), type_, host.as_destructor, host.number, 0
        )
    )
