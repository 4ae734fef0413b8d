"""A yield fixture's teardown closes the store, and then looks whether its memory is unharmed."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import wasmtime

WAT = '(module (memory (export "memory") 1) (data (i32.const 8) "canary"))'


@dataclass
class Guest:
    store: wasmtime.Store
    instance: wasmtime.Instance


@pytest.fixture
def guest() -> Iterator[Guest]:
    engine = wasmtime.Engine()
    store = wasmtime.Store(engine)
    instance = wasmtime.Instance(store, wasmtime.Module(engine, WAT), [])
    memory = instance.exports(store)["memory"]
    assert isinstance(memory, wasmtime.Memory)
    yield Guest(store, instance)
    store.close()
    assert memory.read(store, 8, 14) == b"canary"  # E: safestore-closed


def test_memory_is_exported(guest: Guest) -> None:
    assert list(guest.instance.exports(guest.store)) == ["memory"]
