"""A raw tool wraps its store in contextlib.closing and collects its totals after the block."""

from __future__ import annotations

from contextlib import closing

import wasmtime


def total(engine: wasmtime.Engine, module: wasmtime.Module, names: list[str]) -> int:
    found: list[wasmtime.Global] = []
    with closing(wasmtime.Store(engine)) as store:
        exports = wasmtime.Instance(store, module, []).exports(store)
        for name in names:
            item = exports[name]
            if isinstance(item, wasmtime.Global):
                found.append(item)
    return sum(int(item.value(store)) for item in found)  # E: safestore-closed
