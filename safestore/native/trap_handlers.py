"""Whether the process's signal handlers are still those that make traps of faults (K3).

wasmtime installs them when the first engine that needs them is made, for the life of the process,
and never looks again. Whoever installs others afterwards turns a trap into a dead process, or into
an endless loop. A handler that was installed *before* is called by wasmtime's for faults that are
not WebAssembly's, and does no harm.

A handler is wasmtime's when its address lies in wasmtime's library, so it does not matter who made
the first engine, or when.

Which signals (wasmtime 47 to 50, `vm/sys/unix/signals.rs`): SIGSEGV and SIGILL, on x86-64 SIGFPE,
on macOS SIGBUS too. macOS uses Mach ports unless `Config.macos_use_mach_ports` is off, and Windows
a vectored handler, which Python's and faulthandler's do not displace: there is nothing to check.

Python code displaces handlers through `faulthandler.enable` and `disable` (which puts back what
was there when it was enabled) and `signal.signal`. These look at the handlers when they have done
their work (`watch`), so that the next entry on every thread hears of it. `signal.siginterrupt`
changes a flag that does not matter, and `faulthandler.register` refuses these signals. What C code
does is noticed when a store changes threads.
"""

from __future__ import annotations

import ctypes
import faulthandler
import platform
import signal
import sys
from collections.abc import Callable, Mapping
from ctypes import byref, c_char_p, c_void_p
from functools import wraps
from types import FrameType, ModuleType
from typing import Any

from ..errors import TrapHandlerError
from ..ownership.place import Place, place_of_caller
from ..ownership.thread import here
from .library import ffi, lib

__all__ = ["DISPLACED", "check", "displaced", "needed", "on_change", "restore", "watch"]

# What displaced them, while they are not wasmtime's; empty while they are. For tests of truth on
# hot paths; `check` looks at the handlers themselves.
DISPLACED: list[str] = []

# wasmtime's handler by signal, once it was seen, and the struct sigaction that it was in.
_handlers: dict[int, int] = {}
_wasmtimes: dict[int, bytes] = {}
_NOTHING: Any = ffi.NULL
_listeners: list[Callable[[], object]] = []


def _signals() -> tuple[int, ...]:
    if sys.platform == "win32":
        return ()
    found = [signal.SIGSEGV, signal.SIGILL]
    if platform.machine() in ("x86_64", "amd64", "AMD64", "s390x"):
        found.append(signal.SIGFPE)
    if sys.platform == "darwin" or sys.platform.startswith("freebsd"):
        found.append(signal.SIGBUS)
    return tuple(found)


_SIGNALS = _signals()
# The present struct sigaction of each, 152 bytes on 64-bit Linux and less elsewhere; its first word
# is the handler. Threads share them: each writes what stands.
_present: dict[int, Any] = {number: ffi.new("uintptr_t[32]") for number in _SIGNALS}


class _SymbolInfo(ctypes.Structure):
    _fields_ = (
        ("file", c_char_p),
        ("base", c_void_p),
        ("symbol", c_char_p),
        ("address", c_void_p),
    )


def _base_of(address: int) -> int:
    info = _SymbolInfo()
    # Looks the address up among the loaded libraries, whatever it is; fills in the struct.
    return (info.base or 0) if _libc.dladdr(address, byref(info)) else 0


if sys.platform != "win32":
    _libc = ctypes.CDLL(None)
    _libc.dladdr.argtypes = [c_void_p, c_void_p]
    _sigaction = ffi.cast(
        "int (*)(int, void *, void *)", c_void_p.from_buffer(_libc.sigaction).value
    )
    _LIBRARY = _base_of(int(ffi.cast("uintptr_t", ffi.addressof(lib, "wasm_engine_new"))))


def needed(settings: Mapping[str, Any], pulley: bool) -> bool:
    """Whether an engine of these settings relies on signal handlers."""
    if not _SIGNALS or pulley or settings.get("signals_based_traps") is False:
        return False
    return sys.platform != "darwin" or settings.get("macos_use_mach_ports") is False


def displaced() -> list[int]:
    """The signals whose handlers are not wasmtime's now."""
    others = []
    for number, action in _present.items():
        # Changes nothing; writes the present action, which there is room for.
        _sigaction(number, _NOTHING, action)
        handler = action[0]
        if _handlers.get(number) == handler:
            continue
        # 0 and 1 stand for the default and for ignoring.
        if handler > 1 and _base_of(handler) == _LIBRARY:
            _wasmtimes[number] = ffi.buffer(action)[:]
            _handlers[number] = handler
        else:
            others.append(number)
    return others


def check() -> None:
    """Raise TrapHandlerError unless the handlers are wasmtime's. An engine was made before."""
    others = displaced()
    if not others:
        DISPLACED.clear()
        return
    names = ", ".join(signal.Signals(number).name for number in others)
    by = f" by {DISPLACED[-1]}" if DISPLACED else ""
    raise TrapHandlerError(
        f"wasmtime's handlers for {names} were displaced{by}, so a trap in WebAssembly would kill "
        "this process or hang it; enable faulthandler, or install your handlers, before the first "
        "Engine is made, or put wasmtime's back with safestore.unsafe.restore_trap_handlers()"
    )


def on_change(listener: Callable[[], object]) -> None:
    """Have `listener` called whenever the handlers were found displaced, on whichever thread."""
    _listeners.append(listener)


def restore() -> None:
    """Put wasmtime's handlers back where they were displaced.

    Raises TrapHandlerError when they were displaced before safestore ever saw them.
    """
    for number in displaced():
        action = _wasmtimes.get(number)
        if action is None:
            raise TrapHandlerError(
                f"wasmtime's handler for {signal.Signals(number).name} was displaced before "
                "safestore made an engine, and cannot be put back; make the first Engine after "
                "the other handlers were installed"
            )
        # Bytes that sigaction itself wrote, when wasmtime's handler stood; it stays loaded.
        _sigaction(number, ffi.from_buffer(action), _NOTHING)
    DISPLACED.clear()


def _place() -> Place:
    # `signal.signal` is a Python function that calls the one that looks.
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code is not signal.signal.__code__:
        frame = frame.f_back
    if frame is None or frame.f_back is None:
        return place_of_caller()
    outer = frame.f_back
    return Place(outer.f_code, outer.f_lasti, here.thread.name)


def _look(what: str) -> None:
    # Before the first engine was made there is nothing to displace.
    if _handlers:
        if not displaced():
            DISPLACED.clear()
            return
        DISPLACED[:] = [f"{what} {_place()}"]
        for listener in list(_listeners):
            listener()


_MARK = "_safestore_looks_at_trap_handlers"


def _looking(module: ModuleType, name: str) -> None:
    function = getattr(module, name)
    if hasattr(function, _MARK):
        return

    @wraps(function)
    def looking(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        finally:
            _look(f"{module.__name__.lstrip('_')}.{name}")

    setattr(looking, _MARK, True)
    setattr(module, name, looking)


def watch() -> None:
    """Have the functions that install handlers look at them afterwards. Again: does nothing.

    To be called when safestore is imported: a name that is bound later, as in
    `from faulthandler import enable`, is then bound to a function that looks.
    """
    if _SIGNALS:
        _looking(faulthandler, "enable")
        _looking(faulthandler, "disable")
        # `signal.signal` calls it by this name.
        _looking(sys.modules["_signal"], "signal")
