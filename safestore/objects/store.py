"""Store: what everything that runs belongs to, and what a region guards."""

from __future__ import annotations

import sys
import weakref
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, NoReturn, TypeVar

import wasmtime as raw
from typing_extensions import Self

from ..errors import StackHeadroomError
from ..native import control as native
from ..native.stack import stack_left
from ..native.stack import watch as watch_limit
from ..native.store import NativeStore, context_pointer, regions, store_pointer
from ..native.trap_handlers import DISPLACED, on_change, watch
from ..native.trap_handlers import check as check_handlers
from ..ownership.bundle import InRegion
from ..ownership.custody import Custody, Tenure
from ..ownership.lock import hold
from ..ownership.region import Hook, Region, unprepare_all
from ..ownership.send import NotSend
from ..ownership.thread import here
from .arguments import kind_of, number, size
from .engine import Engine
from .guards import guarded
from .outcome import check
from .owned import refuse_copies
from .storelike import native_of, region_of
from .wasi import WasiConfig, give_wasi

__all__ = ["Store", "fit", "fit_stack", "new_region", "pin_every_store"]

H = TypeVar("H", bound=Hook)

# What wasmtime lets WebAssembly use of a stack unless Config.max_wasm_stack says otherwise, and
# what the host functions at the end of it need on top: bytes.
MAX_WASM_STACK = 512 * 1024
_HOST_RESERVE = 256 * 1024
# What a call through C, from Python to Python, may take of the stack for each unit of Python's
# recursion limit: bytes. The most was measured with `sorted(key=...)`, on 3.10 to 3.13.
_RECURSION_LEVEL = 3 * 1024


def fit_stack(max_wasm_stack: int, region: Region, nested: bool) -> bool:
    """Refuse to enter with too little of this thread's stack left for WebAssembly (K1, K2).

    wasmtime lets a store's guest code use so many bytes from where the store was first entered,
    and does not ask whether they are there; on a thread with less, the guest runs off its end.
    From store to store the next one counts anew, from where a host function entered it.

    True when it is to be asked again at this thread's next entry, since with all the recursion
    that Python allows there might not be enough then.

    Raises StackHeadroomError, or RecursionError from inside a host function.
    """
    left = stack_left()
    if left is None:
        return False
    needed = max_wasm_stack + _HOST_RESERVE
    if left >= needed:
        return left < needed + sys.getrecursionlimit() * _RECURSION_LEVEL
    if not nested:
        raise StackHeadroomError(
            f"{here.thread.name} has {left >> 10} KiB of stack left, and a Store needs "
            f"{-(-needed >> 10)} KiB to be entered; give the thread more "
            "(threading.stack_size(bytes) before it is started), enter from less deep a "
            "recursion, or set Config.max_wasm_stack to less"
        )
    # Inside the store already: wasmtime goes on counting from where it was first entered.
    if hold(region.lock)[1] == 1:
        raise RecursionError(
            f"calls nest through too many stores: {left >> 10} KiB of this thread's stack are "
            f"left, and a Store needs {-(-needed >> 10)} KiB to be "
            "entered; end the recursion, or run it on a thread with a larger stack "
            "(threading.stack_size)"
        )
    return True


def fit(max_wasm_stack: int, handlers: bool, region: Region, nested: bool) -> bool:
    """Decide whether this thread may enter now, and answer what `fit_stack` answers.

    `handlers` tells that the engine's traps rely on the process's signal handlers (K3).

    Raises TrapHandlerError, and what `fit_stack` raises.
    """
    if handlers and (DISPLACED or not nested):
        check_handlers()
    return fit_stack(max_wasm_stack, region, nested)


on_change(partial(unprepare_all, regions))
watch()
watch_limit(partial(unprepare_all, regions))


_pinned = False


def pin_every_store() -> None:
    """From now on a new store is pinned to the thread that makes it, for the whole process.

    That is for finding out where an old program shares stores: `safestore run --affinity pinned`.
    """
    global _pinned
    _pinned = True


def new_region(settings: Mapping[str, Any], handlers: bool) -> Region:
    """The region of a new store of an engine with these settings; `handlers` as for `fit`."""
    stack = settings.get("max_wasm_stack", MAX_WASM_STACK)
    region = Region("Store", partial(fit, stack, handlers))
    if _pinned:
        # Nobody else knows it yet.
        region.custody = Custody()
        region.custody.tenure = Tenure("made", here.thread, region.made_at)
    return region


