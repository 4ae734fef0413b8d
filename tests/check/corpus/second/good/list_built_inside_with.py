"""A table of squares is a list that is built while its raw store is open; only it is used later."""

import wasmtime

WAT = """(module (func (export "square") (param i32) (result i32)
  (i32.mul (local.get 0) (local.get 0))))"""


def table(rows: int, columns: int) -> list[list[int]]:
    engine = wasmtime.Engine()
    with wasmtime.Store(engine) as store:
        square = wasmtime.Instance(store, wasmtime.Module(engine, WAT), []).exports(store)["square"]
        assert isinstance(square, wasmtime.Func)
        lazy = (int(square(store, n)) for n in range(rows * columns))
        cells = list(lazy)
    return [cells[row * columns : (row + 1) * columns] for row in range(rows)]


if __name__ == "__main__":
    assert table(2, 3) == [[0, 1, 4], [9, 16, 25]]
