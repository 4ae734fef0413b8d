"""Plain Python values, good and bad ones, and objects that are hostile."""

from __future__ import annotations

import array
import atexit
import gc
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy

import safestore as wasmtime
from safestore.errors import MisuseError

from .hostile import LIARS, PROTOCOLS, Surprise, hostile
from .recipes import Recipe, same
from .world import WAT, World

__all__ = [
    "BYTES",
    "CALLABLES",
    "FLAGS",
    "FLOATS",
    "HOSTILE",
    "KEYS",
    "NAMES",
    "NUMBERS",
    "ODDITIES",
    "PAIRS",
    "PATHS",
    "WASM",
]

NUMBERS = [
    *(
        same(repr(number), number)
        for number in (0, 1, 7, -1, 65535, 65536, 65537, -65536, -65537, 2**31 - 1, 2**31)
    ),
    *(
        same(f"{sign}2**{power}{offset:+}", int(f"{sign}1") * 2**power + offset)
        for sign in "+-"
        for power in (31, 32, 63, 64, 70)
        for offset in (-1, 0, 1)
    ),
    same("True", True),
    same("numpy.int64(3)", numpy.int64(3)),
    same("numpy.uint64(2**64-1)", numpy.uint64(2**64 - 1)),
    same("numpy.bool_(True)", numpy.bool_(True)),
]
FLOATS = [
    *(
        same(repr(number), number)
        for number in (0.0, -0.0, 1.5, 1e300, float("nan"), float("inf"), 3.5e38, 5e-324)
    ),
    same("numpy.float32(1.5)", numpy.float32(1.5)),
    same("numpy.float64(1.5)", numpy.float64(1.5)),
    same("Decimal('1.7')", Decimal("1.7")),
    same("Fraction(1, 3)", Fraction(1, 3)),
    same("1j", 1j),
]
NAMES = [
    *(same(repr(name), name) for name in ("memory", "add", "host", "call", "", "é", "\0", "a\0b")),
    same("a lone surrogate", "\ud800"),
    same("a lone surrogate at the end", "x\udfff"),
    same("a huge name", "x" * 100_000),
]
BYTES = [
    *(same(repr(octets), octets) for octets in (b"", b"hello", bytearray(b"hello"))),
    same("memoryview(b'hello')", memoryview(b"hello")),
    same("memoryview(b'hello')[::2]", memoryview(b"hello")[::2]),
    same("array('i')", array.array("i", [1, 2, 3])),
    same("numpy.arange(3)", numpy.arange(3)),
    same("numpy.array(3)", numpy.array(3)),
    same("[1, 2, 3]", [1, 2, 3]),
    same("[1, 300]", [1, 300]),
    same("['a']", ["a"]),
    Recipe("a generator", lambda world: (i for i in range(3))),
    same("65536 bytes", bytes(65536)),
    same("65537 bytes", bytes(65537)),
]
WASM = [
    same("'(module)'", "(module)"),
    same("the world's WAT", WAT),
    Recipe("a binary", lambda world: bytes(wasmtime.wat2wasm("(module)"))),
    Recipe("a truncated binary", lambda world: bytes(wasmtime.wat2wasm(WAT))[:-7]),
    same("'(module'", "(module"),
    same("NUL", "\0"),
    same("b'\\0asm'", b"\0asm"),
    *BYTES,
]
CALLABLES = [
    same("lambda: None", lambda *args: None),
    same("len", len),
    same("int", int),
    Recipe("a host function that raises", lambda world: _raise),
]
_DIRECTORY = Path(tempfile.mkdtemp(prefix="safestore-paths-"))
_FILE = _DIRECTORY / "file"
_FILE.write_bytes(b"(module)")
atexit.register(shutil.rmtree, _DIRECTORY, ignore_errors=True)
PATHS = [
    same("a directory", _DIRECTORY),
    same("a file", _FILE),
    same("a file as bytes", bytes(_FILE)),
    same("a path that is not there", "/nowhere/at/all"),
    same("b'/nowhere'", b"/nowhere"),
    same("a path with a NUL", f"{_FILE}\0x"),
    *NAMES,
]
KEYS = [
    *NAMES,
    *NUMBERS,
    same("slice(0, 2)", slice(0, 2)),
    same("slice(2, 0, -1)", slice(2, 0, -1)),
    same("slice(-1, None)", slice(-1, None)),
    same("slice(0, 2**70)", slice(0, 2**70)),
    same("slice('a')", slice("a")),
]
FLAGS = [same("True", True), same("False", False)]
ODDITIES = [
    same("None", None),
    Recipe("object()", lambda world: object()),
    same("...", ...),
    same("[]", []),
    same("{}", {}),
    same("range(3)", range(3)),
    same("the class int", int),
    same("a module", gc),
    *(Recipe(name, lambda world, make=make: make()) for name, make in LIARS.items()),
]


def _raise(*args: Any) -> None:
    raise Surprise(args)


def _actions(world: World) -> dict[str, Callable[[], Any]]:
    def enter() -> None:
        with suppress(MisuseError):
            assert world.exports["add"](world.store, 20, 22) == 42
            world.exports["memory"].read(world.store, 0, 16)

    def close() -> None:
        with suppress(MisuseError):
            world.store.close()

    return {
        "raises": _raise,
        "enters": enter,
        "closes": close,
        "collects": lambda: gc.collect(0),
        "lies": lambda: None,
    }


# The classes that an object with a lying `__class__` pretends to be of.
_PRETENDS = (int, wasmtime.Func, wasmtime.Store, wasmtime.Module, wasmtime.FuncType)

HOSTILE = [
    Recipe(
        f"hostile: {protocol} {action}" + (f" as {pretends.__name__}" if index else ""),
        lambda world, p=protocol, a=action, c=pretends: hostile(p, _actions(world)[a], c),
    )
    for protocol in PROTOCOLS
    for action in ("raises", "enters", "closes", "collects", "lies")
    for index, pretends in enumerate(_PRETENDS if protocol == "class" else _PRETENDS[:1])
]

PAIRS = [
    same("(1, 2.0)", (1, 2.0)),
    same("[1, 2.0]", [1, 2.0]),
    same("[1, 2]", [1, 2]),
    same("(2**32, 1e999)", (2**32, 1e999)),
    same("(1,)", (1,)),
    same("(1, 2.0, 3)", (1, 2.0, 3)),
    same("'ab'", "ab"),
    same("b'ab'", b"ab"),
    same("{1: 1, 2: 2}", {1: 1, 2: 2}),
    same("{1, 2}", {1, 2}),
    same("numpy.array([1, 2])", numpy.array([1.0, 2.0])),
]
