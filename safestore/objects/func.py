"""Func: calling WebAssembly from Python, and Python from WebAssembly."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from struct import error as StructError
from typing import Any, Literal, overload

import wasmtime as raw
from typing_extensions import Self

from ..native import func as native
from ..native.callback import NOBODY, HostFunction, probe
from ..native.signature import NumericSignature, numeric_signature
from ..native.store import DROPPED, NativeStore
from ..native.types import NUMERIC, FuncDescription
from ..native.values import new_values, unroot
from ..ownership.lock import NOT_OWNED
from ..ownership.thread import here
from .arguments import kind_of
from .caller import caller_of
from .externs import extern
from .guards import guarded
from .handle import Handle
from .host_functions import Either, WithCaller, WithoutCaller
from .outcome import chain, raise_outcome, run_guest, with_outputs
from .storelike import Storelike, foreign, native_of, not_a_store, refuse, region_of
from .types import FuncType
from .valtype import crossing
from .values import arguments, check_count, from_slot, results, spread, to_slot

__all__ = ["Func", "host_function"]


def host_function(
    description: FuncDescription, function: Callable[..., Any], access_caller: bool, name: str = ""
) -> HostFunction:
    """A Python function as WebAssembly calls it; its own name stands in for no name.

    Raises TypeError when it cannot be called.
    """
    if not callable(function):
        raise TypeError(f"expected a callable, got {type(function).__name__}")
    params, results_ = description
    crossing(*params, *results_)
    numeric = NUMERIC.issuperset(params) and NUMERIC.issuperset(results_)
    return HostFunction(
        function,
        numeric_signature(params, results_) if numeric else None,
        results,
        _Invoke(params, results_, access_caller),
        caller_of if access_caller else None,
        name or getattr(function, "__name__", type(function).__name__),
    )


class _Invoke:
    """Calls a host function whose signature has references."""

    __slots__ = ("access_caller", "params", "results")

    def __init__(
        self, params: tuple[str, ...], results_: tuple[str, ...], access_caller: bool
    ) -> None:
        self.params = params
        self.results = results_
        self.access_caller = access_caller

    def __call__(self, host: HostFunction, pointer: int, params: Any, out: Any) -> None:
        caller: Any = NOBODY
        try:
            caller = caller_of(pointer)
            store = native_of(caller)
            values = [from_slot(store, params[i]) for i in range(len(self.params))]
            if self.access_caller:
                values.insert(0, caller)
            answer = spread(self.results, host.function(*values))
            for i, kind in enumerate(self.results):
                to_slot(store, out[i], kind, answer[i])
        finally:
            # Begins with a `try`, has no branch and no call: see ownership/region.py.
            try:
                caller._region = caller._native = None
            finally:
                pass


@extern("func")
@guarded("Func")
class Func(Handle, raw.Func):
    """A function: exported by an instance, or made from a Python function."""

    _ctype = "wasmtime_func_t"
    _plain = "_func"
    _plain_class = raw.Func
    # The type and the plan of its calls, both learned when they are first needed.
    _description: FuncDescription | None
    _plan: NumericSignature | None

    def __new__(cls, *_: Any, **__: Any) -> Self:
        func = super().__new__(cls)
        func._description = None
        func._plan = None
        return func

    @classmethod
    def _wrap(cls, store: NativeStore, raw: Any) -> Self:
        func = super()._wrap(store, raw)
        func._description = None
        func._plan = None
        return func

    @overload
    def __init__(
        self,
        store: Storelike,
        ty: raw.FuncType,
        func: WithoutCaller,
        access_caller: Literal[False] = False,
    ) -> None: ...
    @overload
    def __init__(
        self, store: Storelike, ty: raw.FuncType, func: WithCaller, access_caller: Literal[True]
    ) -> None: ...
    @overload
    def __init__(
        self, store: Storelike, ty: raw.FuncType, func: Either, access_caller: bool = False
    ) -> None: ...
    def __init__(
        self,
        store: Storelike,
        ty: raw.FuncType,
        func: Callable[..., object],
        access_caller: bool = False,
    ) -> None:
        """A function of type `ty` that calls `func`, with a Caller first if `access_caller`.

        The store keeps `func`; a cycle between the two is collected. Raises TypeError for
        arguments of other types.
        """
        if not isinstance(ty, FuncType):
            raise TypeError(f"expected a FuncType, got {kind_of(ty)}")
        description: FuncDescription = ty._open()
        host = host_function(description, func, bool(access_caller))
        self._raw = native.new(native_of(store), description, host)
        self._description = description
        self._plan = host.signature

    def type(self, store: Storelike) -> FuncType:
        """The type of this function."""
        return FuncType._of(self._describe(store))

    def _describe(self, store: Storelike) -> FuncDescription:
        # Inside the region. A function never changes its type, so asking once is enough.
        description = self._description
        if description is None:
            description = native.describe(native_of(store), self._raw)
            if NUMERIC.issuperset(description.params) and NUMERIC.issuperset(description.results):
                self._plan = numeric_signature(*description)
            self._description = description
        return description

    def __call__(self, store: Storelike, *params: Any) -> Any:
        """Call the function: None, one value, or a list of several.

        Raises Trap when the guest traps, what a host function raised on the way, WasmtimeError
        for a wrong number of arguments, TypeError and OverflowError for arguments that do not
        convert, and the errors of entering a store (see the list in safestore.errors).
        """
        plan = self._plan
        if plan is None:
            return self._call_general(store, params)
        region = self._region
        try:
            if store._region is not region:  # type: ignore[union-attr]
                foreign(self, store)
        except AttributeError:
            raise not_a_store(store) from None
        # Nobody else's memory: a nested or concurrent call finds None and makes its own.
        frame, plan.frame = plan.frame, None
        if frame is None:
            frame = plan.new_frame()
        buffer, values, trap = frame
        try:
            for i in plan.floats:
                if type(params[i]) is not float:
                    raise StructError
            plan.pack(buffer, 0, 0, *params)
        except (StructError, IndexError, OverflowError):
            plan.pack(buffer, 0, 0, *arguments(plan, params))
        before = here.raised
        entrant = here.entrant
        if region.last is not entrant:
            region.admit()
        try:
            if not region.acquire(False):
                refuse(region, store)
            if region.last is not entrant:
                region.prepare(True)
            store_ = store._native  # type: ignore[union-attr]
            if store_.keeps:
                probe()
            call = native.call_unchecked
            if store_.outputs:
                call = partial(with_outputs, store_.outputs, call)
            error = call(store_.context, self._raw, values, plan.count, trap)
            loaded = plan.load(buffer)
            if error or loaded[0] or here.raised is not before:
                raise_outcome(error, loaded[0], store_, before)
            if DROPPED or store_.dropped:
                store_.sweep()
        except BaseException as failure:
            # No call before this: another exception could strike at its entry.
            raised, here.raised = here.raised, before
            if raised is not None and raised is not before and raised is not failure:
                if failure.__context__ is None:
                    failure.__context__ = raised
                else:
                    chain(failure, raised)
            raise
        finally:
            try:
                region.release()
            except RuntimeError as error:
                if error.args != NOT_OWNED:
                    raise
        plan.frame = frame
        if plan.returns is not None:
            return loaded[1]
        return list(loaded[1:]) if plan.results else None

    def _call_general(self, store: Storelike, params: tuple[Any, ...]) -> Any:
        """A call whose type is not known yet, or has more than numbers in it."""
        region = region_of(store)
        if self._region is not region:
            foreign(self, store)
        entrant = here.entrant
        if region.last is not entrant:
            region.admit()
        try:
            if not region.acquire(False):
                refuse(region, store)
            if region.last is not entrant:
                region.prepare(True)
            kinds, answers = self._describe(store)
            if self._plan is None:
                return self._call_values(native_of(store), kinds, answers, params)
        finally:
            try:
                region.release()
            except RuntimeError as error:
                if error.args != NOT_OWNED:
                    raise
        return Func.__call__(self, store, *params)

    def _call_values(
        self,
        store: NativeStore,
        kinds: tuple[str, ...],
        answers: tuple[str, ...],
        params: tuple[Any, ...],
    ) -> Any:
        crossing(*kinds, *answers)
        check_count(len(params), len(kinds))
        given = new_values(len(kinds))
        taken = new_values(len(answers))
        try:
            for i, kind in enumerate(kinds):
                to_slot(store, given[i], kind, params[i])
            run_guest(
                store,
                lambda: native.call(store, self._raw, given, len(kinds), taken, len(answers)),
            )
            values = [from_slot(store, taken[i]) for i in range(len(answers))]
        finally:
            unroot(given, len(kinds))
            unroot(taken, len(answers))
        if DROPPED or store.dropped:
            store.sweep()
        if len(values) == 1:
            return values[0]
        return values or None
