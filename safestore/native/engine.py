"""The engine and the compiler. An engine may be used by any number of threads at once."""

from __future__ import annotations

from typing import Any

from .failure import ErrorReport, take_error
from .library import ffi, lib
from .owned import own

__all__ = [
    "deserialize",
    "engine_is_pulley",
    "engine_new",
    "increment_epoch",
    "module_new",
    "serialize",
    "take_bytes",
    "validate",
    "wat_to_wasm",
]


def engine_new(config: int | None) -> Any:
    """A new engine; takes ownership of `config`, an address that nobody else will free."""
    if config is None:
        return own("engine", lib.wasm_engine_new())
    return own("engine", lib.wasm_engine_new_with_config(config))


def increment_epoch(engine: Any) -> None:
    """Async-signal-safe and thread-safe by contract; the engine is alive, being our argument."""
    lib.wasmtime_engine_increment_epoch(engine)


def engine_is_pulley(engine: Any) -> bool:
    """Reads an immutable fact; the engine is alive, being our argument."""
    return bool(lib.wasmtime_engine_is_pulley(engine))


# Below: bytes are immutable and alive during the call, being our argument, and so is the engine.


def take_bytes(vector: Any) -> bytearray:
    """The bytes of a vector that wasmtime has filled in, which is freed."""
    try:
        return bytearray(ffi.buffer(vector.data, vector.size)) if vector.size else bytearray()
    finally:
        # Filled in by wasmtime for us to delete, and read just now.
        lib.wasm_byte_vec_delete(vector)


def wat_to_wasm(wat: bytes) -> bytearray | ErrorReport:
    """Convert text to binary. Reads the bytes only."""
    out = ffi.new("wasm_byte_vec_t *")
    error = lib.wasmtime_wat2wasm(wat, len(wat), out)
    return take_error(error) if error else take_bytes(out)


def module_new(engine: Any, wasm: bytes) -> Any | ErrorReport:
    """Compile. Other threads run meanwhile; the engine's compiler is thread-safe."""
    out = ffi.new("uintptr_t *")
    error = lib.wasmtime_module_new(engine, wasm, len(wasm), out)
    return take_error(error) if error else own("module", out[0])


def validate(engine: Any, wasm: bytes) -> ErrorReport | None:
    """Validate without compiling."""
    error = lib.wasmtime_module_validate(engine, wasm, len(wasm))
    return take_error(error) if error else None


def serialize(module: Any) -> bytearray | ErrorReport:
    """The compiled code as bytes. Reads the module, which is alive, being our argument."""
    out = ffi.new("wasm_byte_vec_t *")
    error = lib.wasmtime_module_serialize(module, out)
    return take_error(error) if error else take_bytes(out)


def deserialize(engine: Any, code: bytes) -> Any | ErrorReport:
    """Load compiled code. The caller vouches for the bytes: wasmtime runs whatever they hold."""
    out = ffi.new("uintptr_t *")
    error = lib.wasmtime_module_deserialize(engine, code, len(code), out)
    return take_error(error) if error else own("module", out[0])
