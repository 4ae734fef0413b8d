"""A world for one example: a store with everything in it, and what does not belong to it.

`World.state()` is the model: what the memory, globals and tables hold. A refused operation leaves
it as it was.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import wasmtime as plain

import safestore as wasmtime
from safestore.errors import ClosedError, WrongThreadError
from safestore.ownership.thread import here

__all__ = ["WAT", "World", "elsewhere", "engine", "other_engine"]

WAT = """
(module
  (import "host" "call" (func $call (param i32) (result i32)))
  (import "host" "pair" (func $pair (result i32 f64)))
  (import "host" "thing" (func $thing (param externref) (result externref)))
  (memory (export "memory") 1 3)
  (table $functions (export "functions") 4 8 funcref)
  (table $things (export "things") 4 8 externref)
  (tag (export "tag") (param i32))
  (global (export "i32") (mut i32) (i32.const 1))
  (global (export "i64") (mut i64) (i64.const 2))
  (global (export "f32") (mut f32) (f32.const 3))
  (global (export "f64") (mut f64) (f64.const 4))
  (global (export "reference") (mut externref) (ref.null extern))
  (global (export "function") (mut funcref) (ref.func $add))
  (global (export "constant") i32 (i32.const 7))
  (global (export "vector") (mut v128) (v128.const i64x2 1 2))
  (elem (table $functions) (i32.const 1) func $add $trap)
  (data (i32.const 8) "the contents of the memory")
  (func $add (export "add") (param i32 i32) (result i32)
    (i32.add (local.get 0) (local.get 1)))
  (func (export "mix") (param i32 i64 f32 f64) (result f64 f32 i64 i32)
    local.get 3 local.get 2 local.get 1 local.get 0)
  (func (export "echo") (param externref) (result externref) local.get 0)
  (func (export "same") (param funcref) (result funcref) local.get 0)
  (func $trap (export "trap") unreachable)
  (func (export "callback") (param i32) (result i32) (call $call (local.get 0)))
  (func (export "callpair") (result i32 f64) (call $pair))
  (func (export "callthing") (param externref) (result externref) (call $thing (local.get 0)))
  (func (export "wide") (param v128) (result v128) local.get 0))
"""


def _config() -> wasmtime.Config:
    config = wasmtime.Config()
    config.consume_fuel = True
    config.shared_memory = True
    config.wasm_threads = True
    config.wasm_exceptions = True
    return config


@cache
def engine() -> wasmtime.Engine:
    """The engine of every world."""
    return wasmtime.Engine(_config())


@cache
def other_engine() -> wasmtime.Engine:
    """Another engine."""
    return wasmtime.Engine(_config())


@cache
def module() -> wasmtime.Module:
    """The module of every world."""
    return wasmtime.Module(engine(), WAT)


@cache
def other_module() -> wasmtime.Module:
    """The same module, compiled by the other engine."""
    return wasmtime.Module(other_engine(), WAT)


@cache
def plain_objects() -> dict[str, Any]:
    """What wasmtime's own classes make."""
    config = plain.Config()
    config.wasm_exceptions = True
    config.shared_memory = True
    maker = plain.Engine(config)
    store = plain.Store(maker)
    i32 = plain.ValType.i32()
    limits = plain.Limits(1, 2)
    return {
        "engine": maker,
        "store": store,
        "module": plain.Module(maker, "(module)"),
        "linker": plain.Linker(maker),
        "instance": plain.Instance(store, plain.Module(maker, "(module)"), []),
        "func": plain.Func(store, plain.FuncType([], []), lambda: None),
        "memory": plain.Memory(store, plain.MemoryType(limits)),
        "table": plain.Table(store, plain.TableType(plain.ValType.funcref(), limits), None),
        "global": plain.Global(store, plain.GlobalType(i32, True), 1),
        "valtype": i32,
        "functype": plain.FuncType([i32], []),
        "limits": limits,
        "config": plain.Config(),
        "wasi": plain.WasiConfig(),
        "val": plain.Val.i32(1),
    }


_elsewhere = ThreadPoolExecutor(1, thread_name_prefix="elsewhere")


def elsewhere(act: Callable[..., Any], *arguments: Any) -> Any:
    """What `act` gives on another thread, which lives as long as the examples."""
    return _elsewhere.submit(act, *arguments).result()


