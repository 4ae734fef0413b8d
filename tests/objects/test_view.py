from __future__ import annotations

import copy
import gc
import pickle
import sys
import threading
import weakref
from collections.abc import Iterator
from typing import Any

import numpy
import pytest

import safestore as wasmtime
from safestore.errors import BorrowError, MisuseError, StoreBusyError

from .guests import exports, host, movable

PAGE = 65536


@pytest.fixture
def memory(store: wasmtime.Store) -> wasmtime.Memory:
    made = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 3)))
    made.write(store, b"0123456789")
    return made


@pytest.fixture
def view(store: wasmtime.Store, memory: wasmtime.Memory) -> Iterator[wasmtime.MemoryView]:
    with memory.view(store, 0, 10) as made:
        yield made


class TestBytes:
    def test_reading(self, view: wasmtime.MemoryView) -> None:
        assert (view[0], view[9]) == (ord("0"), ord("9"))
        assert len(view) == view.nbytes == 10
        assert view.tobytes() == bytes(view) == b"0123456789"
        assert list(view) == list(b"0123456789")
        assert view == b"0123456789"
        assert view == bytearray(b"0123456789")
        assert view != b"other"
        assert ord("3") in view

    def test_slices(self, view: wasmtime.MemoryView) -> None:
        assert view[2:5] == b"234"
        assert view[:] == b"0123456789"
        assert view[::3] == b"0369"
        assert view[::-1] == b"9876543210"
        assert view[5:2] == b""
        assert view[2:8][1:3] == b"34"
        assert isinstance(view[2:5], wasmtime.MemoryView)

    def test_writing(
        self, store: wasmtime.Store, memory: wasmtime.Memory, view: wasmtime.MemoryView
    ) -> None:
        view[0] = ord("a")
        view[1:3] = b"bc"
        view[3:5][0] = ord("d")
        view[5:7] = view[7:9]
        view[7:9] = numpy.frombuffer(b"xy", numpy.uint8)
        assert memory.read(store, 0, 10) == b"abcd478xy9"[:3] + b"d478xy9"

    def test_integers(self, view: wasmtime.MemoryView) -> None:
        assert view[numpy.int64(1)] == view[True] == ord("1")
        view[True] = numpy.uint8(7)
        view[2] = True
        assert view[0:3] == b"0\7\1"

    @pytest.mark.parametrize(
        "index", [-1, 10, 2**70, slice(-1, None), slice(0, 11), slice(11, None), slice(0, -1)]
    )
    def test_outside(self, view: wasmtime.MemoryView, index: Any) -> None:
        with pytest.raises(IndexError):
            view[index]
        with pytest.raises(IndexError):
            view[index] = b"" if isinstance(index, slice) else 0
        assert view == b"0123456789"

    @pytest.mark.parametrize("index", ["0", 1.0, None, (0, 1), b"", slice("a"), slice(0.5, None)])
    def test_what_is_no_index(self, view: wasmtime.MemoryView, index: Any) -> None:
        with pytest.raises(TypeError):
            view[index]
        with pytest.raises(TypeError):
            view[index] = 1

    @pytest.mark.parametrize("value", [-1, 256, 2**70])
    def test_what_is_no_byte(self, view: wasmtime.MemoryView, value: int) -> None:
        with pytest.raises((ValueError, OverflowError)):
            view[0] = value
        assert view[0] == ord("0")

    @pytest.mark.parametrize("value", ["a", 1.0, None, b"a"])
    def test_other_types(self, view: wasmtime.MemoryView, value: Any) -> None:
        with pytest.raises(TypeError):
            view[0] = value

    @pytest.mark.parametrize("value", [b"", b"a", b"abc"])
    def test_a_slice_keeps_its_length(self, view: wasmtime.MemoryView, value: bytes) -> None:
        with pytest.raises(ValueError):
            view[0:2] = value
        assert view == b"0123456789"


class TestLife:
    def test_it_ends_with_its_block(self, store: wasmtime.Store, memory: wasmtime.Memory) -> None:
        with memory.view(store) as view:
            part = view[1:3]
            assert not view.released
        assert view.released
        assert part.released
        for use in (
            lambda: view[0],
            lambda: part[0],
            lambda: len(view),
            view.tobytes,
            lambda: list(view),
            lambda: view == b"",
            lambda: view.nbytes,
            view.__enter__,
        ):
            with pytest.raises(BorrowError, match=r"ended at test_view\.py:\d+ on MainThread"):
                use()
        with pytest.raises(BorrowError):
            view[0] = 1
        assert "ended" in repr(view)
        view.release()

    def test_release(self, store: wasmtime.Store, memory: wasmtime.Memory) -> None:
        view = memory.view(store)
        view.release()
        view.release()
        with pytest.raises(BorrowError):
            view[0]

    def test_what_the_block_raises(self, store: wasmtime.Store, memory: wasmtime.Memory) -> None:
        with pytest.raises(KeyError), memory.view(store) as view:
            raise KeyError
        assert view.released

    def test_it_keeps_the_memory(self, engine: wasmtime.Engine) -> None:
        store = wasmtime.Store(engine)
        memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1)))
        memory.write(store, b"kept")
        with memory.view(store) as view:
            store.close()
            del store, memory
            gc.collect()
            assert view[0:4] == b"kept"
            view[0] = 1

    def test_arrays_outlive_it(self, engine: wasmtime.Engine) -> None:
        store = wasmtime.Store(engine)
        memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1)))
        memory.write(store, b"kept")
        with memory.view(store, 0, 4) as view:
            numbers = numpy.frombuffer(view, numpy.uint8)
            plain = memoryview(view).cast("B")
        store.close()
        del store, memory, view
        gc.collect()
        assert numbers.tobytes() == bytes(plain) == b"kept"
        numbers[0] = 0
        assert plain[0] == 0

    def test_the_store_goes_with_the_last_of_them(self, engine: wasmtime.Engine) -> None:
        class Data:
            pass

        data = Data()
        gone = weakref.ref(data)
        store = wasmtime.Store(engine, data)
        memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1)))
        view = memory.view(store)
        numbers = numpy.frombuffer(view, numpy.uint8)
        view.release()
        store.close()
        del data, store, memory, view
        gc.collect()
        assert gone() is not None
        del numbers
        gc.collect()
        assert gone() is None

    def test_it_is_not_copied(self, view: wasmtime.MemoryView) -> None:
        for attempt in (copy.copy, copy.deepcopy, pickle.dumps):
            with pytest.raises(TypeError):
                attempt(view)
        with pytest.raises(TypeError):
            hash(view)

    def test_it_is_not_made(self) -> None:
        with pytest.raises(TypeError, match=r"memory\.view"):
            wasmtime.MemoryView()
        with pytest.raises(ValueError, match="never initialized"):
            wasmtime.MemoryView.__new__(wasmtime.MemoryView).tobytes()


