"""SharedMemory: a memory that belongs to an engine, shared by the stores of many threads."""

from __future__ import annotations

from typing import Any

import wasmtime as raw
from typing_extensions import Self

from ..errors import ForeignEngineError, WasmtimeError
from ..native import shared_memory as native
from ..native.lending import pointer_over
from ..native.memory import lend_shared
from ..ownership.send import Sync
from .arguments import expect, page_count
from .engine import Engine
from .externs import extern
from .outcome import check
from .owned import Owned
from .types import MemoryType

__all__ = ["SharedMemory"]


@extern("sharedmemory")
@Sync.register
class SharedMemory(Owned, raw.SharedMemory):
    """A memory of an engine. Any number of threads and stores may use it at once.

    It never moves. What the bytes hold while guests write them is for the guests' atomics to say.
    """

    _kind = "sharedmemory"
    _engine: Any = None

    def __init__(self, engine: raw.Engine, ty: raw.MemoryType) -> None:
        """A new shared memory. Raises WasmtimeError unless the type is shared."""
        self._unmade()
        maker = expect(engine, Engine, "an Engine")._open()
        description = expect(ty, MemoryType, "a MemoryType")._open()
        if not description.shared:
            raise WasmtimeError("a SharedMemory needs a MemoryType made with shared=True")
        error, made = native.new(maker, description)
        check(error)
        self._native = made
        self._engine = maker

    @classmethod
    def _own(cls, made: Any, engine: Any) -> Self:
        memory = cls.__new__(cls)
        memory._native = made
        memory._engine = engine
        return memory

    def _for(self, engine: Any) -> Any:
        """The native memory, for an import into a store of this engine."""
        made = self._open()
        if self._engine is not engine:
            raise ForeignEngineError(
                "this SharedMemory belongs to another Engine; make it with the engine of the "
                "store that you use it in"
            )
        return made

    def type(self) -> MemoryType:
        """The type of this memory."""
        return MemoryType._of(native.describe(self._open()))

    def grow(self, delta: int) -> int:
        """Grow by `delta` pages; returns the previous size in pages.

        Raises WasmtimeError when it cannot grow so far.
        """
        error, previous = native.grow(self._open(), page_count(delta))
        check(error)
        return previous

    def size(self) -> int:
        """The size in pages."""
        return native.size(self._open())

    def data_ptr(self) -> Any:
        """The bytes, indexed as a `c_ubyte` pointer is, but within the memory as it is now.

        What is returned keeps the memory alive.
        """
        made = self._open()
        length = native.data_size(made)
        return pointer_over(lend_shared(made, 0, length), length)

    def data_len(self) -> int:
        """The size in bytes."""
        return native.data_size(self._open())
