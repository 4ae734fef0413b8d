from __future__ import annotations

import gc
import threading
from typing import Any

import pytest

import safestore as wasmtime
from safestore.errors import ClosedError, ForeignEngineError

from .guests import configured

PAGE = 65536
KIND = wasmtime.MemoryType(wasmtime.Limits(1, 4), shared=True)


@pytest.fixture(scope="module")
def sharing() -> wasmtime.Engine:
    return configured(shared_memory=True, wasm_threads=True)


def test_size_and_growth(sharing: wasmtime.Engine) -> None:
    memory = wasmtime.SharedMemory(sharing, KIND)
    assert (memory.size(), memory.data_len(), memory.type()) == (1, PAGE, KIND)
    assert memory.grow(2) == 1
    assert (memory.size(), memory.data_len()) == (3, 3 * PAGE)
    for delta in (2, 2**32, -1):
        with pytest.raises(wasmtime.WasmtimeError):
            memory.grow(delta)
    with pytest.raises(OverflowError):
        memory.grow(2**64)
    for wrong in (1.0, "1", None):
        with pytest.raises(TypeError):
            memory.grow(wrong)  # type: ignore[arg-type]
    assert memory.size() == 3


def test_bytes(sharing: wasmtime.Engine) -> None:
    memory = wasmtime.SharedMemory(sharing, KIND)
    pointer = memory.data_ptr()
    pointer[7] = 5
    assert memory.data_ptr()[7] == 5
    for index in (PAGE, -1, 2**70, slice(0, PAGE + 1)):
        with pytest.raises(IndexError):
            pointer[index]
    memory.grow(1)
    assert memory.data_ptr()[PAGE] == 0


def test_it_outlives_its_object(sharing: wasmtime.Engine) -> None:
    memory = wasmtime.SharedMemory(sharing, KIND)
    pointer = memory.data_ptr()
    pointer[0] = 9
    memory.close()
    with pytest.raises(ClosedError):
        memory.size()
    del memory
    gc.collect()
    assert [wasmtime.SharedMemory(sharing, KIND).data_len() for _ in range(9)] == [PAGE] * 9
    assert pointer[0] == 9


def test_of_other_engines_and_types(sharing: wasmtime.Engine) -> None:
    plain = wasmtime.MemoryType(wasmtime.Limits(1, 2))
    with pytest.raises(wasmtime.WasmtimeError, match="shared=True"):
        wasmtime.SharedMemory(sharing, plain)
    for engine, kind in ((None, KIND), (3, KIND), (sharing, None), (sharing, 3)):
        with pytest.raises(TypeError):
            wasmtime.SharedMemory(engine, kind)  # type: ignore[arg-type]
    memory = wasmtime.SharedMemory(sharing, KIND)
    store = wasmtime.Store(configured(shared_memory=True, wasm_threads=True))
    module = wasmtime.Module(store.engine, '(module (import "" "" (memory 1 4 shared)))')
    with pytest.raises(ForeignEngineError):
        wasmtime.Instance(store, module, [memory])
    with pytest.raises(ForeignEngineError):
        wasmtime.Linker(store.engine).define(store, "", "", memory)


def test_an_engine_without_them() -> None:
    with pytest.raises(wasmtime.WasmtimeError):
        wasmtime.SharedMemory(wasmtime.Engine(), KIND)


def test_counting_on_eight_threads(sharing: wasmtime.Engine) -> None:
    """One memory, a store for each thread, atomic additions: none is lost."""
    module = wasmtime.Module(
        sharing,
        """(module (import "" "" (memory 1 4 shared))
          (func (export "add") (param i32) (loop $again
            (drop (i32.atomic.rmw.add (i32.const 0) (i32.const 1)))
            (local.set 0 (i32.sub (local.get 0) (i32.const 1)))
            (br_if $again (local.get 0)))))""",
    )
    memory = wasmtime.SharedMemory(sharing, KIND)
    failed: list[BaseException] = []

    def work() -> None:
        try:
            store = wasmtime.Store(sharing)
            add: Any = wasmtime.Instance(store, module, [memory]).exports(store)["add"]
            for _ in range(10):
                add(store, 1000)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    memory.grow(1)
    for thread in threads:
        thread.join()
    assert not failed
    assert int.from_bytes(bytes(memory.data_ptr()[0:4]), "little") == 80_000
