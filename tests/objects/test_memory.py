from __future__ import annotations

import array
import gc
import threading
import weakref
from typing import Any

import numpy
import pytest

import safestore as wasmtime
from safestore.errors import BorrowError, ClosedError, ForeignStoreError

from .guests import configured, exports, host, movable

PAGE = 65536


@pytest.fixture
def memory(store: wasmtime.Store) -> wasmtime.Memory:
    return wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 3)))


class TestRead:
    def test_all_of_it(self, store: wasmtime.Store, memory: wasmtime.Memory) -> None:
        assert memory.read(store) == bytearray(PAGE)
        assert type(memory.read(store)) is bytearray

    @pytest.mark.parametrize(
        ("start", "stop"),
        [
            (0, 4),
            (2, None),
            (None, 4),
            (None, None),
            (-4, None),
            (-4, -2),
            (3, 1),
            (PAGE, None),
            (PAGE - 2, PAGE + 10),
            (PAGE + 1, PAGE + 2),
            (0, 2**70),
            (2**70, 2**71),
            (-PAGE, -PAGE + 2),
            (True, False),
            (numpy.int64(1), numpy.uint8(3)),
        ],
    )
    def test_means_what_a_slice_means(
        self, store: wasmtime.Store, memory: wasmtime.Memory, start: Any, stop: Any
    ) -> None:
        octets = bytearray(range(256)) * 256
        memory.write(store, octets)
        assert memory.read(store, start, stop) == octets[start:stop]

    @pytest.mark.parametrize("start", [-PAGE - 1, -(2**70)])
    def test_before_the_start(
        self, store: wasmtime.Store, memory: wasmtime.Memory, start: int
    ) -> None:
        with pytest.raises(IndexError, match="before the memory"):
            memory.read(store, start)
        with pytest.raises(IndexError, match="before the memory"):
            memory.read(store, 0, start)

    @pytest.mark.parametrize("bound", ["a", 1.0, b"", [], 1j])
    def test_what_is_no_integer(
        self, store: wasmtime.Store, memory: wasmtime.Memory, bound: Any
    ) -> None:
        with pytest.raises(TypeError):
            memory.read(store, bound)
        with pytest.raises(TypeError):
            memory.read(store, 0, bound)

    def test_a_copy(self, store: wasmtime.Store, memory: wasmtime.Memory) -> None:
        copy = memory.read(store, 0, 4)
        copy[0] = 9
        copy.extend(b"more")
        assert memory.read(store, 0, 4) == bytes(4)


class TestWrite:
    @pytest.mark.parametrize(
        ("value", "octets"),
        [
            (b"abc", b"abc"),
            (bytearray(b"abc"), b"abc"),
            (memoryview(b"abcdef")[::2], b"ace"),
            ([1, 2, 3], b"\1\2\3"),
            ((i for i in (1, 2, 3)), b"\1\2\3"),
            (range(3), b"\0\1\2"),
            (array.array("H", [1, 2]), array.array("H", [1, 2]).tobytes()),
            (numpy.arange(3, dtype=numpy.uint8), b"\0\1\2"),
            (numpy.array([1.5]), numpy.array([1.5]).tobytes()),
        ],
    )
    def test_what_is_made_of_bytes(
        self, store: wasmtime.Store, memory: wasmtime.Memory, value: Any, octets: bytes
    ) -> None:
        assert memory.write(store, value, 8) == len(octets)
        assert memory.read(store, 8, 8 + len(octets)) == octets

    def test_a_view_of_another_memory(self, store: wasmtime.Store, memory: wasmtime.Memory) -> None:
        source = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, None)))
        source.write(store, b"abc")
        with source.view(store, 0, 3) as view:
            assert memory.write(store, view, 1) == 3
        assert memory.read(store, 0, 5) == b"\0abc\0"

    def test_a_view_of_itself(self, store: wasmtime.Store, memory: wasmtime.Memory) -> None:
        memory.write(store, b"abc")
        with memory.view(store, 0, 3) as view:
            memory.write(store, view, 1)
        assert memory.read(store, 0, 4) == b"aabc"

    @pytest.mark.parametrize("value", [5, True, "abc", None, numpy.int8(3), numpy.array(3), 1.5])
    def test_what_is_not(self, store: wasmtime.Store, memory: wasmtime.Memory, value: Any) -> None:
        with pytest.raises(TypeError):
            memory.write(store, value)
        assert memory.read(store) == bytearray(PAGE)

    def test_what_is_no_byte(self, store: wasmtime.Store, memory: wasmtime.Memory) -> None:
        with pytest.raises(ValueError):
            memory.write(store, [1, 256])
        with pytest.raises(TypeError):
            memory.write(store, [1, "a"])  # type: ignore[list-item]
        assert memory.read(store, 0, 2) == b"\0\0"

    @pytest.mark.parametrize("start", [None, 0, 5, PAGE - 3, -3, -PAGE])
    def test_where(self, store: wasmtime.Store, memory: wasmtime.Memory, start: int | None) -> None:
        assert memory.write(store, b"abc", start) == 3
        at = (start or 0) % PAGE
        assert memory.read(store, at, at + 3) == b"abc"
        assert sum(memory.read(store)) == sum(b"abc")

    @pytest.mark.parametrize("start", [PAGE - 2, PAGE, -2, -PAGE - 1, 2**32, 2**64, -(2**70)])
    def test_what_does_not_fit(
        self, store: wasmtime.Store, memory: wasmtime.Memory, start: int
    ) -> None:
        with pytest.raises(IndexError):
            memory.write(store, b"abc", start)
        assert memory.read(store) == bytearray(PAGE)

    def test_too_much(self, store: wasmtime.Store, memory: wasmtime.Memory) -> None:
        with pytest.raises(IndexError):
            memory.write(store, bytes(PAGE + 1))

    def test_what_is_written_cannot_change_meanwhile(
        self, store: wasmtime.Store, memory: wasmtime.Memory
    ) -> None:
        """A bytearray that another thread resizes all the time: all or nothing is written."""
        shared = bytearray(b"\1" * 1000)
        stop = threading.Event()

        def resize() -> None:
            while not stop.is_set():
                try:
                    shared.extend(b"\1" * 100_000)
                    del shared[1000:]
                except BufferError:
                    pass

        thread = threading.Thread(target=resize)
        thread.start()
        try:
            for _ in range(300):
                try:
                    memory.write(store, shared, PAGE - 1000)
                except IndexError:
                    continue
                assert memory.read(store, PAGE - 1000) == b"\1" * 1000
        finally:
            stop.set()
            thread.join()


