"""A table of squares is a generator expression over a raw store, read when that has closed."""

import itertools

import wasmtime

WAT = """(module (func (export "square") (param i32) (result i32)
  (i32.mul (local.get 0) (local.get 0))))"""


def table(rows: int, columns: int) -> list[list[int]]:
    engine = wasmtime.Engine()
    with wasmtime.Store(engine) as store:
        square = wasmtime.Instance(store, wasmtime.Module(engine, WAT), []).exports(store)["square"]
        assert isinstance(square, wasmtime.Func)
        cells = (int(square(store, n)) for n in range(rows * columns))
    lines = []
    for _ in range(rows):
        lines.append(list(itertools.islice(cells, columns)))  # E: safestore-closed
    return lines


if __name__ == "__main__":
    for line in table(3, 4):
        print(*line)
