"""The native store and the Python objects that it refers to.

Lifetime is CPython's reference count: the pointer is a cdata whose destructor, a C function, runs
once when the last reference is gone. `Store` holds one reference, every view that is out another,
every call that is running a third; so nothing is freed under anyone, and closing twice, copying
a handle or collecting a cycle cannot free it twice (R3, R4, V2).
"""

from __future__ import annotations

import ctypes
import weakref
from collections import deque
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from wasmtime import _bindings

from ..ownership.region import Region
from .library import ffi, lib
from .numbered import Numbered, collected, enter
from .owned import own

__all__ = [
    "DROPPED",
    "Keeping",
    "NativeStore",
    "context_pointer",
    "regions",
    "store_of_context",
    "store_pointer",
]

# The numbers of externrefs that wasmtime has let go of, of whichever store. The finalizer is
# `append` itself: it runs no bytecode, looks nothing up and never blocks (P2).
DROPPED: deque[int] = deque()
_note_drop = ffi.callback("void(uintptr_t)", DROPPED.append)
_FINALIZER = int(ffi.cast("uintptr_t", _note_drop))
# For ever: the last stores go after this module has been taken apart, and call it then (S1).
ctypes.pythonapi.Py_IncRef(ctypes.py_object(_note_drop))

_SHIFT = 40
_serials = count(1)
_by_context: Numbered[NativeStore] = Numbered()
_by_serial: Numbered[NativeStore] = Numbered()


class Keeping:
    """What a store keeps because its native code may call it: host functions, outputs."""

    __slots__ = ()

    def host_state(self) -> Iterator[tuple[str, object]]:
        """What Python objects it refers to, each with what to call it."""
        raise NotImplementedError


class NativeStore:
    """A `wasmtime_store_t` and what must live as long as it does.

    Invariants:
    - `pointer` is freed once, after the last reference to this object is gone.
    - `externs` holds every object whose number the native store may still hand back.
    - `keeps` holds the host functions and outputs that native code of this store may call; it
      only grows.
    - `engine` is the native engine, for telling engines apart; `settings` what was configured.
    - `wasi` tells whether the store has a WASI configuration, `http` whether it has wasi:http.
    - `id` is wasmtime's number for the store, learned from the first handle; 0 until then.
    """

    __slots__ = (
        "__weakref__",
        "context",
        "data",
        "dropped",
        "engine",
        "externs",
        "funcs",
        "http",
        "id",
        "instances",
        "keeps",
        "memories",
        "never_set",
        "numbers",
        "outputs",
        "pointer",
        "region",
        "serial",
        "settings",
        "trap",
        "wasi",
    )

    def __init__(
        self,
        engine: Any,
        settings: Mapping[str, Any],
        data: Any,
        region: Region,
        adopted: int | None = None,
    ) -> None:
        """A new store of `engine`, or the one at the address `adopted`, which nobody else frees."""
        # Takes a reference to the engine, which the caller keeps alive during the call. No data
        # and no finalizer: Python's side is found by the context's address.
        pointer = lib.wasmtime_store_new(engine, 0, 0) if adopted is None else adopted
        self.pointer = own("store", pointer)
        # Borrowed from the store; the same address for every caller of this store.
        self.context = lib.wasmtime_store_context(self.pointer)
        self.engine = engine
        self.settings = settings
        self.data = data
        self.region = region
        self.wasi = self.http = False
        self.externs: dict[int, Any] = {}
        # The instances whose exports were looked up.
        self.instances: list[weakref.ref[Any]] = []
        # Numbers of this store that another one's sweep came across.
        self.dropped: list[int] = []
        # The object for each function that was met as a reference, by the bytes of its handle, so
        # that what it has learned of its type is not learned again.
        self.funcs: dict[bytes, Any] = {}
        # The same for memories, by the numbers in their handles.
        self.memories: dict[tuple[int, int], Any] = {}
        self.keeps: dict[int, Any] = {}
        # What guest code may need and nobody has set yet; only for the message that says so.
        self.never_set = frozenset({"fuel", "epoch"})
        # Memory for one trap, or None while somebody uses it.
        self.trap: Any = None
        # The output callbacks of its WASI configuration.
        self.outputs: tuple[Any, ...] = ()
        self.id = 0
        self.serial = next(_serials)
        self.numbers = count(1)
        address = int(ffi.cast("uintptr_t", self.context))
        # The callbacks are C functions. They run before `pointer` is let go, so the address cannot
        # belong to a newer store yet.
        enter(_by_context, address, self)

    def keep(self, thing: Any) -> None:
        """Hold `thing` for as long as the native store lives."""
        self.keeps[id(thing)] = thing

    def host_state(self) -> Iterator[tuple[str, object]]:
        """What Python objects it refers to, each with what to call it."""
        if self.data is not None:
            yield "store data", self.data
        for kept in list(self.keeps.values()):
            if isinstance(kept, Keeping):
                yield from kept.host_state()
        for value in list(self.externs.values()):
            yield "externref", value

    def new_externref(self, value: Any, out: Any) -> bool:
        """Make an externref for `value` in `out`; False when wasmtime is out of memory.

        `out` is a `wasmtime_externref_t *`, rooted afterwards; somebody unroots it.
        """
        if self.serial not in _by_serial:
            enter(_by_serial, self.serial, self)
        number = self.serial << _SHIFT | next(self.numbers)
        # Before the native side knows the number, so that it is never unknown here.
        self.externs[number] = value
        # Exclusive use of the store; DROPPED gets the number when wasmtime lets go of it.
        if lib.wasmtime_externref_new(self.context, number, _FINALIZER, out):
            return True
        self.externs.pop(number, None)
        return False

    def externref(self, reference: Any) -> Any:
        """The object that a non-null externref of this store stands for.

        Raises TypeError for one that the guest made out of something else.
        """
        # Exclusive use of the store; reads the reference; null for what the host did not make.
        number = lib.wasmtime_externref_data(self.context, reference)
        if not number:
            raise TypeError(
                "this externref stands for no Python object: the guest made it out of a value of "
                "its own (extern.convert_any)"
            )
        return self.externs[number]

    def sweep(self) -> None:
        """Drop the objects of this store whose externrefs are gone.

        Numbers of other stores are put aside for them. The objects' own finalizers run here,
        inside the region and on its thread, but after the native call has returned.
        """
        gone = []
        numbers, self.dropped = self.dropped, []
        for _ in range(len(DROPPED)):
            try:
                number = DROPPED.popleft()
            except IndexError:
                break
            owner = _by_serial.get(number >> _SHIFT)
            store = None if owner is None else owner()
            if store is not None:
                (numbers if store is self else store.dropped).append(number)
        for number in numbers:
            gone.append(self.externs.pop(number, None))


def regions() -> list[Region]:
    """The regions of all native stores of this process."""
    stores = (reference() for reference in list(_by_context.values()))
    return [store.region for store in stores if store is not None]


def store_of_context(context: int) -> NativeStore:
    """The living store with this context address; it is inside a call, so it is alive."""
    found = _by_context[context]()
    if found is None:
        raise collected()
    return found


def context_pointer(store: NativeStore) -> Any:
    """The context as plain wasmtime's bindings want it. Valid while the store is."""
    address = int(ffi.cast("uintptr_t", store.context))
    return ctypes.cast(address, ctypes.POINTER(_bindings.wasmtime_context_t))


def store_pointer(store: NativeStore) -> Any:
    """The store as plain wasmtime's bindings want it. It owns nothing."""
    address = int(ffi.cast("uintptr_t", store.pointer))
    return ctypes.cast(address, ctypes.POINTER(_bindings.wasmtime_store_t))
