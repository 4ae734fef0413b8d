"""How much of the current thread's stack is left, by the C library and the stack itself (K1, K2).

Where the stack ends is asked of the C library once a thread: some 5 microseconds, and some 300 on
the main thread of Linux, whose stack the C library has to look up.

Where the stack has got to is asked each time, and takes one native call, some 200 nanoseconds: cffi
puts what a sequence argument holds on the stack, and `memcpy` of nothing returns the address that
it was given. Whether that holds here is checked at import: the address has to lie within the
stack, and lower when it is asked through C functions that call each other. Where it does not hold
the position is unknown, and a thread counts as one that has used `_USED` bytes.

A thread is asked once where all the recursion that Python allows would leave it enough. That ends
when Python comes to allow more, so `sys.setrecursionlimit` tells of it (`watch`).
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from ctypes import byref, c_char_p, c_size_t, c_void_p
from functools import lru_cache, wraps

from ..ownership.thread import Thread, here
from .library import ffi

__all__ = ["stack_left", "stack_low", "watch"]

# What a thread has used of its stack, as far as one can tell without asking: bytes.
_USED = 64 * 1024


def _linux() -> tuple[int, int]:
    # A pthread_attr_t: 56 bytes on 64-bit glibc, less on musl.
    attributes = ctypes.create_string_buffer(256)
    low = c_void_p()
    size = c_size_t()
    # Fills in the attributes of the calling thread.
    if _libc.pthread_getattr_np(_libc.pthread_self(), attributes):
        return 0, 0
    try:
        # Reads the attributes just filled in.
        if _libc.pthread_attr_getstack(attributes, byref(low), byref(size)):
            return 0, 0
        return low.value or 0, (low.value or 0) + size.value
    finally:
        _libc.pthread_attr_destroy(attributes)


def _macos() -> tuple[int, int]:
    thread = _libc.pthread_self()
    # Both read facts of the calling thread; the address is the high end.
    high = int(_libc.pthread_get_stackaddr_np(thread))
    return high - int(_libc.pthread_get_stacksize_np(thread)), high


def _windows() -> tuple[int, int]:
    low = c_void_p()
    high = c_void_p()
    # Writes both words for the calling thread.
    _libc.GetCurrentThreadStackLimits(byref(low), byref(high))
    return low.value or 0, high.value or 0


if sys.platform == "win32":
    _libc = ctypes.WinDLL("kernel32")
    _memcpy = ctypes.CDLL("ucrtbase").memcpy
    _measure = _windows
else:
    _libc = ctypes.CDLL(None)
    _memcpy = _libc.memcpy
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

# Copies no bytes, and so reads and writes nothing at either address.
_identity = ffi.cast(
    "uintptr_t (*)(unsigned char *, uintptr_t, size_t)", c_void_p.from_buffer(_memcpy).value
)
_BYTE = (0,)


def _position() -> int:
    return int(_identity(_BYTE, 0, 0))


def _position_is_known(position: Callable[[], int]) -> bool:
    low, high = _measure()
    deeper = position
    for _ in range(3):
        # A cache that keeps nothing calls on from C, and takes stack on every Python.
        deeper = lru_cache(maxsize=0)(deeper)
    return low < deeper() < position() < high


_KNOWN = _position_is_known(_position)


def stack_low(thread: Thread) -> int:
    """The lowest address of the stack of `thread`, which is the current one; 0 if unknown."""
    low = thread.stack_low
    if low is None:
        low = thread.stack_low = _measure()[0]
    return low


def stack_left() -> int | None:
    """How many bytes of the current thread's stack are left below here; None if unknown.

    None, too, on a stack that is not the thread's own.
    """
    low = stack_low(here.thread)
    if not low:
        return None
    if not _KNOWN:
        low, high = _measure()
        return max(0, high - low - _USED)
    left = _position() - low
    return left if left > 0 else None


_MARK = "_safestore_tells_of_the_limit"


def watch(listener: Callable[[], object]) -> None:
    """Have `listener` called when Python's recursion limit was set, on whichever thread.

    To be called when safestore is imported: a name that is bound later, as in
    `from sys import setrecursionlimit`, is then bound to a function that tells. Again: does
    nothing.
    """
    setting = sys.setrecursionlimit
    if hasattr(setting, _MARK):
        return

    @wraps(setting)
    def telling(limit: int, /) -> None:
        try:
            setting(limit)
        finally:
            listener()

    setattr(telling, _MARK, True)
    sys.setrecursionlimit = telling
