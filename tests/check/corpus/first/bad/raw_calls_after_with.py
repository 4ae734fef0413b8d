"""Answers requests with a function of a store that the with block has closed."""

import wasmtime

WAT = '(module (func (export "double") (param i32) (result i32) local.get 0 i32.const 2 i32.mul))'


def answer(engine: wasmtime.Engine, numbers: list[int]) -> list[int]:
    module = wasmtime.Module(engine, WAT)
    with wasmtime.Store(engine) as store:
        double = wasmtime.Instance(store, module, []).exports(store)["double"]
        assert isinstance(double, wasmtime.Func)
        checked = [n for n in numbers if n < 1 << 30]
    return [int(double(store, n)) for n in checked]  # E: safestore-closed


print(answer(wasmtime.Engine(), [1, 2]))
