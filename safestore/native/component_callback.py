"""Host functions of components, and destructors of the host's resources (C2, C4).

As in callback.py: a number stands for the Python function, what it raises travels in
`here.raised`, and what strikes before the trampoline's body runs is recorded without bytecode.
Components know errors where core WebAssembly knows traps.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from ..ownership.borrow import BORROWS
from ..ownership.thread import getcurrent_greenlet, here
from .callback import NOBODY, _address, _modules, _without_bytecode
from .caller import refuse_displaced
from .component_shapes import FuncShape, func_shape
from .library import ffi, lib
from .numbered import Numbered, collected, enter, next_number
from .store import Keeping, NativeStore, store_of_context
from .trap_handlers import DISPLACED

__all__ = ["ComponentHost"]

# Copies the message; the error returned is owned by whoever is called with it next: wasmtime.
_error_new = ctypes.PYFUNCTYPE(ctypes.c_size_t)(
    int(ffi.cast("uintptr_t", ffi.addressof(lib, "wasmtime_error_new")))
)
_new_error: Callable[[int], int] = partial(_error_new, b"python exception")
_error_without_bytecode = _without_bytecode(_new_error)


class ComponentHost(Keeping):
    """A Python function that a component can call, or that destroys a resource.

    `make_context` makes what the function gets as its first argument, whose `_region` and
    `_native` are None once the function has returned. `invoke(host, store, shape, context,
    params, results)` converts the parameters, calls `function`, and writes the result.
    """

    __slots__ = ("__weakref__", "function", "invoke", "make_context", "name", "number")

    def __init__(
        self,
        function: Callable[..., Any],
        make_context: Callable[[NativeStore], Any],
        invoke: Callable[[ComponentHost, NativeStore, FuncShape, Any, Any, Any], None],
        name: str,
    ) -> None:
        self.function = function
        self.name = name
        self.make_context = make_context
        self.invoke = invoke
        self.number = next_number()
        enter(_hosts, self.number, self)

    @property
    def as_function(self) -> int:
        """The address of the trampoline for a function."""
        return _function

    @property
    def as_destructor(self) -> int:
        """The address of the trampoline for a destructor."""
        return _destructor

    def host_state(self) -> Iterator[tuple[str, object]]:
        """The function."""
        yield f"callback {self.name}", self.function


_hosts: Numbered[ComponentHost] = Numbered()


def _refuse_borrowed(store: NativeStore) -> None:
    if store.region.borrows():
        raise store.region.borrowed()


def _call(
    number: int,
    context: int,
    functype: Any,
    params: Any,
    _nparams: int,
    results: Any,
    _nresults: int,
) -> int:
    entrant = here.entrant
    greenlet = here.greenlet
    inner: Any = NOBODY
    try:
        # The function's type lies in the native frame that calls, so it tells where the stack is.
        here.entrant = int(ffi.cast("uintptr_t", functype))
        if "greenlet" in _modules:
            here.greenlet = getcurrent_greenlet()
        host = _hosts[number]()
        if host is None:
            raise collected()
        store = store_of_context(context)
        inner = host.make_context(store)
        # The type, the parameters and the one result, if there is one, live until this returns.
        host.invoke(host, store, func_shape(functype), inner, params, results)
        if BORROWS:
            # Guest code goes on from here, and may grow its memory.
            _refuse_borrowed(store)
        if DISPLACED:
            refuse_displaced(store)
        return 0
    except BaseException as error:
        here.raised = error
        return _new_error(0)
    finally:
        try:
            inner._region = inner._native = None
            here.entrant = (here.thread, entrant)[entrant.__class__ is int]
            here.greenlet = greenlet
        finally:
            pass


def _destroy(number: int, context: int, rep: int) -> int:
    entrant = here.entrant
    greenlet = here.greenlet
    inner: Any = NOBODY
    try:
        if "greenlet" in _modules:
            here.greenlet = getcurrent_greenlet()
        host = _hosts[number]()
        if host is None:
            raise collected()
        store = store_of_context(context)
        # An address, and not NOWHERE; which one makes no difference.
        here.entrant = context
        inner = host.make_context(store)
        host.function(inner, rep)
        if BORROWS:
            _refuse_borrowed(store)
        if DISPLACED:
            refuse_displaced(store)
        return 0
    except BaseException as error:
        here.raised = error
        return _new_error(0)
    finally:
        try:
            inner._region = inner._native = None
            here.entrant = (here.thread, entrant)[entrant.__class__ is int]
            here.greenlet = greenlet
        finally:
            pass


_function = _address(
    "uintptr_t(uintptr_t, uintptr_t, wasmtime_component_func_type_t *,"
    " wasmtime_component_val_t *, size_t, wasmtime_component_val_t *, size_t)",
    _call,
    _error_without_bytecode,
)
_destructor = _address(
    "uintptr_t(uintptr_t, uintptr_t, uint32_t)", _destroy, _error_without_bytecode
)
