from ctypes import _Pointer

from wasmtime._bindings import wasm_engine_t
from wasmtime._config import Config
from wasmtime._managed import Managed

class Engine(Managed[_Pointer[wasm_engine_t]]):
    def __init__(self, config: Config | None = None) -> None: ...
    def increment_epoch(self) -> None: ...
    def is_pulley(self) -> bool: ...
