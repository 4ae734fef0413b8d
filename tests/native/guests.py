"""Small guests and host functions for these tests."""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import Any

import cffi

from safestore import Func, FuncType, Instance, Linker, Module, Store, ValType, WasiConfig
from safestore.native.library import ffi, lib
from safestore.native.types import functype
from safestore.ownership.lock import hold
from safestore.ownership.thread import here

_KINDS: dict[str, Callable[[], ValType]] = {
    "i32": ValType.i32,
    "i64": ValType.i64,
    "f32": ValType.f32,
    "f64": ValType.f64,
    "externref": ValType.externref,
    "funcref": ValType.funcref,
}


def exports(store: Store, wat: str, *imports: Any) -> Any:
    """The exports of an instance of `wat`."""
    return Instance(store, Module(store.engine, wat), imports).exports(store)


def host(
    store: Store,
    function: Callable[..., Any],
    params: str = "",
    results: str = "",
    access_caller: bool = False,
) -> Func:
    """A host function; `params` and `results` are names of types with blanks between them."""
    kinds = FuncType(
        [_KINDS[kind]() for kind in params.split()], [_KINDS[kind]() for kind in results.split()]
    )
    return Func(store, kinds, function, access_caller)


_libc_ffi = cffi.FFI()
_libc_ffi.cdef("int raise(int number);")
_libc: Any = _libc_ffi.dlopen(None)
_RAISE = int(_libc_ffi.cast("uintptr_t", _libc_ffi.addressof(_libc, "raise")))


def signalling(store: Store, number: signal.Signals) -> Func:
    """A function without a line of Python: the guest that calls it sends its process a signal.

    So the signal is pending, its handler has not run, and the guest goes on. `raise` gets the
    number where a host function gets its data, ignores the rest, and returns 0: no trap.
    """
    native = store._native
    assert native is not None
    out = ffi.new("wasmtime_func_t *")
    with functype((), ()) as type_:
        lib.wasmtime_func_new_unchecked(native.context, type_, _RAISE, int(number), 0, out)
    return Func._wrap(native, out)


WRITER = r"""
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\08\00\00\00\06\00\00\00hello\n")
  (func $write (export "write") (result i32)
    (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 100)))
"""
"""The text of a guest that writes `hello` to its standard output; `$write` answers the errno."""


def writer(output: Callable[[bytes], int | None], text: str = "", **more: Any) -> tuple[Any, Any]:
    """A store and the exports of a WRITER with more `text`, whose imports are (`""`, its name)."""
    store = Store()
    wasi = WasiConfig()
    wasi.stdout_custom = output
    store.set_wasi(wasi)
    linker = Linker(store.engine)
    linker.define_wasi()
    for name, make in more.items():
        linker.define(store, "", name, make(store))
    # Imports come first in a module.
    imports = [line for line in text.splitlines() if "(import" in line]
    rest = [line for line in text.splitlines() if "(import" not in line]
    module = Module(store.engine, "(module" + "\n".join([*imports, WRITER, *rest]) + ")")
    return store, linker.instantiate(store, module).exports(store)


def left_alone(store: Store) -> None:
    """Check that the thread is out of every call and the store free."""
    region = store._region
    assert region is not None
    assert hold(region.lock) == (0, 0), "the region is still held"
    assert here.entrant is here.thread, "the thread still counts as inside a callback"
    assert here.greenlet is None
