from __future__ import annotations

import gc
import sys
import weakref
from typing import Any

import numpy
import pytest

import safestore as wasmtime
from safestore.errors import BorrowError

from .guests import configured, exports, host, movable

PAGE = 65536


@pytest.fixture
def memory(store: wasmtime.Store) -> wasmtime.Memory:
    return wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 3)))


class TestPointers:
    """V1 and V2: bounded, and alive as long as anybody looks."""

    def test_numpy(self, store: wasmtime.Store, memory: wasmtime.Memory) -> None:
        numbers = numpy.frombuffer(memory.get_buffer_ptr(store, 16, 8), numpy.uint32)
        numbers[:] = 7
        assert memory.read(store, 8, 24) == numbers.tobytes()
        memory.write(store, b"\1\0\0\0", 8)
        assert numbers[0] == 1

    def test_the_memory_outlives_its_store(self, engine: wasmtime.Engine) -> None:
        store = wasmtime.Store(engine)
        memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, None)))
        memory.write(store, b"still here")
        numbers = numpy.frombuffer(memory.get_buffer_ptr(store), numpy.uint8)
        pointer = memory.data_ptr(store)
        store.close()
        del store, memory
        gc.collect()
        more = [wasmtime.Store(engine) for _ in range(20)]
        assert numbers[:10].tobytes() == b"still here"
        assert bytes(pointer[0:10]) == b"still here"
        numbers[:] = 1
        assert len(more) == 20

    def test_a_store_is_freed_when_the_last_pointer_is_gone(self, engine: wasmtime.Engine) -> None:
        data = _Marker()
        gone = weakref.ref(data)
        store = wasmtime.Store(engine, data)
        memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, None)))
        array_ = memory.get_buffer_ptr(store)
        store.close()
        del data, store, memory
        gc.collect()
        assert gone() is not None
        del array_
        gc.collect()
        assert gone() is None

    @pytest.mark.parametrize(
        ("size", "offset"),
        [
            (PAGE + 1, 0),
            (1, PAGE),
            (None, PAGE + 1),
            (-1, 0),
            (1, -1),
            (2**64, 2**64),
            (2**70, -(2**70)),
            (0, -1),
        ],
    )
    def test_out_of_bounds(
        self, store: wasmtime.Store, memory: wasmtime.Memory, size: int | None, offset: int
    ) -> None:
        with pytest.raises(IndexError):
            memory.get_buffer_ptr(store, size, offset)
        with pytest.raises(IndexError):
            memory.view(store, offset, size)

    def test_data_ptr_knows_where_it_ends(
        self, store: wasmtime.Store, memory: wasmtime.Memory
    ) -> None:
        pointer = memory.data_ptr(store)
        pointer[5] = 7
        assert (pointer[5], memory.read(store, 5, 6)[0]) == (7, 7)
        assert pointer.contents.value == 0
        assert bytes(pointer[4:7]) == b"\0\7\0"
        for index in (PAGE, -1, 2**70, slice(0, PAGE + 1), slice(-1, None)):
            with pytest.raises(IndexError):
                pointer[index]
            with pytest.raises(IndexError):
                pointer[index] = 1

    def test_what_a_subclass_says_of_its_length(self, store: wasmtime.Store) -> None:
        class Boastful(wasmtime.Memory):
            def data_len(self, store: Any) -> int:
                return 1 << 40

        memory = Boastful(store, wasmtime.MemoryType(wasmtime.Limits(1, 1)))
        with pytest.raises(IndexError):
            memory.get_buffer_ptr(store, 10, 1 << 33)
        with pytest.raises(IndexError):
            memory.data_ptr(store)[PAGE]
        assert len(memory.view(store)) == PAGE


class _Marker:
    pass


