"""Errors and traps, read into plain values and freed at once.

wasmtime hands over owned pointers. Nothing above this file ever sees one: whoever gets a non-zero
`error_ptr` or `trap_ptr` gives it here exactly once.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from .library import ffi, lib

__all__ = [
    "ErrorReport",
    "FrameReport",
    "TrapReport",
    "delete_trap",
    "take_error",
    "take_trap",
    "trap_message",
]


class ErrorReport(NamedTuple):
    """What an error said; `exit_status` is set when it was WASI's `proc_exit`."""

    message: str
    exit_status: int | None


class FrameReport(NamedTuple):
    """One frame of a trap's WebAssembly backtrace."""

    func_index: int
    func_name: str | None
    module_name: str | None
    module_offset: int
    func_offset: int


class TrapReport(NamedTuple):
    """What a trap said; `code` is wasmtime's trap code, None for a trap that the host made."""

    message: str
    code: int | None
    frames: tuple[FrameReport, ...]


def text(name: Any) -> str:
    """A wasm_name_t as str. The bytes are copied; wasm names are UTF-8 by validation."""
    return bytes(ffi.buffer(name.data, name.size)).decode() if name.size else ""


def take_error(error: int) -> ErrorReport:
    """Read and free an error. `error` is non-zero, owned by the caller, and dead afterwards."""
    message = ffi.new("wasm_byte_vec_t *")
    status = ffi.new("int *")
    try:
        # Reads the error; the vector filled in is ours to delete.
        lib.wasmtime_error_message(error, message)
        # Reads the error; writes the status only when it answers true.
        exited = lib.wasmtime_error_exit_status(error, status)
        return ErrorReport(text(message), status[0] if exited else None)
    finally:
        # Owned by contract, and this is the only place that frees it.
        lib.wasmtime_error_delete(error)
        lib.wasm_byte_vec_delete(message)


def take_trap(trap: int) -> TrapReport:
    """Read and free a trap. `trap` is non-zero, owned by the caller, and dead afterwards."""
    message = ffi.new("wasm_byte_vec_t *")
    frames = ffi.new("pointer_vec_t *")
    code = ffi.new("uint8_t *")
    try:
        # Reads the trap; the vector ends with a NUL that is not part of the message.
        lib.wasm_trap_message(trap, message)
        # Reads the trap; the frames are ours, and stay valid until the vector is deleted.
        lib.wasm_trap_trace(trap, frames)
        # Reads the trap; writes the code only when it answers true.
        coded = lib.wasmtime_trap_code(trap, code)
        return TrapReport(
            text(message).removesuffix("\0"),
            code[0] if coded else None,
            tuple(_frame(frames.data[i]) for i in range(frames.size)),
        )
    finally:
        lib.wasm_frame_vec_delete(frames)
        # Owned by contract, and this is the only place, with delete_trap, that frees one.
        lib.wasm_trap_delete(trap)
        lib.wasm_byte_vec_delete(message)


def _frame(frame: int) -> FrameReport:
    # The frame is owned by its vector, which the caller holds; the names are owned by the frame.
    func = lib.wasmtime_frame_func_name(frame)
    module = lib.wasmtime_frame_module_name(frame)
    return FrameReport(
        lib.wasm_frame_func_index(frame),
        text(func) if func else None,
        text(module) if module else None,
        lib.wasm_frame_module_offset(frame),
        lib.wasm_frame_func_offset(frame),
    )


# Frees a trap whose message nobody wants: that of a host exception that travels beside it.
delete_trap = lib.wasm_trap_delete


def trap_message(message: str) -> TrapReport:
    """What wasmtime makes of a host trap with this message."""
    encoded = message.encode()
    # Copies the bytes; the trap returned is ours.
    return take_trap(lib.wasmtime_trap_new(encoded, len(encoded)))