class World:
    """`store` is the one that the example is about; `other` shares its engine, `foreign` not."""

    def __init__(self) -> None:
        # What the host functions do; an example puts its own in.
        self.call: Callable[..., Any] = lambda number: number
        self.pair: Callable[..., Any] = lambda: (1, 2.0)
        self.thing: Callable[..., Any] = lambda thing: thing
        self.data = object()
        self.store = wasmtime.Store(engine(), self.data)
        self.linker, self.instance, self.exports = self._fill(self.store)
        self._strangers: dict[str, Any] = {}
        self._pin: Any = None
        self.before = self.state()

    def _fill(self, store: wasmtime.Store) -> tuple[Any, Any, Any]:
        store.set_fuel(10**9)
        store.set_limits(memory_size=1 << 22, table_elements=1000)
        i32, f64 = wasmtime.ValType.i32(), wasmtime.ValType.f64()
        reference = wasmtime.ValType.externref()
        linker = wasmtime.Linker(store.engine)
        kind = wasmtime.FuncType
        linker.define_func("host", "call", kind([i32], [i32]), lambda n: self.call(n))
        linker.define_func("host", "pair", kind([], [i32, f64]), lambda: self.pair())
        linker.define_func(
            "host", "thing", kind([reference], [reference]), lambda thing: self.thing(thing)
        )
        compiled = module() if store.engine is engine() else other_module()
        instance = linker.instantiate(store, compiled)
        return linker, instance, instance.exports(store)

    def stranger(self, name: str) -> Any:
        """`other` (its exports), `foreign` (of another engine), `closed`; made when asked for."""
        if name not in self._strangers:
            store = wasmtime.Store(other_engine() if name == "foreign" else engine())
            linker, instance, exports = self._fill(store)
            found = {"store": store, "linker": linker, "instance": instance, **dict(exports)}
            if name == "closed":
                store.close()
            self._strangers[name] = found
        return self._strangers[name]

    def pin(self) -> wasmtime.Pinned[wasmtime.Store]:
        """The pin of the store, which is then this thread's."""
        if self._pin is None:
            self._pin = wasmtime.Pinned(self.store)
        found: wasmtime.Pinned[wasmtime.Store] = self._pin
        return found

    def in_callback(self, use: Callable[[wasmtime.Caller], Any]) -> Any:
        """Run `use` with a Caller, inside a host function of the store."""
        results: list[Any] = []
        linker = wasmtime.Linker(engine())
        linker.define_func(
            "", "", wasmtime.FuncType([], []), lambda c: results.append(use(c)), access_caller=True
        )
        wat = """(module (import "" "" (func)) (memory (export "memory") 1)
          (func (export "run") call 0))"""
        instance = linker.instantiate(self.store, _calling(wat))
        instance.exports(self.store)["run"](self.store)
        return results[0]

    def stale_caller(self) -> wasmtime.Caller:
        """A Caller whose host function has returned."""
        caller: wasmtime.Caller = self.in_callback(lambda caller: caller)
        return caller

    def state(self) -> Any:
        """What the memory, the globals and the tables hold."""
        store, exports = self.store, self.exports
        memory = exports["memory"]
        return (
            bytes(memory.read(store)),
            memory.size(store),
            [_shown(exports[name].value(store)) for name in _GLOBALS],
            [
                [_shown(exports[name].get(store, i)) for i in range(exports[name].size(store))]
                for name in ("functions", "things")
            ],
        )

    def check(self, refused: bool) -> None:
        """The store works on, here and on another thread; refused operations changed nothing."""
        assert here.raised is None
        assert here.entrant is here.thread
        if self.store._region is not None and self.store._region.closed_at is not None:
            # A hostile argument closed it.
            try:
                self.exports["add"](self.store, 1, 2)
            except ClosedError:
                return
            raise AssertionError("a closed store was used")
        add = self.exports["add"]
        assert add(self.store, 1, 2) == 3
        custody = self.store._region.custody  # type: ignore[union-attr]
        if custody is None or custody.tenure is None:
            assert elsewhere(add, self.store, 3, 4) == 7
        else:
            self._expect_ours(add)
        if refused:
            assert self.state() == self.before

    def _expect_ours(self, add: Any) -> None:
        try:
            elsewhere(add, self.store, 3, 4)
        except WrongThreadError:
            return
        raise AssertionError("a pinned store was used by another thread")


_GLOBALS = ("i32", "i64", "f32", "f64", "reference", "function", "constant")


def _shown(value: Any) -> Any:
    """A value as something that compares: functions by kind, NaN by name, objects by identity."""
    if isinstance(value, wasmtime.Func):
        return "function"
    if isinstance(value, float) and math.isnan(value):
        return "nan"
    if value is None or type(value) in (int, float):
        return value
    return id(value)


@cache
def _calling(wat: str) -> wasmtime.Module:
    return wasmtime.Module(engine(), wat)
