"""Host functions: how WebAssembly calls Python, and how an exception gets back (C2, C4).

A native function carries a number. The number is looked up in a table of weak references, so a
native object never keeps a Python one alive, and a cycle between a store and its host functions
is collected like any other. What keeps a host function alive is its store, or its linker and
every store that the linker was used with.

An exception that strikes before the body of a trampoline runs (a signal handler that raises at
its entry, RecursionError) finds no Python code to handle it, and a *Python* error handler would
be struck by the next one. So `onerror` runs no bytecode: it is a call of a C function whose
argument converter and result converter are C callables too. The converter of the second argument
stores the exception in `here.raised`; the result converter makes the trap that ends the call.

Each trampoline puts `here.entrant` back as it was: the address of the outer callback, or the
thread's key. The key is asked for anew, since a host function may fork, and in the child this
thread has another one. A `finally` that puts things back has no call and no branch in it and begins
with a `try`, so that nothing strikes before it is done (3.10 would; see ownership/region.py).
"""

from __future__ import annotations

import ctypes
import errno
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from operator import index
from struct import error as StructError
from typing import Any

from ..ownership.borrow import BORROWS
from ..ownership.thread import NOWHERE, getcurrent_greenlet, here
from .caller import refuse_borrowed, refuse_displaced, store_of_caller
from .library import ffi, lib
from .numbered import Numbered, collected, enter, next_number
from .signature import NumericSignature
from .store import Keeping
from .trap_handlers import DISPLACED

__all__ = ["NOBODY", "HostFunction", "HostOutput", "probe", "trampolines"]

_MESSAGE = b"python exception"


def _without_bytecode(answer: Callable[[int], int]) -> Callable[..., int]:
    """An `onerror` for cffi that records the exception in `here.raised` and returns `answer(1)`.

    `answer` is a C callable.
    """

    class Record:
        # A partial of a builtin on a C-level thread-local; ctypes calls it with the exception.
        from_param = partial(setattr, here, "raised")

    # Any C function that ignores its arguments and returns 1 would do. PYFUNCTYPE keeps the GIL:
    # nothing else runs between the exception and the answer.
    prototype: Any = ctypes.PYFUNCTYPE(
        answer,  # type: ignore[arg-type]
        ctypes.py_object,
        Record,  # type: ignore[arg-type]
        ctypes.py_object,
    )
    handler: Callable[..., int] = prototype(("Py_IsInitialized", ctypes.pythonapi))
    return handler


# Copies the message; the trap returned is owned by whoever is called with it next: wasmtime.
_trap_new = ctypes.PYFUNCTYPE(ctypes.c_size_t)(
    int(ffi.cast("uintptr_t", ffi.addressof(lib, "wasmtime_trap_new")))
)
_new_trap: Callable[..., int] = partial(_trap_new, _MESSAGE, ctypes.c_size_t(len(_MESSAGE)))

_trap_without_bytecode = _without_bytecode(_new_trap)
_eio_without_bytecode = _without_bytecode({1: -errno.EIO}.__getitem__)


def _headroom() -> None:
    pass


def _called_through(levels: int) -> Callable[[], None]:
    probing: Callable[[], None] = _headroom
    for _ in range(levels):
        # A cache that keeps nothing calls on from C: a level of C's recursion on every Python.
        probing = lru_cache(maxsize=0)(probing)
    return probing


# Raises RecursionError unless a callback's first frames, and what reports an exception where they
# do not fit, would fit below the frame that calls this. To be called before a native call that may
# call back: what strikes inside the machinery that reports an exception cannot be reported.
#
# From 3.12 on Python's frames and C's are counted apart, before that together. Five levels are
# enough on 3.10 to 3.13: the native call, the trampoline or `onerror`, and ctypes' converters.
probe = _called_through(6)


class HostFunction(Keeping):
    """A Python function that WebAssembly can call.

    `signature` is the plan when every kind is numeric, else None, and `invoke` does the whole
    conversion. `convert` turns the result of a numeric function into what its plan can store,
    or raises. `make_caller` is None when the function does not want a Caller; once the function has
    returned, a Caller's `_region` and `_native` are None. `name` is for messages.
    """

    __slots__ = (
        "__weakref__",
        "convert",
        "function",
        "invoke",
        "make_caller",
        "name",
        "number",
        "signature",
    )

    def __init__(
        self,
        function: Callable[..., Any],
        signature: NumericSignature | None,
        convert: Callable[[NumericSignature, Any], Sequence[Any]],
        invoke: Callable[[HostFunction, int, Any, Any], None],
        make_caller: Callable[[int], Any] | None,
        name: str,
    ) -> None:
        self.function = function
        self.name = name
        self.signature = signature
        self.convert = convert
        self.invoke = invoke
        self.make_caller = make_caller
        self.number = next_number()
        enter(_host_functions, self.number, self)

    @property
    def callback(self) -> int:
        """The address of the trampoline for this function's signature."""
        return _unchecked if self.signature is not None else _checked

    def host_state(self) -> Iterator[tuple[str, object]]:
        """The function."""
        yield f"callback {self.name}", self.function


