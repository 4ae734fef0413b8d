"""Where the current thread's stack ends, asked of the C library once a thread (K1, K2)."""

from __future__ import annotations

import ctypes
import sys
from ctypes import byref, c_char_p, c_size_t, c_void_p

from ..ownership.thread import Thread

__all__ = ["stack_low"]


def _linux() -> int:
    # A pthread_attr_t: 56 bytes on 64-bit glibc, less on musl.
    attributes = ctypes.create_string_buffer(256)
    low = c_void_p()
    size = c_size_t()
    # Fills in the attributes of the calling thread.
    if _libc.pthread_getattr_np(_libc.pthread_self(), attributes):
        return 0
    try:
        # Reads the attributes just filled in.
        if _libc.pthread_attr_getstack(attributes, byref(low), byref(size)):
            return 0
        return low.value or 0
    finally:
        _libc.pthread_attr_destroy(attributes)


def _macos() -> int:
    thread = _libc.pthread_self()
    # Both read facts of the calling thread; the address is the high end.
    high = _libc.pthread_get_stackaddr_np(thread)
    return int(high) - int(_libc.pthread_get_stacksize_np(thread))


def _windows() -> int:
    low = c_void_p()
    high = c_void_p()
    # Writes both words for the calling thread.
    _libc.GetCurrentThreadStackLimits(byref(low), byref(high))
    return low.value or 0


if sys.platform == "win32":
    _libc = ctypes.WinDLL("kernel32")
    _measure = _windows
else:
    _libc = ctypes.CDLL(None)
    _libc.pthread_self.restype = c_void_p
    if sys.platform == "darwin":
        _libc.pthread_get_stackaddr_np.argtypes = [c_void_p]
        _libc.pthread_get_stackaddr_np.restype = c_void_p
        _libc.pthread_get_stacksize_np.argtypes = [c_void_p]
        _libc.pthread_get_stacksize_np.restype = c_size_t
        _measure = _macos
    else:
        _libc.pthread_getattr_np.argtypes = [c_void_p, c_char_p]
        _libc.pthread_attr_getstack.argtypes = [c_char_p, c_void_p, c_void_p]
        _libc.pthread_attr_destroy.argtypes = [c_char_p]
        _measure = _linux


def stack_low(thread: Thread) -> int:
    """The lowest address of the stack of `thread`, which is the current one; 0 if unknown."""
    low = thread.stack_low
    if low is None:
        low = thread.stack_low = _measure()
    return low
