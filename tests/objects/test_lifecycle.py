"""What all objects have in common: one life, one owner, no copies, and a repr in every state."""

from __future__ import annotations

import copy
import gc
import pickle
import threading
import weakref
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

import safestore as wasmtime
from safestore.errors import ClosedError

from .guests import EXTERNREF, FUNCREF, I32, NOTHING, configured

SHARED = wasmtime.MemoryType(wasmtime.Limits(1, 1), shared=True)
ENGINE = configured(shared_memory=True, wasm_threads=True, wasm_exceptions=True)

OWNERS: dict[str, Callable[[], Any]] = {
    "Config": wasmtime.Config,
    "Engine": wasmtime.Engine,
    "InstancePre": lambda: wasmtime.Linker(ENGINE).instantiate_pre(
        wasmtime.Module(ENGINE, "(module)")
    ),
    "Linker": lambda: wasmtime.Linker(ENGINE),
    "Module": lambda: wasmtime.Module(ENGINE, "(module)"),
    "SharedMemory": lambda: wasmtime.SharedMemory(ENGINE, SHARED),
    "Store": lambda: wasmtime.Store(ENGINE),
    "WasiConfig": wasmtime.WasiConfig,
}
HANDLES: dict[str, Callable[[wasmtime.Store], Any]] = {
    "Func": lambda store: wasmtime.Func(store, NOTHING, lambda: None),
    "Global": lambda store: wasmtime.Global(store, wasmtime.GlobalType(I32, True), 1),
    "Instance": lambda store: wasmtime.Instance(store, wasmtime.Module(ENGINE, "(module)"), []),
    "Memory": lambda store: wasmtime.Memory(store, wasmtime.MemoryType(wasmtime.Limits(1, 1))),
    "Table": lambda store: wasmtime.Table(
        store, wasmtime.TableType(FUNCREF, wasmtime.Limits(1, 1)), None
    ),
    "Tag": lambda store: wasmtime.Tag(store, wasmtime.TagType(NOTHING)),
}
ARGUMENTS: dict[str, tuple[Any, ...]] = {
    "Linker": (ENGINE,),
    "Module": (ENGINE, "(module)"),
    "SharedMemory": (ENGINE, SHARED),
}