class HostOutput(Keeping):
    """A Python function that takes what a WASI program writes to a stream."""

    __slots__ = ("__weakref__", "function", "number", "raised")

    def __init__(self, function: Callable[[bytes], int | None]) -> None:
        self.function = function
        # What it raised, until the call that made it write has ended. wasmtime may write from a
        # thread of its own, so this is not the business of `here.raised`.
        self.raised: BaseException | None = None
        self.number = next_number()
        enter(_host_outputs, self.number, self)

    @property
    def callback(self) -> int:
        """The address of the trampoline."""
        return _output

    def host_state(self) -> Iterator[tuple[str, object]]:
        """The function."""
        yield "output callback", self.function


_host_functions: Numbered[HostFunction] = Numbered()
_host_outputs: Numbered[HostOutput] = Numbered()
_modules = sys.modules


class _Nobody:
    """Stands for the Caller of a host function that wants none."""

    __slots__ = ("_native", "_region")


NOBODY = _Nobody()


def _call_numeric(number: int, caller: int, values: Any, _count: int) -> int:
    entrant = here.entrant
    greenlet = here.greenlet
    inner: Any = NOBODY
    try:
        here.entrant = caller
        if "greenlet" in _modules:
            here.greenlet = getcurrent_greenlet()
        host = _host_functions[number]()
        if host is None:
            raise collected()
        plan = host.signature
        assert plan is not None
        # `values` has plan.count slots and lives until this function returns.
        buffer = ffi.buffer(values, plan.size)
        arguments = plan.load_arguments(buffer)
        if host.make_caller is None:
            result = host.function(*arguments)
        else:
            inner = host.make_caller(caller)
            result = host.function(inner, *arguments)
        if BORROWS:
            # Guest code goes on from here, and may grow its memory.
            refuse_borrowed(caller)
        if DISPLACED:
            refuse_displaced(store_of_caller(caller))
        if result is None and not plan.results:
            return 0
        if type(result) is plan.returns:
            try:
                plan.store_results(buffer, 0, result)
                return 0
            except (StructError, OverflowError):
                pass
        plan.store_results(buffer, 0, *host.convert(plan, result))
        return 0
    except BaseException as error:
        here.raised = error
        return _new_trap(0)
    finally:
        try:
            inner._region = inner._native = None
            here.entrant = (here.thread, entrant)[entrant.__class__ is int]
            here.greenlet = greenlet
        finally:
            pass


def _call_general(
    number: int, caller: int, params: Any, _nparams: int, results: Any, _nresults: int
) -> int:
    entrant = here.entrant
    greenlet = here.greenlet
    try:
        here.entrant = caller
        if "greenlet" in _modules:
            here.greenlet = getcurrent_greenlet()
        host = _host_functions[number]()
        if host is None:
            raise collected()
        host.invoke(host, caller, params, results)
        if BORROWS:
            refuse_borrowed(caller)
        if DISPLACED:
            refuse_displaced(store_of_caller(caller))
        return 0
    except BaseException as error:
        here.raised = error
        return _new_trap(0)
    finally:
        try:
            here.entrant = (here.thread, entrant)[entrant.__class__ is int]
            here.greenlet = greenlet
        finally:
            pass


def _write_output(number: int, data: Any, size: int) -> int:
    entrant = here.entrant
    greenlet = here.greenlet
    host = None
    try:
        host = _host_outputs[number]()
        if host is None:
            raise collected()
        # wasmtime may be on a thread of its own, and is not to be called back from here.
        here.entrant = NOWHERE
        if "greenlet" in _modules:
            here.greenlet = getcurrent_greenlet()
        # `data` has `size` bytes and lives until this function returns.
        written = host.function(bytes(ffi.buffer(data, size)))
        if written is None:
            return size
        count = int.__index__(index(written))
        if not -(2**31) <= count <= size:
            raise ValueError(
                f"an output callback returns None or how many of the {size} bytes it took, "
                f"not {count}"
            )
        return count
    except BaseException as error:
        if host is not None and host.raised is None:
            host.raised = error
        return -errno.EIO
    finally:
        try:
            here.entrant = (here.thread, entrant)[entrant.__class__ is int]
            here.greenlet = greenlet
        finally:
            pass


# The code of the frames that stand between WebAssembly and a host function.
trampolines = frozenset({_call_numeric.__code__, _call_general.__code__})


def _address(signature: str, function: Callable[..., int], onerror: Callable[..., int]) -> int:
    made = ffi.callback(signature, function, error=0, onerror=onerror)
    # Kept for ever: native code may hold the address for as long as the process lives, which is
    # longer than this module does (S1).
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(made))
    return int(ffi.cast("uintptr_t", made))


_unchecked = _address(
    "uintptr_t(uintptr_t, uintptr_t, void *, size_t)", _call_numeric, _trap_without_bytecode
)
_checked = _address(
    "uintptr_t(uintptr_t, uintptr_t, wasmtime_val_t *, size_t, wasmtime_val_t *, size_t)",
    _call_general,
    _trap_without_bytecode,
)
_output = _address("ssize_t(uintptr_t, char *, size_t)", _write_output, _eio_without_bytecode)
