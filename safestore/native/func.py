"""Functions: making, describing, calling. The region of the store is held throughout."""

from __future__ import annotations

from typing import Any

from .callback import HostFunction
from .library import ffi, lib
from .store import NativeStore
from .types import FuncDescription, functype, take_functype

__all__ = ["call", "call_unchecked", "describe", "new"]

# wasmtime_func_call_unchecked(context, func, values, count, trap) -> error. The caller has
# compared the function's store with the context's, packed one slot for each argument as the
# function's own type says, and left `count` slots, enough for the results; `trap` holds null.
# Both answers are owned by the caller. Bare, because every call of a guest pays for it.
call_unchecked = lib.wasmtime_func_call_unchecked


def new(store: NativeStore, description: FuncDescription, host: HostFunction) -> Any:
    """A function that calls `host`, whom the store keeps from now on."""
    store.keep(host)
    out = ffi.new("wasmtime_func_t *")
    make = lib.wasmtime_func_new if host.signature is None else lib.wasmtime_func_new_unchecked
    with functype(*description) as type_:
        # The trampoline's signature is the one that this constructor wants; the number is looked
        # up at each call, so no finalizer; the type object is new, so no other engine knows it.
        make(store.context, type_, host.callback, host.number, 0, out)
    return out


def describe(store: NativeStore, func: Any) -> FuncDescription:
    """The type of a function of this store. Reads the store; the type object is ours."""
    return take_functype(lib.wasmtime_func_type(store.context, func))


def call(
    store: NativeStore, func: Any, params: Any, nparams: int, results: Any, nresults: int
) -> tuple[int, int, None]:
    """Call with `wasmtime_val_t` arrays. Returns the error and the trap, both owned by the caller.

    wasmtime checks the values against the type; references belong to this store. On an error or a
    trap `results` is as it was.
    """
    trap = ffi.new("trap_ptr *")
    error = lib.wasmtime_func_call(store.context, func, params, nparams, results, nresults, trap)
    return error, trap[0], None
