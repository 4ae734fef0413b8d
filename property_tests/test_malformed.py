"""Malformed WebAssembly: binaries and texts that were valid until somebody changed them.

Each is refused with a WasmtimeError, or it is a module like any other: then it is brought to life,
with little fuel and little room, and its functions are called.
"""

from __future__ import annotations

import math
from contextlib import suppress
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import safestore as wasmtime

from .world import WAT, engine

_WATS = (
    WAT,
    "(module)",
    """(module (func $fib (export "fib") (param i32) (result i32)
      (if (result i32) (i32.lt_u (local.get 0) (i32.const 2)) (then (local.get 0))
        (else (i32.add (call $fib (i32.sub (local.get 0) (i32.const 1)))
                       (call $fib (i32.sub (local.get 0) (i32.const 2))))))))""",
    """(module (memory (export "m") 1 2) (data (i32.const 0) "abc") (start $go)
      (func $go (i32.store8 (i32.const 1) (i32.load8_u (i32.const 0)))
        (drop (memory.grow (i32.const 1)))
        (memory.fill (i32.const 0) (i32.const 1) (i32.const 9))))""",
    """(module (type $s (func (param i64) (result f64))) (table 3 funcref) (elem (i32.const 0) $f)
      (global $g (mut i64) (i64.const 1)) (tag $e (param i32))
      (func $f (type $s) (global.set $g (local.get 0)) (f64.convert_i64_s (global.get $g)))
      (func (export "go") (result f64) (block $b (result i32)
        (try_table (catch $e $b) (throw $e (i32.const 3))) (i32.const 1)) drop
        (call_indirect (type $s) (i64.const 5) (i32.const 0))))""",
)
_BINARIES = [bytes(wasmtime.wat2wasm(wat)) for wat in _WATS]

_INTERESTING = (0, 1, 0x7F, 0x80, 0xFF, 0x40, 0x70, 0x6F)


@st.composite
def _mutated(draw: Any, seeds: list[bytes]) -> bytes:
    """A seed with some bytes changed, removed, repeated, or brought in from another seed."""
    made = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(made)))
        length = draw(st.integers(0, 8))
        match draw(st.sampled_from(("flip", "set", "cut", "end", "repeat", "cross", "insert"))):
            case "flip" if at < len(made):
                made[at] ^= 1 << draw(st.integers(0, 7))
            case "set" if at < len(made):
                made[at] = draw(st.sampled_from(_INTERESTING))
            case "cut":
                del made[at : at + length]
            case "end":
                del made[at:]
            case "repeat":
                made[at:at] = made[at : at + length] * draw(st.sampled_from((1, 2, 100)))
            case "cross":
                other = draw(st.sampled_from(seeds))
                start = draw(st.integers(0, len(other)))
                made[at:at] = other[start : start + draw(st.integers(0, 64))]
            case _:
                made[at:at] = draw(st.binary(max_size=8))
    return bytes(made)


def _live(module: wasmtime.Module) -> None:
    """Bring a module to life and use what it exports; whatever it does, errors are typed."""
    store = wasmtime.Store(engine())
    store.set_fuel(100_000)
    store.set_limits(memory_size=1 << 20, table_elements=1000, instances=1, tables=9, memories=9)
    linker = wasmtime.Linker(engine())
    linker.define_unknown_imports_as_traps(module)
    try:
        linker.define_unknown_imports_as_default_values(store, module)
        exports = linker.instantiate(store, module).exports(store)
    except (wasmtime.WasmtimeError, wasmtime.Trap):
        return
    for item in exports.values():
        with suppress(wasmtime.WasmtimeError, wasmtime.Trap, TypeError):
            _use(store, item)
    store.close()


def _use(store: wasmtime.Store, item: Any) -> None:
    match item:
        case wasmtime.Func():
            some = {"i32": 3, "i64": 4, "f32": 1.5, "f64": math.pi}
            item(store, *(some.get(str(kind)) for kind in item.type(store).params))
        case wasmtime.Memory():
            item.write(store, item.read(store, 0, 3))
            item.grow(store, 1)
        case wasmtime.Table():
            item.grow(store, 1, item.get(store, 0))
        case wasmtime.Global():
            item.set_value(store, item.value(store))


@given(_mutated(_BINARIES))
def test_binaries(binary: bytes) -> None:
    try:
        wasmtime.Module.validate(engine(), binary)
    except wasmtime.WasmtimeError:
        valid = False
    else:
        valid = True
    try:
        module = wasmtime.Module(engine(), b"\0" + binary[1:] if binary else b"\0")
    except wasmtime.WasmtimeError:
        assert not valid
        return
    for described in (*module.imports, *module.exports):
        assert repr(described)
        assert described.type is not None
    _live(module)


@given(_mutated([wat.encode() for wat in _WATS]))
def test_texts(text: bytes) -> None:
    try:
        binary = wasmtime.wat2wasm(text.replace(b"\0", b" "))
        module = wasmtime.Module(engine(), binary)
    except wasmtime.WasmtimeError:
        return
    _live(module)


_TOKENS = ("(", ")", "(;", ";)", '"', ";;", "func", "module", "param", "i32", "$x", "0x", "1e999")


@given(st.lists(st.sampled_from(_TOKENS)))
def test_token_soup(tokens: list[str]) -> None:
    with suppress(wasmtime.WasmtimeError):
        wasmtime.Module(engine(), "(" + " ".join(tokens))


@given(st.binary(max_size=200), st.sampled_from(("", "\0asm", "\x7fELF")))
def test_what_was_never_serialized(octets: bytes, magic: str) -> None:
    """Random bytes are not native code; changed native code is another matter (see A1)."""
    try:
        wasmtime.Module.deserialize(engine(), magic.encode("latin-1") + octets)
    except wasmtime.WasmtimeError:
        return
    raise AssertionError("random bytes were taken for native code")
