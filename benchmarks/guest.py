"""The guests that the rows run: the smallest module that has what a row needs."""

from __future__ import annotations

from functools import lru_cache
from types import ModuleType
from typing import Any

__all__ = ["ASKING", "ASKING_WITH_MEMORY", "SMALL", "binary", "engine", "exports", "module"]

# Everything but callbacks.
EVERYTHING = """(module
  (memory (export "memory") 32 32)
  (global (export "global") (mut i32) (i32.const 7))
  (global (export "float") (mut f64) (f64.const 7.5))
  (table (export "table") 4 funcref)
  (table (export "objects") 4 externref)
  (elem (i32.const 0) $nop)
  (func $nop (export "nop"))
  (func (export "add") (param i32 i32) (result i32)
    (i32.add (local.get 0) (local.get 1)))
  (func (export "hypotenuse") (param f64 f64) (result f64)
    (f64.sqrt (f64.add (f64.mul (local.get 0) (local.get 0))
                       (f64.mul (local.get 1) (local.get 1)))))
  (func (export "three") (param i32) (result i32 i64 f64)
    (local.get 0) (i64.const 2) (f64.const 3)))"""

# Calls its import as many times as it is told.
ASKING = """(module
  (import "host" "answer" (func $answer (param i32) (result i32)))
  (func (export "ask") (param $times i32)
    (loop $again
      (drop (call $answer (local.get $times)))
      (local.set $times (i32.sub (local.get $times) (i32.const 1)))
      (br_if $again (local.get $times)))))"""

ASKING_WITH_MEMORY = (
    ASKING.removesuffix(")")
    + """
  (memory (export "memory") 1))"""
)

SMALL = """(module
  (func (export "add") (param i32 i32) (result i32)
    (i32.add (local.get 0) (local.get 1))))"""


@lru_cache
def engine(api: ModuleType) -> Any:
    """The library's engine; one for all rows, so that it is no part of theirs."""
    return api.Engine()


@lru_cache
def binary(api: ModuleType, text: str) -> bytes:
    """The module in the binary format."""
    return bytes(api.wat2wasm(text))


@lru_cache
def module(api: ModuleType, text: str) -> Any:
    """The compiled module."""
    return api.Module(engine(api), binary(api, text))


def exports(api: ModuleType) -> tuple[Any, Any]:
    """A store, and what an instance of EVERYTHING exports in it."""
    store = api.Store(engine(api))
    return store, api.Instance(store, module(api, EVERYTHING), []).exports(store)
