from ctypes import _Pointer

from typing_extensions import Self
from wasmtime._bindings import wasmtime_instance_pre_t
from wasmtime._instance import Instance
from wasmtime._managed import Managed
from wasmtime._module import Module
from wasmtime._store import Storelike

class InstancePre(Managed[_Pointer[wasmtime_instance_pre_t]]):
    def instantiate(self, store: Storelike) -> Instance: ...
    @property
    def module(self) -> Module: ...
    @classmethod
    def _from_ptr(cls, ptr: _Pointer[wasmtime_instance_pre_t]) -> Self: ...
