"""Answers requests inside the with block; what leaves it are numbers, and a list of them."""

import wasmtime

WAT = '(module (func (export "double") (param i32) (result i32) local.get 0 i32.const 2 i32.mul))'


def answer(engine: wasmtime.Engine, numbers: list[int]) -> list[int]:
    module = wasmtime.Module(engine, WAT)
    with wasmtime.Store(engine) as store:
        double = wasmtime.Instance(store, module, []).exports(store)["double"]
        assert isinstance(double, wasmtime.Func)
        lazy = (int(double(store, n)) for n in numbers)
        doubled = list(lazy)
    with wasmtime.Store(engine) as store:
        double = wasmtime.Instance(store, module, []).exports(store)["double"]
        assert isinstance(double, wasmtime.Func)
        return [int(double(store, n)) for n in doubled]


print(answer(wasmtime.Engine(), [1, 2]))
