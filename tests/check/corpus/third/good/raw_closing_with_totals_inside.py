"""A raw tool wraps its store in contextlib.closing and takes its totals while it is open."""

from __future__ import annotations

from contextlib import closing

import wasmtime

SOURCE = '(module (global (export "a") i32 (i32.const 3)) (global (export "b") i32 (i32.const 4)))'


def total(engine: wasmtime.Engine, module: wasmtime.Module, names: list[str]) -> int:
    found: dict[str, int] = {}
    with closing(wasmtime.Store(engine)) as store:
        exports = wasmtime.Instance(store, module, []).exports(store)
        for name in names:
            if isinstance(item := exports[name], wasmtime.Global):
                found[name] = int(item.value(store))

    return sum(found.values())


if __name__ == "__main__":
    shared = wasmtime.Engine()
    print(total(shared, wasmtime.Module(shared, SOURCE), ["a", "b"]))