class TestMovable:
    @pytest.fixture
    def moving(self) -> tuple[wasmtime.Store, wasmtime.Memory]:
        store = wasmtime.Store(movable())
        memory = wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 100)))
        return store, memory

    def test_it_is_in_the_way_until_its_block_ends(
        self, moving: tuple[wasmtime.Store, wasmtime.Memory]
    ) -> None:
        store, memory = moving
        with memory.view(store) as view:
            with pytest.raises(BorrowError, match="`with` block"):
                memory.grow(store, 1)
            view[0] = 1
        assert memory.grow(store, 1) == 1

    def test_slices_and_nested_views(self, moving: tuple[wasmtime.Store, wasmtime.Memory]) -> None:
        store, memory = moving
        with memory.view(store) as one:
            with memory.view(store, 0, 4) as two:
                two[0] = 7
                assert one[0] == 7
            with pytest.raises(BorrowError):
                memory.grow(store, 1)
        assert memory.grow(store, 1) == 1

    @pytest.mark.skipif(
        sys.version_info < (3, 12), reason="before 3.12 only a memory that stays exports buffers"
    )
    def test_an_array_goes_on_being_in_the_way(
        self, moving: tuple[wasmtime.Store, wasmtime.Memory]
    ) -> None:
        store, memory = moving
        with memory.view(store) as view:
            plain = memoryview(view)
        with pytest.raises(BorrowError):
            memory.grow(store, 1)
        plain[0] = 9
        plain.release()
        del plain
        assert memory.grow(store, 1) == 1
        assert memory.read(store, 0, 1) == b"\x09"

    @pytest.mark.parametrize("form", range(8))
    def test_an_index_that_ends_the_view_and_grows(
        self, moving: tuple[wasmtime.Store, wasmtime.Memory], form: int
    ) -> None:
        store, memory = moving
        view = memory.view(store)

        class Index:
            def __index__(self) -> int:
                view.release()
                memory.grow(store, 90)
                return 5

        uses: list[Any] = [
            lambda: view[Index()],
            lambda: view.__setitem__(Index(), 1),
            lambda: view.__setitem__(1, Index()),
            lambda: view[Index() : 10],
            lambda: view[0 : Index()],
            lambda: view[0 : 5 : Index()],
            lambda: view.__setitem__(slice(0, Index()), b"12345"),
            lambda: view.__setitem__(slice(Index(), 6), b"1"),
        ]
        with pytest.raises((BorrowError, ValueError)):
            uses[form]()
        assert memory.size(store) == 91
        assert memory.read(store) == bytes(91 * PAGE)


class TestThreads:
    def test_it_is_refused_while_another_thread_is_inside(self, store: wasmtime.Store) -> None:
        inside, leave = threading.Event(), threading.Event()

        def park() -> None:
            inside.set()
            assert leave.wait(30)

        found = exports(
            store,
            """(module (import "" "" (func)) (memory (export "memory") 1)
              (func (export "run") (call 0)))""",
            host(store, park),
        )
        view = found["memory"].view(store)
        thread = threading.Thread(target=found["run"], args=(store,))
        thread.start()
        try:
            assert inside.wait(30)
            for use in (
                lambda: view[0],
                lambda: view[0:2],
                lambda: view.__setitem__(0, 1),
                lambda: view.__setitem__(slice(0, 1), b"1"),
                view.tobytes,
                lambda: list(view),
                lambda: view == b"",
            ):
                with pytest.raises(StoreBusyError, match="another thread is inside"):
                    use()
            # What needs no bytes works.
            assert len(view) == PAGE
            assert not view.released
        finally:
            leave.set()
            thread.join()
        assert view[0] == 0

    def test_it_may_be_used_on_another_thread(self, view: wasmtime.MemoryView) -> None:
        seen: list[Any] = []

        def look() -> None:
            try:
                seen.append(view[0])
                view[0] = 65
            except MisuseError as error:
                seen.append(error)

        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
        assert seen == [ord("0")]
        assert view[0] == 65

    def test_in_a_host_function(self, store: wasmtime.Store, view: wasmtime.MemoryView) -> None:
        def touch(caller: wasmtime.Caller) -> None:
            view[0] = 66

        host(store, touch, caller=True)(store)
        assert view[0] == 66
