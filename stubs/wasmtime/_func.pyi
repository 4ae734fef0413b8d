from collections.abc import Callable
from ctypes import _Pointer
from typing import Any, Concatenate, Literal, Protocol, TypeAlias, overload, type_check_only

from typing_extensions import Self
from wasmtime._bindings import (
    wasmtime_caller_t,
    wasmtime_context_t,
    wasmtime_extern_t,
    wasmtime_func_t,
)
from wasmtime._exportable import AsExtern
from wasmtime._store import Store, Storelike
from wasmtime._types import FuncType

# What a host function may be, by `access_caller`. It answers with None, a value, or a sequence of
# values; an externref's value is any object.
_WithoutCaller: TypeAlias = Callable[..., object]
# The first of the two says it all; mypy accepts no lambda for it unless there is a second.
_WithCaller: TypeAlias = Callable[Concatenate[Caller, ...], object] | Callable[[Caller], object]

# When `access_caller` is not known before the program runs: it has to take both.
@type_check_only
class _Either(Protocol):
    def __call__(self, *args: object) -> object: ...

class Func:
    _func: wasmtime_func_t
    # A Store and nothing else: host functions are not made inside of a host function.
    @overload
    def __init__(
        self,
        store: Store,
        ty: FuncType,
        func: _WithoutCaller,
        access_caller: Literal[False] = False,
    ) -> None: ...
    @overload
    def __init__(
        self, store: Store, ty: FuncType, func: _WithCaller, access_caller: Literal[True]
    ) -> None: ...
    @overload
    def __init__(
        self, store: Store, ty: FuncType, func: _Either, access_caller: bool = False
    ) -> None: ...
    @classmethod
    def _from_raw(cls, func: wasmtime_func_t) -> Self: ...
    def type(self, store: Storelike) -> FuncType: ...
    # Which values go in and come out is for the module to say: None, one value or a list of them.
    def __call__(self, store: Storelike, *params: Any) -> Any: ...
    def _as_extern(self) -> wasmtime_extern_t: ...

class Caller:
    def __init__(self, ptr: _Pointer[wasmtime_caller_t]) -> None: ...
    def __getitem__(self, name: str) -> AsExtern: ...
    def get(self, name: str) -> AsExtern | None: ...
    def _context(self) -> _Pointer[wasmtime_context_t]: ...
    def _invalidate(self) -> None: ...
