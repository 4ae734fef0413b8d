"""Finalizers that use what is collected together with them.

When a cycle is collected, CPython runs every finalizer in it before it frees anything, and a native
object that was freed by one of them would be used by the next. In processes of their own.
"""

from __future__ import annotations

import pytest

from .guests import run_program

_PROGRAM = """
import gc, sys
import safestore as wasmtime
from safestore.errors import ClosedError, MisuseError
from tests.objects.guests import EXTERNREF, I32, NOTHING, configured, exports, host

when, *names = sys.argv[1:]
WAT = '''(module (import "" "" (func $host (result i32))) (memory (export "memory") 1)
  (table (export "table") 2 externref) (global (export "global") (mut i32) (i32.const 5))
  (func (export "pure") (result i32) (i32.const 7))
  (func (export "callback") (result i32) (call $host)))'''
SHARED = wasmtime.MemoryType(wasmtime.Limits(1, 2), shared=True)
kept, seen = [], []


class Cycle:
    def __init__(self):
        self.engine = configured(shared_memory=True, wasm_threads=True)
        self.store = wasmtime.Store(self.engine, self)
        self.exports = exports(self.store, WAT, host(self.store, lambda: 6, [], [I32]))
        self.exports["pure"](self.store)
        self.module = wasmtime.Module(self.engine, "(module)")
        self.linker = wasmtime.Linker(self.engine)
        self.linker.define_func("", "", NOTHING, lambda: self)
        self.pre = self.linker.instantiate_pre(self.module)
        self.config = wasmtime.Config()
        self.wasi = wasmtime.WasiConfig()
        self.wasi.stdout_custom = lambda data: self
        self.shared = wasmtime.SharedMemory(self.engine, SHARED)
        self.view = self.exports["memory"].view(self.store) if name == "view" else None
        for each in (self.engine, self.store, self.module, self.linker, self.pre, self.config,
                     self.wasi, self.shared):
            each.cycle = self


def use(cycle):
    store, found = cycle.store, cycle.exports
    if name == "pure":
        assert found["pure"](store) == 7
    elif name == "callback":
        assert found["callback"](store) == 6
    elif name == "memory":
        found["memory"].write(store, b"abc")
        assert found["memory"].read(store, 0, 3) == b"abc"
        assert found["memory"].grow(store, 1) == 1
    elif name == "table":
        found["table"].set(store, 0, cycle)
        assert found["table"].get(store, 0) is cycle
    elif name == "global":
        assert found["global"].value(store) == 5
    elif name == "view":
        cycle.view[0] = 9
        assert cycle.view[0] == 9
    elif name == "type":
        found["callback"].type(store)
        found["memory"].type(store)
    elif name == "instance":
        exports(store, "(module (memory 1))")
    elif name == "gc":
        store.gc()
        assert store.data() is cycle
    elif name == "close":
        store.close()
        store.close()
    elif name == "module":
        assert cycle.module.exports == []
        assert cycle.module.serialize()
        wasmtime.Instance(store, cycle.module, [])
    elif name == "engine":
        wasmtime.Module(cycle.engine, WAT)
        wasmtime.Store(cycle.engine)
        cycle.engine.increment_epoch()
    elif name == "linker":
        cycle.linker.define_func("a", "b", NOTHING, print)
        cycle.linker.instantiate(store, cycle.module)
    elif name == "pre":
        cycle.pre.instantiate(store)
    elif name == "config":
        cycle.config.consume_fuel = True
        wasmtime.Engine(cycle.config)
    elif name == "wasi":
        store.set_wasi(cycle.wasi)
    elif name == "shared":
        cycle.shared.grow(1)
        cycle.shared.data_ptr()[0] = 1


class Finalizer:
    def __del__(self):
        cycle = self.cycle
        if when == "resurrected":
            kept.append(cycle)
            return
        try:
            use(cycle)
        except MisuseError as error:
            seen.append(type(error).__name__)
        else:
            seen.append("fine")


def make():
    # A finalizer that is older, and one that is younger, than what it uses.
    first = Finalizer()
    cycle = Cycle()
    last = Finalizer()
    first.cycle = last.cycle = cycle
    cycle.first, cycle.last = first, last


for name in names:
    print(name, end=": ", flush=True)
    seen.clear()
    for _ in range(2):
        make()
        gc.collect()
        [bytearray(1000) for _ in range(1000)]
    if when == "resurrected":
        assert kept
        # Both finalizers kept it.
        for cycle in {id(cycle): cycle for cycle in kept}.values():
            try:
                use(cycle)
            except MisuseError as error:
                seen.append(type(error).__name__)
            else:
                seen.append("fine")
        del cycle
        kept.clear()
        gc.collect()
    print(*sorted(set(seen)), flush=True)
"""

_USES = (
    "callback",
    "close",
    "config",
    "engine",
    "gc",
    "global",
    "instance",
    "linker",
    "memory",
    "module",
    "pre",
    "pure",
    "shared",
    "table",
    "type",
    "view",
    "wasi",
)


@pytest.mark.parametrize("when", ["collected", "resurrected"])
def test_in_a_cycle(when: str) -> None:
    """It works, or it is refused for being closed or collected: the process lives."""
    lines = run_program(_PROGRAM, when, *_USES).splitlines()
    assert len(lines) == len(_USES)
    for line in lines:
        _, _, seen = line.partition(": ")
        assert seen, line
        assert set(seen.split()) <= {"fine", "ClosedError", "MisuseError"}, line
