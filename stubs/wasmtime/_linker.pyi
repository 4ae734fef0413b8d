from ctypes import _Pointer
from typing import Literal, overload

from wasmtime._bindings import wasmtime_linker_t
from wasmtime._config import setter_property
from wasmtime._engine import Engine
from wasmtime._exportable import AsExtern
from wasmtime._func import Func, _Either, _WithCaller, _WithoutCaller
from wasmtime._instance import Instance
from wasmtime._instance_pre import InstancePre
from wasmtime._managed import Managed
from wasmtime._module import Module
from wasmtime._store import Storelike
from wasmtime._types import FuncType

class Linker(Managed[_Pointer[wasmtime_linker_t]]):
    engine: Engine
    def __init__(self, engine: Engine) -> None: ...
    @setter_property
    def allow_shadowing(self, allow: bool) -> None: ...
    def define(self, store: Storelike, module: str, name: str, item: AsExtern) -> None: ...
    @overload
    def define_func(
        self,
        module: str,
        name: str,
        ty: FuncType,
        func: _WithoutCaller,
        access_caller: Literal[False] = False,
    ) -> None: ...
    @overload
    def define_func(
        self,
        module: str,
        name: str,
        ty: FuncType,
        func: _WithCaller,
        access_caller: Literal[True],
    ) -> None: ...
    @overload
    def define_func(
        self, module: str, name: str, ty: FuncType, func: _Either, access_caller: bool = False
    ) -> None: ...
    def define_instance(self, store: Storelike, name: str, instance: Instance) -> None: ...
    def define_wasi(self) -> None: ...
    def define_module(self, store: Storelike, name: str, module: Module) -> None: ...
    def instantiate(self, store: Storelike, module: Module) -> Instance: ...
    def get_default(self, store: Storelike, name: str) -> Func: ...
    def get(self, store: Storelike, module: str, name: str) -> AsExtern: ...
    def define_unknown_imports_as_traps(self, module: Module) -> None: ...
    def define_unknown_imports_as_default_values(
        self, store: Storelike, module: Module
    ) -> None: ...
    def instantiate_pre(self, module: Module) -> InstancePre: ...