@pytest.mark.parametrize("name", OWNERS)
class TestOwners:
    def test_no_copies(self, name: str) -> None:
        thing = OWNERS[name]()
        for attempt in (copy.copy, copy.deepcopy, pickle.dumps, lambda t: t.__reduce__()):
            with pytest.raises(TypeError, match=f"a {name} cannot be|an {name} cannot be"):
                attempt(thing)
        thing.close()
        gc.collect()

    def test_with(self, name: str) -> None:
        with OWNERS[name]() as thing:
            assert "open" in repr(thing) or "idle" in repr(thing)
        assert "closed" in repr(thing)
        thing.close()
        with pytest.raises(ClosedError):
            thing.ptr()
        with thing:
            pass

    def test_a_second_init(self, name: str) -> None:
        thing = OWNERS[name]()
        with pytest.raises((TypeError, wasmtime.WasmtimeError)):
            thing.__init__(*ARGUMENTS.get(name, ()))
        thing.close()
        with pytest.raises((TypeError, wasmtime.WasmtimeError)):
            thing.__init__(*ARGUMENTS.get(name, ()))

    def test_never_made(self, name: str) -> None:
        cls = getattr(wasmtime, name)
        thing = cls.__new__(cls)
        with pytest.raises(ValueError):
            thing.ptr()
        assert repr(thing)
        thing.close()
        # Past `__new__` nothing is promised but that the process lives.
        with pytest.raises((ValueError, TypeError, AttributeError)):
            object.__new__(cls).ptr()

    def test_close_on_many_threads_at_once(self, name: str) -> None:
        thing = OWNERS[name]()
        failed: list[BaseException] = []
        barrier = threading.Barrier(8)

        def close() -> None:
            try:
                barrier.wait()
                thing.close()
            except wasmtime.MisuseError:
                pass
            except BaseException as error:
                failed.append(error)

        threads = [threading.Thread(target=close) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not failed
        thing.close()
        with pytest.raises(ClosedError):
            thing.ptr()

    def test_made_on_many_threads_at_once(self, name: str) -> None:
        """Concurrent calls of `__init__` on one object: it is one object in the end."""
        if name == "InstancePre":
            pytest.skip("has no constructor")
        cls = getattr(wasmtime, name)
        for _ in range(20):
            thing = cls.__new__(cls)
            made: list[int] = []
            barrier = threading.Barrier(4)

            def make(thing: Any = thing, made: Any = made, barrier: Any = barrier) -> None:
                barrier.wait()
                try:
                    thing.__init__(*ARGUMENTS.get(name, ()))
                except TypeError:
                    return
                made.append(1)

            threads = [threading.Thread(target=make) for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert made
            thing.close()

    def test_a_weak_reference(self, name: str) -> None:
        thing = OWNERS[name]()
        gone = weakref.ref(thing)
        del thing
        gc.collect()
        assert gone() is None

    def test_a_subclass(self, name: str) -> None:
        if name == "InstancePre":
            pytest.skip("has no constructor")
        cls = getattr(wasmtime, name)

        class Mine(cls):  # type: ignore[misc, valid-type]
            def __init__(self, *args: Any) -> None:
                self.early = "set before"
                super().__init__(*args)
                self.late = "set after"

        thing = Mine(*ARGUMENTS.get(name, ()))
        assert (thing.early, thing.late) == ("set before", "set after")
        thing.close()

        class Forgets(cls):  # type: ignore[misc, valid-type]
            def __init__(self, *args: Any) -> None:
                pass

        with pytest.raises(ValueError):
            Forgets().ptr()


@pytest.mark.parametrize("name", HANDLES)
class TestHandles:
    def test_copies_are_itself(self, name: str) -> None:
        thing = HANDLES[name](wasmtime.Store(ENGINE))
        assert copy.copy(thing) is copy.deepcopy(thing) is thing
        with pytest.raises(TypeError, match="cannot be pickled"):
            pickle.dumps(thing)

    def test_a_second_init(self, name: str) -> None:
        store, other = wasmtime.Store(ENGINE), wasmtime.Store(ENGINE)
        thing = HANDLES[name](store)
        arguments: dict[str, tuple[Any, ...]] = {
            "Func": (NOTHING, print),
            "Global": (wasmtime.GlobalType(I32, True), 2),
            "Instance": (wasmtime.Module(ENGINE, "(module)"), []),
            "Memory": (wasmtime.MemoryType(wasmtime.Limits(1, 1)),),
            "Table": (wasmtime.TableType(FUNCREF, wasmtime.Limits(1, 1)), None),
            "Tag": (wasmtime.TagType(NOTHING),),
        }
        for each in (store, other):
            with pytest.raises(TypeError, match="initialized already"):
                thing.__init__(each, *arguments[name])
        if name != "Instance":
            thing.type(store)

    def test_never_made(self, name: str) -> None:
        store = wasmtime.Store(ENGINE)
        cls = getattr(wasmtime, name)
        thing = cls.__new__(cls)
        with pytest.raises(ValueError, match="never initialized"):
            (thing.exports if name == "Instance" else thing.type)(store)
        assert "not made" in repr(thing)
        bare = object.__new__(cls)
        with pytest.raises((ValueError, TypeError, AttributeError)):
            (bare.exports if name == "Instance" else bare.type)(store)

    def test_a_constructor_that_failed(self, name: str) -> None:
        """It leaves nothing behind, and another try is possible."""
        store = wasmtime.Store(ENGINE)
        cls = getattr(wasmtime, name)
        thing = cls.__new__(cls)
        with pytest.raises(TypeError):
            thing.__init__(store, None, None, None)
        with pytest.raises(ValueError, match="never initialized"):
            (thing.exports if name == "Instance" else thing.type)(store)

    def test_it_keeps_no_store(self, name: str) -> None:
        class Data:
            pass

        data = Data()
        gone = weakref.ref(data)
        store = wasmtime.Store(ENGINE, data)
        thing = HANDLES[name](store)
        del store, data
        gc.collect()
        assert gone() is None
        assert name in repr(thing)

    def test_hash_and_equality(self, name: str) -> None:
        store = wasmtime.Store(ENGINE)
        one, two = HANDLES[name](store), HANDLES[name](store)
        assert one == one
        assert one != two
        assert len({one, two, one}) == 2

    def test_a_subclass(self, name: str) -> None:
        store = wasmtime.Store(ENGINE)
        thing = HANDLES[name](store)
        mine = type("Mine", (type(thing),), {})
        assert issubclass(mine, getattr(wasmtime, name))
        with pytest.raises(TypeError):
            mine(store)

    def test_another_class(self, name: str) -> None:
        """`__class__` assigned: nothing native is mistaken for another."""
        store = wasmtime.Store(ENGINE)
        for other in HANDLES:
            thing = HANDLES[name](store)
            thing.__class__ = getattr(wasmtime, other)
            with suppress(TypeError, AttributeError, wasmtime.WasmtimeError):
                (thing.exports if other == "Instance" else thing.type)(store)
            with suppress(TypeError, AttributeError, wasmtime.WasmtimeError):
                wasmtime.Linker(ENGINE).define(store, "", "", thing)


def test_a_finalizer_that_makes_the_object_again() -> None:
    """In a constructor's last step: the object is of one store, with the handle of that store."""
    store, other = wasmtime.Store(ENGINE), wasmtime.Store(ENGINE)
    kind = wasmtime.GlobalType(EXTERNREF, True)
    made = wasmtime.Global.__new__(wasmtime.Global)
    refused: list[BaseException] = []

    class Last:
        def __del__(self) -> None:
            try:
                made.__init__(other, kind, "other")  # type: ignore[misc]
            except TypeError as error:
                refused.append(error)

    keep = wasmtime.Global(store, kind, Last())
    keep.set_value(store, None)
    made.__init__(store, kind, "mine")  # type: ignore[misc]
    store.gc()
    assert made.value(store) == "mine"
    with pytest.raises(wasmtime.MisuseError):
        made.value(other)
    assert len(refused) == 1
