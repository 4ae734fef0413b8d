from ctypes import _Pointer

from typing_extensions import Self
from wasmtime._bindings import wasmtime_error_t
from wasmtime._managed import Managed

class WasmtimeError(Exception, Managed[_Pointer[wasmtime_error_t]]):
    def __init__(self, message: str) -> None: ...
    @classmethod
    def _from_ptr(cls, ptr: _Pointer[wasmtime_error_t]) -> Self: ...

class ExitTrap(WasmtimeError):
    code: int
