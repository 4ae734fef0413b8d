"""Components, their instances and functions, and resources.

Where a store is an argument its region is held, and what is used with it belongs to it. Other
natives are alive, being arguments. Errors returned are owned by the caller.
"""

from __future__ import annotations

from typing import Any

from .component_shapes import FuncShape, func_shape
from .engine import take_bytes
from .failure import ErrorReport, take_error
from .library import ffi, lib
from .owned import own
from .store import NativeStore

__all__ = [
    "call",
    "component_new",
    "component_type",
    "deserialize",
    "export_index",
    "func_type",
    "host_resource_type",
    "instance_export_index",
    "instance_func",
    "post_return",
    "resource_drop",
    "resource_host",
    "resource_host_facts",
    "resource_is_owned",
    "resource_to_any",
    "resource_to_host",
    "resource_type",
    "serialize",
    "type_of_func",
]


def component_new(engine: Any, wasm: bytes) -> Any | ErrorReport:
    """Compile. Other threads run meanwhile; the engine's compiler is thread-safe."""
    out = ffi.new("uintptr_t *")
    error = lib.wasmtime_component_new(engine, wasm, len(wasm), out)
    return take_error(error) if error else own("component", out[0])


def serialize(component: Any) -> bytearray | ErrorReport:
    """The compiled code as bytes."""
    out = ffi.new("wasm_byte_vec_t *")
    error = lib.wasmtime_component_serialize(component, out)
    return take_error(error) if error else take_bytes(out)


def deserialize(engine: Any, code: bytes) -> Any | ErrorReport:
    """Load compiled code. The caller vouches for the bytes: wasmtime runs whatever they hold."""
    out = ffi.new("uintptr_t *")
    error = lib.wasmtime_component_deserialize(engine, code, len(code), out)
    return take_error(error) if error else own("component", out[0])


def component_type(component: Any) -> Any:
    """The type of a component; it outlives the component."""
    return own("component_type", lib.wasmtime_component_type(component))


def export_index(component: Any, within: Any | None, name: bytes) -> Any | None:
    """Where an export is; None when there is none. An index names its component, and no other."""
    found = lib.wasmtime_component_get_export_index(
        component, ffi.NULL if within is None else within, name, len(name)
    )
    return own("component_export_index", found) if found else None


def instance_export_index(
    store: NativeStore, instance: Any, within: Any | None, name: bytes
) -> Any | None:
    """The same, asked of an instance."""
    found = lib.wasmtime_component_instance_get_export_index(
        instance, store.context, ffi.NULL if within is None else within, name, len(name)
    )
    return own("component_export_index", found) if found else None


def instance_func(store: NativeStore, instance: Any, index: Any) -> Any | None:
    """A function of the instance; None when the index is of something else."""
    out = ffi.new("wasmtime_component_func_t *")
    found = lib.wasmtime_component_instance_get_func(instance, store.context, index, out)
    return out if found else None


def type_of_func(store: NativeStore, func: Any) -> Any:
    """The type of a function; it outlives the store."""
    return own("component_func_type", lib.wasmtime_component_func_type(func, store.context))


def func_type(functype: Any) -> FuncShape:
    """The parameters and the result of what `type_of_func` gave."""
    return func_shape(functype)


def call(
    store: NativeStore, func: Any, params: Any, nparams: int, results: Any, nresults: int
) -> int:
    """Call a function. wasmtime checks the values against its type, and copies them.

    On an error `results` is as it was.
    """
    return int(
        lib.wasmtime_component_func_call(func, store.context, params, nparams, results, nresults)
    )


def post_return(store: NativeStore, func: Any) -> int:
    """What versions that want it do after the results of a call were read."""
    return int(lib.wasmtime_component_func_post_return(func, store.context))


def host_resource_type(number: int) -> Any:
    """The type of the host's resources that go by this number, which fits 32 bits."""
    return own("component_resource_type", lib.wasmtime_component_resource_type_new_host(number))


# A `resource_any` is a number in a table of its store, with a generation, so that a stale one is
# an error. Only with the store that it belongs to: in another's table the number means anything.


def resource_type(resource: Any) -> Any:
    return own("component_resource_type", lib.wasmtime_component_resource_any_type(resource))


def resource_is_owned(resource: Any) -> bool:
    return bool(lib.wasmtime_component_resource_any_owned(resource))


def resource_drop(store: NativeStore, resource: Any) -> int:
    """May run the guest's destructor, or the host's."""
    return int(lib.wasmtime_component_resource_any_drop(store.context, resource))


def resource_to_host(store: NativeStore, resource: Any) -> tuple[int, Any]:
    """The error, or the host's resource that it stands for."""
    out = ffi.new("uintptr_t *")
    error = lib.wasmtime_component_resource_any_to_host(store.context, resource, out)
    return error, None if error else own("component_resource_host", out[0])


def resource_to_any(store: NativeStore, host: Any) -> tuple[int, Any]:
    """The error, or a resource of this store that stands for the host's."""
    out = ffi.new("uintptr_t *")
    error = lib.wasmtime_component_resource_host_to_any(store.context, host, out)
    return error, None if error else own("component_resource_any", out[0])


def resource_host(owned: bool, rep: int, type_: int) -> Any:
    """A host's resource: two numbers of 32 bits that mean nothing to wasmtime."""
    return own(
        "component_resource_host", lib.wasmtime_component_resource_host_new(owned, rep, type_)
    )


def resource_host_facts(host: Any) -> tuple[int, int, bool]:
    """Its rep, its type, and whether it is owned."""
    return (
        int(lib.wasmtime_component_resource_host_rep(host)),
        int(lib.wasmtime_component_resource_host_type(host)),
        bool(lib.wasmtime_component_resource_host_owned(host)),
    )