class TestMovable:
    """V3: while something is lent out of a memory that may move, nothing moves it."""

    @pytest.fixture
    def moving(self) -> tuple[wasmtime.Store, Any]:
        store = wasmtime.Store(movable())
        wat = """(module (memory (export "memory") 1 100) (func (export "nop"))
          (func (export "grow") (drop (memory.grow (i32.const 1)))))"""
        return store, exports(store, wat)

    def test_growth_is_refused_until_the_buffer_is_gone(
        self, moving: tuple[wasmtime.Store, Any]
    ) -> None:
        store, found = moving
        memory = found["memory"]
        lent = memory.get_buffer_ptr(store)
        for use in (
            lambda: memory.grow(store, 1),
            lambda: found["grow"](store),
            lambda: found["nop"](store),
            lambda: exports(store, "(module)"),
        ):
            with pytest.raises(BorrowError, match=r"test_memory_lending\.py:\d+"):
                use()
        assert isinstance(BorrowError("x"), BufferError)
        # What moves nothing is not in the way.
        memory.write(store, b"abc")
        assert bytes(lent[0:3]) == memory.read(store, 0, 3) == b"abc"
        assert memory.size(store) == 1
        del lent
        found["grow"](store)
        assert memory.grow(store, 1) == 2

    def test_what_was_made_from_it_counts(self, moving: tuple[wasmtime.Store, Any]) -> None:
        store, found = moving
        numbers = numpy.frombuffer(found["memory"].get_buffer_ptr(store), numpy.uint8)
        part = numbers[10:20]
        del numbers
        with pytest.raises(BorrowError):
            found["grow"](store)
        del part
        found["grow"](store)

    def test_other_stores_go_on(self, moving: tuple[wasmtime.Store, Any]) -> None:
        store, found = moving
        lent = found["memory"].get_buffer_ptr(store)
        second = wasmtime.Store(store.engine)
        exports(second, '(module (memory 1 9) (func (export "f")))')["f"](second)
        assert lent[0] == 0

    def test_one_that_stays_where_it_is(self, store: wasmtime.Store) -> None:
        """Of a default memory; what was lent goes on showing the old length."""
        found = exports(
            store,
            """(module (memory (export "memory") 1)
              (func (export "grow") (drop (memory.grow (i32.const 1)))))""",
        )
        lent = found["memory"].get_buffer_ptr(store)
        found["grow"](store)
        found["memory"].grow(store, 100)
        found["memory"].write(store, b"seen")
        assert bytes(lent[0:4]) == b"seen"
        assert len(lent) == PAGE

    def test_one_with_a_fixed_size(self) -> None:
        store = wasmtime.Store(movable())
        memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(2, 2)))
        lent = memory.get_buffer_ptr(store)
        exports(store, '(module (func (export "f")))')["f"](store)
        assert lent[0] == 0

    def test_64_bits(self) -> None:
        """More than the reservation: it may move."""
        store = wasmtime.Store(configured(wasm_memory64=True))
        memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, None), is_64=True))
        lent = memory.get_buffer_ptr(store)
        with pytest.raises(BorrowError):
            memory.grow(store, 1)
        del lent
        assert memory.grow(store, 1) == 1
        bounded = wasmtime.MemoryType(wasmtime.Limits(1, 10), is_64=True)
        memory = wasmtime.Memory(store, bounded)
        lent = memory.get_buffer_ptr(store)
        assert memory.grow(store, 1) == 1
        assert lent[0] == 0

    def test_memories_that_must_not_move(self) -> None:
        store = wasmtime.Store(configured(memory_may_move=False, wasm_memory64=True))
        memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, None), is_64=True))
        lent = memory.get_buffer_ptr(store)
        assert memory.grow(store, 1) == 1
        assert lent[0] == 0

    def test_lent_in_a_host_function_and_kept(self) -> None:
        """The guest goes on after the host function, and might move the memory."""
        store = wasmtime.Store(movable())
        kept: list[Any] = []
        keep = host(store, lambda c: kept.append(c["memory"].get_buffer_ptr(c, 4)), caller=True)
        run = exports(
            store,
            """(module (import "" "" (func $keep)) (memory (export "memory") 1)
              (func (export "run") call $keep (drop (memory.grow (i32.const 100)))))""",
            keep,
        )["run"]
        with pytest.raises(BorrowError):
            run(store)
        assert kept[0][0] == 0
        kept.clear()

    def test_lent_in_a_host_function_and_given_back(self) -> None:
        store = wasmtime.Store(movable())
        seen: list[int] = []

        def look(caller: wasmtime.Caller) -> None:
            with caller["memory"].view(caller) as view:
                seen.append(view[0])

        run = exports(
            store,
            """(module (import "" "" (func $look)) (memory (export "memory") 1)
              (func (export "run") call $look (drop (memory.grow (i32.const 100)))))""",
            host(store, look, caller=True),
        )["run"]
        run(store)
        assert seen == [0]

    @pytest.mark.parametrize("how", ["read", "write"])
    def test_frames_that_outlive_their_functions(
        self, moving: tuple[wasmtime.Store, Any], how: str
    ) -> None:
        """A profiler, or a thread that is refused, may hold them: a copy lends nothing any more."""
        store, found = moving
        memory = found["memory"]
        frames: list[Any] = []
        sys.setprofile(lambda frame, event, argument: frames.append(frame))
        try:
            if how == "read":
                memory.read(store, 0, 4)
            else:
                memory.write(store, b"abcd")
        finally:
            sys.setprofile(None)
        assert len(frames) > 5
        assert memory.grow(store, 1) == 1
