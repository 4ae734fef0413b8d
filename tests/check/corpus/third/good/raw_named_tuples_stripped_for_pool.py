"""An EDA tool formats its cells in parallel: the Funcs stay, names and numbers go to the pool."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import wasmtime

CELLS = """(module
  (func (export "and2") (param i32 i32) (result i32) (i32.and (local.get 0) (local.get 1)))
  (func (export "or2") (param i32 i32) (result i32) (i32.or (local.get 0) (local.get 1))))"""


class Cell(NamedTuple):
    name: str
    row: int
    check: wasmtime.Func


def label(name: str, result: int) -> str:
    return f"{name}={result}"


def main() -> list[str]:
    engine = wasmtime.Engine()
    store = wasmtime.Store(engine)
    exports = wasmtime.Instance(store, wasmtime.Module(engine, CELLS), []).exports(store)
    cells = [
        Cell(name, row, item)
        for row, (name, item) in enumerate(exports.items())
        if isinstance(item, wasmtime.Func)
    ]
    names = [cell.name for cell in cells]
    results = [int(cell.check(store, 1, 2)) for cell in cells]
    with ThreadPoolExecutor(max_workers=2) as pool:
        return list(pool.map(label, names, results))


if __name__ == "__main__":
    print(main())
