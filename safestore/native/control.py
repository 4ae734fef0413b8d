"""What is set and asked of a store. The region is held: nobody else uses the context."""

from __future__ import annotations

from collections.abc import Sequence

from .library import ffi, lib
from .store import NativeStore

__all__ = [
    "gc",
    "get_fuel",
    "set_epoch_deadline",
    "set_fuel",
    "set_limits",
    "set_wasi",
    "set_wasi_http",
]

# The numbers are in the range of their C type; errors returned are owned by the caller.


def gc(store: NativeStore) -> int:
    """Collect. Runs no guest code; the finalizers that it runs only note numbers."""
    return int(lib.wasmtime_context_gc(store.context))


def set_fuel(store: NativeStore, fuel: int) -> int:
    return int(lib.wasmtime_context_set_fuel(store.context, fuel))


def get_fuel(store: NativeStore) -> tuple[int, int]:
    """The error, and the fuel when there is none."""
    fuel = ffi.new("uint64_t *")
    error = lib.wasmtime_context_get_fuel(store.context, fuel)
    return error, fuel[0]


def set_wasi(store: NativeStore, wasi: int) -> int:
    """Takes ownership of the configuration at this address, error or not."""
    return int(lib.wasmtime_context_set_wasi(store.context, wasi))


def set_wasi_http(store: NativeStore) -> None:
    lib.wasmtime_context_set_wasi_http(store.context)


def set_epoch_deadline(store: NativeStore, ticks: int) -> None:
    lib.wasmtime_context_set_epoch_deadline(store.context, ticks)


def set_limits(store: NativeStore, limits: Sequence[int]) -> None:
    """Five signed numbers: bytes, elements, instances, tables, memories; negative: no change."""
    lib.wasmtime_store_limiter(store.pointer, *limits)
