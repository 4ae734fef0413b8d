"""How the values of a numeric signature lie in memory, prepared once and used at every call.

`wasmtime_func_call_unchecked` takes one array of 16-byte slots: the arguments go in at the
front, the results come out at the front. One `struct.Struct` packs all arguments, another
unpacks all results, so that a call costs one C call for each.
"""

from __future__ import annotations

from functools import lru_cache
from struct import Struct
from typing import Any, NamedTuple

from .library import ffi

__all__ = ["Frame", "NumericSignature", "numeric_signature"]

_SLOT = {"i32": "i12x", "i64": "q8x", "f32": "f12x", "f64": "d8x"}
_SLOT_SIZE = 16


class Frame(NamedTuple):
    """The memory of one call: a slot for the trap, then the values.

    `buffer` is a view of all of it for `struct`; it keeps the memory alive.
    """

    buffer: Any
    values: Any
    trap: Any


class NumericSignature:
    """The plan of a signature of i32, i64, f32 and f64 only.

    `frame` is a frame that nobody uses, or None: who takes it puts None there in the same line,
    and puts it back when done. A nested or concurrent call finds None and makes its own.
    """

    __slots__ = (
        "count",
        "floats",
        "frame",
        "load",
        "load_arguments",
        "pack",
        "params",
        "results",
        "returns",
        "size",
        "store_results",
    )

    def __init__(self, params: tuple[str, ...], results: tuple[str, ...]) -> None:
        self.params = params
        self.results = results
        self.count = max(len(params), len(results))
        self.size = self.count * _SLOT_SIZE
        # The caller's side: slot 0 is the trap, written as null before each call.
        self.pack = Struct("=Q8x" + "".join(_SLOT[kind] for kind in params)).pack_into
        self.load = Struct("=Q8x" + "".join(_SLOT[kind] for kind in results)).unpack_from
        # The callee's side: the array itself.
        self.load_arguments = Struct("=" + "".join(_SLOT[kind] for kind in params)).unpack_from
        self.store_results = Struct("=" + "".join(_SLOT[kind] for kind in results)).pack_into
        # The exact Python type of the one result, None where there is none or several.
        self.returns: type | None = (
            (int if results[0] in ("i32", "i64") else float) if len(results) == 1 else None
        )
        # Where a float is wanted: struct would take an int there, and round it.
        self.floats = tuple(i for i, kind in enumerate(params) if kind in ("f32", "f64"))
        self.frame: Frame | None = None

    def new_frame(self) -> Frame:
        """Fresh memory for one call."""
        memory = ffi.new("char[]", _SLOT_SIZE + self.size)
        return Frame(
            ffi.buffer(memory),
            ffi.cast("void *", memory + _SLOT_SIZE),
            ffi.cast("trap_ptr *", memory),
        )


@lru_cache(maxsize=1024)
def numeric_signature(params: tuple[str, ...], results: tuple[str, ...]) -> NumericSignature:
    """The plan for these kinds; shared by every function of the signature."""
    return NumericSignature(params, results)
