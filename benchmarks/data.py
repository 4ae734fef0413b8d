"""What Python reads and writes in a store: memories, globals, tables, exports."""

from __future__ import annotations

from functools import partial
from itertools import repeat
from types import ModuleType

from . import guest
from .row import Batch, both

__all__ = ["ROWS"]

SIZES = {"16 B": 16, "64 KiB": 64 << 10, "1 MiB": 1 << 20}
START = 1024


def read(size: int, api: ModuleType) -> Batch:
    store, exports = guest.exports(api)
    memory = exports["memory"]
    stop = START + size

    def batch(times: int) -> None:
        for _ in repeat(None, times):
            memory.read(store, START, stop)

    return batch


def write(size: int, api: ModuleType) -> Batch:
    store, exports = guest.exports(api)
    memory = exports["memory"]
    value = bytes(range(256)) * (size // 256) or bytes(size)

    def batch(times: int) -> None:
        for _ in repeat(None, times):
            memory.write(store, value, START)

    return batch


def global_get(api: ModuleType) -> Batch:
    store, exports = guest.exports(api)
    variable = exports["global"]

    def batch(times: int) -> None:
        for _ in repeat(None, times):
            variable.value(store)

    return batch


def global_set(api: ModuleType) -> Batch:
    store, exports = guest.exports(api)
    variable = exports["global"]

    def batch(times: int) -> None:
        for _ in repeat(None, times):
            variable.set_value(store, 8)

    return batch


def global_set_float(api: ModuleType) -> Batch:
    store, exports = guest.exports(api)
    variable = exports["float"]

    def batch(times: int) -> None:
        for _ in repeat(None, times):
            variable.set_value(store, 8.5)

    return batch


def table_get(api: ModuleType) -> Batch:
    store, exports = guest.exports(api)
    table = exports["table"]

    def batch(times: int) -> None:
        for _ in repeat(None, times):
            table.get(store, 0)

    return batch


def table_get_object(api: ModuleType) -> Batch:
    store, exports = guest.exports(api)
    table = exports["objects"]
    table.set(store, 0, "an object")

    def batch(times: int) -> None:
        for _ in repeat(None, times):
            table.get(store, 0)

    return batch


def look_up(api: ModuleType) -> Batch:
    store = api.Store(guest.engine(api))
    instance = api.Instance(store, guest.module(api, guest.SMALL), [])

    def batch(times: int) -> None:
        for _ in repeat(None, times):
            instance.exports(store)["add"]

    return batch


ROWS = (
    *(both(f"memory read {name}", partial(read, size)) for name, size in SIZES.items()),
    *(both(f"memory write {name}", partial(write, size)) for name, size in SIZES.items()),
    both("global get", global_get),
    both("global set", global_set),
    both("global set f64", global_set_float),
    both("table get funcref", table_get),
    both("table get externref", table_get_object),
    both('instance.exports(store)["f"]', look_up),
)
