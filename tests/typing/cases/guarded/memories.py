"""A view of a memory, and what may be read and written."""

from typing_extensions import assert_type

import safestore as wasmtime


def a_view(store: wasmtime.Store, memory: wasmtime.Memory) -> None:
    with memory.view(store) as view:
        assert_type(view, wasmtime.MemoryView)
        assert_type(view[0], int)
        assert_type(view[0:4], wasmtime.MemoryView)
        assert_type(view.tobytes(), bytes)
        assert_type(len(view), int)
        assert_type(list(view), list[int])
        view[0] = 1
        view[0:2] = b"hi"
        view["a"]  # type: ignore[call-overload]
    memory.view(store, offset=4, size=2)
    memory.view(store, "4")  # type: ignore[arg-type]
    memory.view()  # type: ignore[call-arg]
    wasmtime.MemoryView(b"abc")  # type: ignore[call-arg]


def reading_and_writing(store: wasmtime.Store, memory: wasmtime.Memory) -> None:
    assert_type(memory.read(store, 0, 4), bytearray)
    assert_type(memory.write(store, b"abc"), int)
    memory.write(store, bytearray(b"abc"), 4)
    memory.write(store, memoryview(b"abc"))
    memory.write(store, [1, 2, 3])
    memory.write(store, 3)  # type: ignore[arg-type]
    memory.write(store, "abc")  # type: ignore[arg-type]
    memory.read(0, 4)  # type: ignore[arg-type]
    assert_type(memory.size(store), int)
    assert_type(memory.grow(store, 1), int)
    assert_type(memory.data_len(store), int)


def a_shared_memory(engine: wasmtime.Engine, ty: wasmtime.MemoryType) -> None:
    memory = wasmtime.SharedMemory(engine, ty)
    assert_type(memory.size(), int)
    wasmtime.SharedMemory(engine, 1)  # type: ignore[arg-type]
    memory.size(engine)  # type: ignore[call-arg]