@guarded("Store")
@refuse_copies
@NotSend.register
class Store(InRegion, raw.Store):
    """What instances, functions and memories belong to.

    Any thread may use it, one at a time; host functions may use it again from inside. Closing it
    frees everything in it, once nobody looks at it any more.
    """

    engine: Engine
    # Set in `__new__` and not here: an attribute that a class has too is slower to find.
    _region: Region | None
    _native: NativeStore | None

    def __new__(cls, *_: Any, **__: Any) -> Self:
        store = super().__new__(cls)
        store._region = None
        store._native = None
        return store

    def __init__(self, engine: raw.Engine | None = None, data: Any = None) -> None:
        """A new store of `engine`, or of a new engine with wasmtime's defaults.

        `data` is any object, to be had back from `data()`. Raises TypeError when `engine` is no
        Engine, ClosedError when it was closed.
        """
        self._unmade()
        if engine is None:
            engine = Engine()
        elif not isinstance(engine, Engine):
            raise TypeError(f"expected an Engine, got {kind_of(engine)}")
        region = new_region(engine._settings, engine._handlers)
        made = NativeStore(engine._open(), engine._settings, data, region)
        region.contents = weakref.ref(self)
        # Another thread may have been faster; from here on there is no call in which it could.
        if self._region is not None:
            self._unmade()
        self.engine, self._native, self._region = engine, made, region

    def _unmade(self) -> None:
        if self._region is not None:
            raise TypeError("this Store is initialized already; make a new one")

    def data(self) -> Any:
        """The object that the store was made with; None when there was none."""
        return native_of(self).data

    def gc(self) -> None:
        """Let go of the externrefs that the guest no longer refers to."""
        check(native.gc(native_of(self)))

    def set_fuel(self, fuel: int) -> None:
        """Set the fuel that guest code may burn, in wasmtime's units (about one an instruction).

        Raises WasmtimeError unless the engine has `Config.consume_fuel`, OverflowError beyond 64
        bits.
        """
        store = native_of(self)
        check(native.set_fuel(store, size(fuel, "fuel")))
        store.never_set -= {"fuel"}

    def get_fuel(self) -> int:
        """The fuel that is left. Raises WasmtimeError unless the engine consumes fuel."""
        error, fuel = native.get_fuel(native_of(self))
        check(error)
        return fuel

    def set_wasi(self, wasi: raw.WasiConfig) -> None:
        """Give the store a WASI configuration, which is used up.

        Raises TypeError when `wasi` is no WasiConfig, ClosedError when it was used up already.
        """
        if not isinstance(wasi, WasiConfig):
            raise TypeError(f"expected a WasiConfig, got {kind_of(wasi)}")
        give_wasi(native_of(self), wasi)

    def set_wasi_http(self) -> None:
        """Give the store what components need that import wasi:http."""
        store = native_of(self)
        native.set_wasi_http(store)
        store.http = True

    def set_epoch_deadline(self, ticks_after_current: int) -> None:
        """Trap guest code once the engine's epoch has advanced by so many ticks.

        Raises OverflowError beyond 64 bits.
        """
        store = native_of(self)
        native.set_epoch_deadline(store, size(ticks_after_current, "the number of ticks"))
        store.never_set -= {"epoch"}

    def set_limits(
        self,
        memory_size: int = -1,
        table_elements: int = -1,
        instances: int = -1,
        tables: int = -1,
        memories: int = -1,
    ) -> None:
        """Limit what guest code may make: bytes of a memory, elements of a table, counts.

        A negative number leaves that limit as it is. Raises OverflowError beyond 64 bits.
        """
        names = ("memory_size", "table_elements", "instances", "tables", "memories")
        given = (memory_size, table_elements, instances, tables, memories)
        limits = [
            number(limit, what, -(2**63), 2**63 - 1)
            for what, limit in zip(names, given, strict=True)
        ]
        native.set_limits(native_of(self), limits)

    def close(self) -> None:
        """Free the store and everything in it. Closing again does nothing.

        A view that is out keeps the memory until it is dropped. Raises ReentrancyError inside a
        call of this store, StoreBusyError while another thread is inside, WrongThreadError when it
        is pinned to another thread, InTransitError while it is being transferred.
        """
        if self._region is not None:
            self._region.close()

    def _free(self) -> None:
        native_store, self._native = self._native, None
        if native_store is not None:
            for reference in native_store.instances:
                instance = reference()
                if instance is not None:
                    instance._exports = None

    def _host_state(self) -> Iterator[tuple[str, object]]:
        native_store = self._native
        return iter(()) if native_store is None else native_store.host_state()

    def on_land(self, hook: H, *, every_switch: bool = False) -> H:
        """Call `hook` on each thread that lands the store, before it owns it; returns the hook.

        It is given what may stand where a store is wanted: the pin that is being landed. It makes
        anew what the host functions need and what is bound to its thread; it may read and write
        what is in the store, and may not run guest code. What it raises ends the landing with a
        LandingError. Hooks run in the order in which they were given.

        With `every_switch` it is also called, with the store, when one that is not pinned is
        entered by another thread than the one before. Raises TypeError when `hook` cannot be
        called.
        """
        if not callable(hook):
            raise TypeError(f"expected a callable, got {kind_of(hook)}")
        region = region_of(self)
        region.hooks = (*region.hooks, (hook, bool(every_switch)))
        return hook

    def ptr(self) -> Any:
        """The native pointer, for plain wasmtime's bindings. This object goes on owning it."""
        return store_pointer(native_of(self))

    def _context(self) -> Any:
        return context_pointer(native_of(self))

    def _consume(self) -> NoReturn:
        raise TypeError("a Store cannot be taken apart from its region")

    def _set_ptr(self, ptr: Any) -> NoReturn:
        raise TypeError("a safestore Store is not made from a pointer")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    # A C function: nothing that CPython could interrupt, and nothing to do (see native/store.py).
    __del__: Any = tuple

    def __repr__(self) -> str:
        region = self._region
        if region is None:
            return "<Store (not made)>"
        return f"<{region}: {region.state}>"
