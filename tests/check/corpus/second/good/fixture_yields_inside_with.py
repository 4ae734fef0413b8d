"""A yield fixture checks in its teardown that the guest left its memory alone, before it closes."""

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
    with wasmtime.Store(engine) as store:
        instance = wasmtime.Instance(store, wasmtime.Module(engine, WAT), [])
        memory = instance.exports(store)["memory"]
        assert isinstance(memory, wasmtime.Memory)
        yield Guest(store, instance)
        after = memory.read(store, 8, 14)
    assert after == b"canary"


def test_memory_is_exported(guest: Guest) -> None:
    assert list(guest.instance.exports(guest.store)) == ["memory"]


def test_close_twice(guest: Guest) -> None:
    spare = wasmtime.Store(guest.store.engine)
    spare.close()
    spare.close()
    assert "Store" in repr(spare)
