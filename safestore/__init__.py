"""A drop-in for wasmtime that raises a typed error where wasmtime crashes, hangs or lies.

    import safestore as wasmtime

Every public name of wasmtime is here, guarded: its classes are subclasses of wasmtime's. What a
guard refuses is an error of `safestore.errors`, with a message that says what to do.

Ownership as values: `Pinned(store)` belongs to its thread, `pin.transfer()` gives a `TransferToken`
that another thread lands. `Send`, `Sync` and `NotSend` say what may travel, `is_send` asks;
`Sendable` is what type checkers see of it.
"""

import wasmtime as _raw

from . import errors as errors
from . import unsafe as unsafe
from .errors import ExitTrap, MisuseError, WasmtimeError
from .objects.caller import Caller
from .objects.config import Config
from .objects.engine import Engine
from .objects.func import Func
from .objects.global_ import Global
from .objects.instance import Instance
from .objects.linker import InstancePre, Linker
from .objects.memory import Memory
from .objects.module import Module, wat2wasm
from .objects.shared_memory import SharedMemory
from .objects.store import Store
from .objects.store_context import StoreContext
from .objects.table import Table
from .objects.tag import Tag
from .objects.trap import Frame, Trap, TrapCode
from .objects.types import (
    ExportType,
    FuncType,
    GlobalType,
    ImportType,
    Limits,
    MemoryType,
    TableType,
    TagType,
)
from .objects.valtype import ValType
from .objects.values import Val
from .objects.view import MemoryView
from .objects.wasi import WasiConfig
from .ownership.pinned import Owned, Pinned, TransferToken
from .ownership.send import NotSend, Send, Sync, is_send
from .ownership.sendable import Sendable

__version__ = "0.1.0"

# wasmtime's names, and ours.
__all__ = [
    "Caller",
    "Config",
    "Engine",
    "ExitTrap",
    "ExportType",
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
    "MemoryView",
    "MisuseError",
    "Module",
    "NotSend",
    "Owned",
    "Pinned",
    "Send",
    "Sendable",
    "SharedMemory",
    "Store",
    "StoreContext",
    "Sync",
    "Table",
    "TableType",
    "Tag",
    "TagType",
    "TransferToken",
    "Trap",
    "TrapCode",
    "Val",
    "ValType",
    "WasiConfig",
    "WasmtimeError",
    "is_send",
    "wat2wasm",
]

# Enumerations that only some versions of wasmtime have; they are what they are.
for _name in ("DirPerms", "FilePerms"):
    if _name in _raw.__all__:
        globals()[_name] = getattr(_raw, _name)
        __all__.append(_name)

assert set(_raw.__all__) <= set(__all__), set(_raw.__all__) - set(__all__)
