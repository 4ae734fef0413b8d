"""Every exception that safestore raises of its own accord, in one tree.

    MisuseError(RuntimeError)             a rule of ownership was broken: fix the program
      StoreBusyError                      another thread is inside
      ReentrancyError                     not from inside a callback
      WrongThreadError                    pinned to another thread
      MovedError, InTransitError          transferred away
      TokenSpentError                     landed or discarded already
      ForeignStoreError                   an object of another store
      ForeignEngineError                  an object of another engine
      ForkedError                         an object of the parent process
      ClosedError(ValueError)             used after close
      StaleCallerError(ValueError)        a Caller outside its callback
      BorrowError(BufferError)            a memory view is in the way
      NotSendError(TypeError)             captured host state is bound to its thread
    EnvironmentHazard(RuntimeError)       the process or the thread is not fit
      StackHeadroomError, TrapHandlerError, AbiError
    WasmtimeError                         wasmtime's own; here without a native pointer
      ExitTrap                            WASI's proc_exit
      ConfigError                         a configuration that wasmtime cannot survive
      UntrustedArtifactError              native code that nobody vouches for
    ArgumentTypeError(TypeError, AttributeError)   an argument of the wrong type
    LandingError(RuntimeError)            a landing failed; the token is as it was
    ExecutionTimeout(TimeoutError)        a deadline passed

A message says what happened, who holds the thing (thread, file and line), and what to do.
"""

from __future__ import annotations

from typing import Any

import wasmtime as raw

__all__ = [
    "AbiError",
    "ArgumentTypeError",
    "BorrowError",
    "ClosedError",
    "ConfigError",
    "EnvironmentHazard",
    "ExecutionTimeout",
    "ExitTrap",
    "ForeignEngineError",
    "ForeignStoreError",
    "ForkedError",
    "InTransitError",
    "LandingError",
    "MisuseError",
    "MovedError",
    "NotSendError",
    "ReentrancyError",
    "StackHeadroomError",
    "StaleCallerError",
    "StoreBusyError",
    "TokenSpentError",
    "TrapHandlerError",
    "UntrustedArtifactError",
    "WasmtimeError",
    "WrongThreadError",
]


class MisuseError(RuntimeError):
    """A rule of ownership was broken. Nothing was done; the program has to be mended."""


class StoreBusyError(MisuseError):
    """Another thread is inside the store (or linker) right now."""


class ReentrancyError(MisuseError):
    """The operation is not possible from inside a call of the same store."""


class WrongThreadError(MisuseError):
    """The store is pinned to another thread."""


class MovedError(MisuseError):
    """The pin was moved from; only its token, or the pin of who landed it, is alive."""


class InTransitError(MisuseError):
    """The store is between two threads: transferred and not yet landed."""


class TokenSpentError(MisuseError):
    """The token was landed or discarded already."""


class ForeignStoreError(MisuseError):
    """An object of one store was used with another store."""


class ForeignEngineError(MisuseError):
    """An object of one engine was used with another engine."""


class ForkedError(MisuseError):
    """The object belongs to the parent process of a fork."""


class ClosedError(MisuseError, ValueError):
    """The object, or the store that it belongs to, was closed."""


class StaleCallerError(MisuseError, ValueError):
    """A `Caller` was used outside its callback, or on another thread."""


class BorrowError(MisuseError, BufferError):
    """A memory view is outstanding on a memory that the operation could move."""


class NotSendError(MisuseError, TypeError):
    """Something that is bound to its thread would have travelled with the store."""


class ArgumentTypeError(TypeError, AttributeError):
    """An argument of the wrong type, where wasmtime happens to raise AttributeError.

    It is both, so that code written for either keeps working.
    """


class EnvironmentHazard(RuntimeError):
    """The process or the thread is not fit to run WebAssembly."""


class StackHeadroomError(EnvironmentHazard):
    """The thread's stack is too small for the engine's `max_wasm_stack`."""


class TrapHandlerError(EnvironmentHazard):
    """wasmtime's trap handlers were displaced in this process."""


class AbiError(EnvironmentHazard):
    """The installed wasmtime is not one that this safestore knows how to call."""


class WasmtimeError(raw.WasmtimeError):
    """An error that wasmtime reported.

    The same class as wasmtime's to `except` and `isinstance`. The message is read when the error
    is made and the native error freed at once, so copies, pickles and `close()` are harmless.
    """

    _message = ""

    def __init__(self, message: str) -> None:
        if not isinstance(message, str):
            raise TypeError(f"expected a str as message, got {type(message).__name__}")
        # A subclass of str may say anything of itself; this goes to native code.
        self._message = str.__str__(message)
        Exception.__init__(self, self._message)

    def __str__(self) -> str:
        return self._message

    # wasmtime's error owns a native pointer and frees it in `__del__`. This one owns none; raw
    # code that asks for a pointer gets a fresh one of which it becomes the owner.
    def close(self) -> None:
        """Does nothing: there is nothing native to free."""

    def ptr(self) -> Any:
        """A fresh native error with the same message, kept alive by this object."""
        self._native = raw.WasmtimeError(self._message)
        return self._native.ptr()

    def _consume(self) -> Any:
        return raw.WasmtimeError(self._message)._consume()

    # A C function: nothing that CPython could interrupt, and nothing to do.
    __del__: Any = tuple


class ExitTrap(WasmtimeError, raw.ExitTrap):
    """The guest ended itself through WASI's `proc_exit`; `code` is its exit status."""

    code: int

    def __init__(self, message: str, code: int = 0) -> None:
        super().__init__(message)
        self.code = code

    def __reduce__(self) -> tuple[type[ExitTrap], tuple[str, int]]:
        return type(self), (self._message, self.code)


class ConfigError(WasmtimeError):
    """wasmtime would abort the process on this configuration."""


class UntrustedArtifactError(WasmtimeError):
    """Serialized native code that is not sealed with a known key."""


class LandingError(RuntimeError):
    """A landing failed; its `__cause__` says why. The token is as it was."""


class ExecutionTimeout(TimeoutError):
    """Guest code ran past its deadline and was stopped."""
