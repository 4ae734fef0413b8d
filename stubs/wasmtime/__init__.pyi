from wasmtime._config import Config
from wasmtime._engine import Engine
from wasmtime._error import ExitTrap, WasmtimeError
from wasmtime._func import Caller, Func
from wasmtime._globals import Global
from wasmtime._instance import Instance
from wasmtime._instance_pre import InstancePre
from wasmtime._linker import Linker
from wasmtime._managed import Managed as Managed
from wasmtime._memory import Memory
from wasmtime._module import Module
from wasmtime._sharedmemory import SharedMemory
from wasmtime._store import Store, StoreContext, Storelike
from wasmtime._table import Table
from wasmtime._tag import Tag
from wasmtime._trap import Frame, Trap, TrapCode
from wasmtime._types import (
    ExportType,
    FuncType,
    GlobalType,
    ImportType,
    Limits,
    MemoryType,
    TableType,
    TagType,
    ValType,
)
from wasmtime._value import Val
from wasmtime._wasi import DirPerms, FilePerms, WasiConfig
from wasmtime._wat2wasm import wat2wasm

# wasmtime's, and `Storelike`: it can be imported, and is what a function that takes a store says.
# DirPerms and FilePerms are in 47 only.
__all__ = [
    "Caller",
    "Config",
    "DirPerms",
    "Engine",
    "ExitTrap",
    "ExportType",
    "FilePerms",
    "Frame",
    "Func",
    "FuncType",
    "Global",
    "GlobalType",
    "ImportType",
    "Instance",
    "InstancePre",
    "Limits",
    "Linker",
    "Memory",
    "MemoryType",
    "Module",
    "SharedMemory",
    "Store",
    "StoreContext",
    "Storelike",
    "Table",
    "TableType",
    "Tag",
    "TagType",
    "Trap",
    "TrapCode",
    "Val",
    "ValType",
    "WasiConfig",
    "WasmtimeError",
    "wat2wasm",
]
