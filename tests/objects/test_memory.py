from __future__ import annotations

import array
import threading
from typing import Any

import numpy
import pytest

import safestore as wasmtime
from safestore.errors import ClosedError, ForeignStoreError

from .guests import configured

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

    @pytest.mark.parametrize("start", [PAGE - 2, PAGE - 1])
    def test_what_does_not_fit_a_memory_that_was_met_before(
        self, store: wasmtime.Store, memory: wasmtime.Memory, start: int
    ) -> None:
        """Its size is known then, and the way is a shorter one."""
        assert memory.write(store, b"abc", PAGE - 3) == 3
        with pytest.raises(IndexError):
            memory.write(store, b"xyz", start)
        assert memory.read(store, PAGE - 3) == b"abc"

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