class TestSize:
    def test_pages_and_bytes(self, store: wasmtime.Store, memory: wasmtime.Memory) -> None:
        assert (memory.size(store), memory.data_len(store)) == (1, PAGE)
        assert memory.grow(store, 2) == 1
        assert (memory.size(store), memory.data_len(store)) == (3, 3 * PAGE)
        assert memory.grow(store, 0) == 3

    @pytest.mark.parametrize("delta", [3, 2**32, 2**63, 2**64 - 1, -1, -(2**70)])
    def test_too_far(self, store: wasmtime.Store, memory: wasmtime.Memory, delta: int) -> None:
        with pytest.raises(wasmtime.WasmtimeError):
            memory.grow(store, delta)
        assert memory.size(store) == 1

    def test_beyond_64_bits(self, store: wasmtime.Store, memory: wasmtime.Memory) -> None:
        with pytest.raises(OverflowError):
            memory.grow(store, 2**64)

    def test_its_type(self, store: wasmtime.Store, memory: wasmtime.Memory) -> None:
        assert memory.type(store) == wasmtime.MemoryType(wasmtime.Limits(1, 3))
        memory.grow(store, 1)
        assert memory.type(store).limits == wasmtime.Limits(1, 3)
        assert (memory.page_size(store), memory.page_size_log2(store)) == (PAGE, 16)

    def test_custom_pages(self) -> None:
        store = wasmtime.Store(configured(wasm_custom_page_sizes=True))
        kind = wasmtime.MemoryType(wasmtime.Limits(5, 9), page_size_log2=0)
        memory = wasmtime.Memory(store, kind)
        assert (memory.size(store), memory.data_len(store)) == (5, 5)
        assert (memory.page_size(store), memory.page_size_log2(store)) == (1, 0)
        assert memory.grow(store, 4) == 5
        memory.write(store, b"123456789")
        assert bytes(memory.get_buffer_ptr(store)) == b"123456789"

    def test_a_memory_without_bytes(self, store: wasmtime.Store) -> None:
        memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(0, 0)))
        assert memory.read(store) == b""
        assert bytes(memory.get_buffer_ptr(store)) == b""
        assert memory.view(store).tobytes() == b""
        for use in (
            lambda: memory.write(store, b"x"),
            lambda: memory.data_ptr(store)[0],
            lambda: memory.data_ptr(store).contents,
            lambda: memory.get_buffer_ptr(store, 1),
        ):
            with pytest.raises(IndexError):
                use()

    def test_a_shared_type_is_for_shared_memories(self, store: wasmtime.Store) -> None:
        kind = wasmtime.MemoryType(wasmtime.Limits(1, 2), shared=True)
        with pytest.raises(wasmtime.WasmtimeError, match="SharedMemory"):
            wasmtime.Memory(store, kind)


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
            with pytest.raises(BorrowError, match=r"test_memory\.py:\d+"):
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


class TestRefusals:
    def test_another_store(
        self, store: wasmtime.Store, other: wasmtime.Store, memory: wasmtime.Memory
    ) -> None:
        for use in (
            memory.size,
            memory.read,
            memory.data_ptr,
            memory.get_buffer_ptr,
            memory.view,
            memory.type,
            memory.data_len,
            memory.page_size,
            lambda s: memory.write(s, b"x"),
            lambda s: memory.grow(s, 1),
        ):
            with pytest.raises(ForeignStoreError, match=r"made at test_memory\.py|conftest"):
                use(other)

    def test_a_closed_store(self, engine: wasmtime.Engine) -> None:
        store = wasmtime.Store(engine)
        memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, None)))
        store.close()
        for use in (memory.size, memory.read, memory.data_ptr, memory.view, memory.type):
            with pytest.raises(ClosedError):
                use(store)

    @pytest.mark.parametrize("given", [None, 1, "store", object(), wasmtime.Engine])
    def test_what_is_no_store(self, memory: wasmtime.Memory, given: Any) -> None:
        with pytest.raises(TypeError, match="expected a Store"):
            memory.size(given)

    def test_a_handle_is_no_store(self, store: wasmtime.Store, memory: wasmtime.Memory) -> None:
        """It has a region too, but no memory of the store."""
        for use in (memory.size, memory.read, memory.view):
            with pytest.raises(TypeError, match="expected a Store, got Memory"):
                use(memory)  # type: ignore[arg-type]

    def test_bytes_that_lie_about_their_length(
        self, store: wasmtime.Store, memory: wasmtime.Memory
    ) -> None:
        class Lying(bytes):
            def __len__(self) -> int:
                return 60_000

        class Made:
            def __bytes__(self) -> bytes:
                return Lying(b"x")

        assert memory.write(store, Lying(b"x")) == 1
        with pytest.raises(TypeError):
            memory.write(store, Made())  # type: ignore[arg-type]
        assert memory.read(store, 1) == bytes(PAGE - 1)
