from typing_extensions import Self
from wasmtime._bindings import wasmtime_component_instance_t
from wasmtime._store import Storelike
from wasmtime.component._component import ExportIndex
from wasmtime.component._func import Func

class Instance:
    _instance: wasmtime_component_instance_t
    def __init__(self) -> None: ...
    @classmethod
    def _from_raw(cls, instance: wasmtime_component_instance_t) -> Self: ...
    def get_export_index(
        self, store: Storelike, name: str, instance: ExportIndex | None = None
    ) -> ExportIndex | None: ...
    def get_func(self, store: Storelike, index: ExportIndex | str) -> Func | None: ...
