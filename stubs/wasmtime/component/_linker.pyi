from collections.abc import Callable
from ctypes import _Pointer
from typing import Concatenate, TypeAlias

from typing_extensions import Self
from wasmtime._bindings import (
    wasmtime_component_linker_instance_t,
    wasmtime_component_linker_t,
)
from wasmtime._config import setter_property
from wasmtime._engine import Engine
from wasmtime._managed import Managed
from wasmtime._module import Module
from wasmtime._store import StoreContext, Storelike
from wasmtime.component._component import Component
from wasmtime.component._instance import Instance
from wasmtime.component._resource_type import ResourceType

LinkerInstanceParent: TypeAlias = Linker | LinkerInstance

# Gets the representation that the resource was made with.
ResourceDtor: TypeAlias = Callable[[StoreContext, int], None]

# The store always comes first. The first of the two says it all; mypy accepts no lambda for it
# unless there is a second.
UserFunc: TypeAlias = (
    Callable[Concatenate[StoreContext, ...], object] | Callable[[StoreContext], object]
)

class Linker(Managed[_Pointer[wasmtime_component_linker_t]]):
    engine: Engine
    locked: bool
    def __init__(self, engine: Engine) -> None: ...
    @setter_property
    def allow_shadowing(self, allow: bool) -> None: ...
    def root(self) -> LinkerInstance: ...
    def add_wasip2(self) -> None: ...
    def add_wasi_http(self) -> None: ...
    def instantiate(self, store: Storelike, component: Component) -> Instance: ...
    def define_unknown_imports_as_traps(self, component: Component) -> None: ...

class LinkerInstance(Managed[_Pointer[wasmtime_component_linker_instance_t]]):
    # None once it is closed.
    parent: LinkerInstanceParent | None
    locked: bool
    def __init__(self) -> None: ...
    @classmethod
    def _from_ptr(
        cls, ptr: _Pointer[wasmtime_component_linker_instance_t], parent: LinkerInstanceParent
    ) -> Self: ...
    def add_instance(self, name: str) -> LinkerInstance: ...
    def add_module(self, name: str, module: Module) -> None: ...
    def add_resource(self, name: str, ty: ResourceType, dtor: ResourceDtor) -> None: ...
    def add_func(self, name: str, func: UserFunc) -> None: ...
