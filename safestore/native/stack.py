"""Where the current thread's stack ends, asked of the C library once a thread (K1, K2)."""

from __future__ import annotations

import sys
from typing import Any

import cffi

from ..ownership.thread import Thread

__all__ = ["stack_low"]

_ffi = cffi.FFI()


def _linux() -> int:
    attributes = _ffi.new("char[]", 256)
    low = _ffi.new("void **")
    size = _ffi.new("size_t *")
    # Fills in a pthread_attr_t (56 bytes on 64-bit glibc, less on musl) for the calling thread.
    if _lib.pthread_getattr_np(_lib.pthread_self(), attributes):
        return 0
    try:
        # Reads the attributes just filled in.
        if _lib.pthread_attr_getstack(attributes, low, size):
            return 0
        return int(_ffi.cast("uintptr_t", low[0]))
    finally:
        _lib.pthread_attr_destroy(attributes)


def _macos() -> int:
    thread = _lib.pthread_self()
    # Both read facts of the calling thread; the address is the high end.
    high = int(_ffi.cast("uintptr_t", _lib.pthread_get_stackaddr_np(thread)))
    return high - int(_lib.pthread_get_stacksize_np(thread))


def _windows() -> int:
    low = _ffi.new("uintptr_t *")
    high = _ffi.new("uintptr_t *")
    # Writes both words for the calling thread.
    _lib.GetCurrentThreadStackLimits(low, high)
    return int(low[0])


_lib: Any
if sys.platform == "win32":
    _ffi.cdef("void GetCurrentThreadStackLimits(uintptr_t *low, uintptr_t *high);")
    _lib = _ffi.dlopen("kernel32.dll")
    _measure = _windows
elif sys.platform == "darwin":
    _ffi.cdef(
        "uintptr_t pthread_self(void); void *pthread_get_stackaddr_np(uintptr_t thread);"
        "size_t pthread_get_stacksize_np(uintptr_t thread);"
    )
    _lib = _ffi.dlopen(None)
    _measure = _macos
else:
    _ffi.cdef(
        "uintptr_t pthread_self(void);"
        "int pthread_getattr_np(uintptr_t thread, char *attributes);"
        "int pthread_attr_getstack(const char *attributes, void **low, size_t *size);"
        "int pthread_attr_destroy(char *attributes);"
    )
    _lib = _ffi.dlopen(None)
    _measure = _linux


def stack_low(thread: Thread) -> int:
    """The lowest address of the stack of `thread`, which is the current one; 0 if unknown."""
    low = thread.stack_low
    if low is None:
        low = thread.stack_low = _measure()
    return low
