"""A script validates its module here and sends the processes of a pool the bytes to compile."""

import multiprocessing

import safestore as wasmtime

FIB = """(module (func $fib (export "fib") (param i32) (result i32)
  (if (result i32) (i32.lt_s (local.get 0) (i32.const 2))
    (then (local.get 0))
    (else (i32.add
      (call $fib (i32.sub (local.get 0) (i32.const 1)))
      (call $fib (i32.sub (local.get 0) (i32.const 2))))))))"""


def fib(wasm: bytes, number: int) -> int:
    engine = wasmtime.Engine()
    store = wasmtime.Store(engine)
    instance = wasmtime.Instance(store, wasmtime.Module(engine, wasm), [])
    return int(instance.exports(store).func("fib")(store, number))


def main(limit: int = 6) -> None:
    wasm = bytes(wasmtime.wat2wasm(FIB))
    module = wasmtime.Module(wasmtime.Engine(), wasm)
    assert [export.name for export in module.exports] == ["fib"]
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        results = pool.starmap(fib, [(wasm, n) for n in range(limit)])
    assert results == [0, 1, 1, 2, 3, 5]


if __name__ == "__main__":
    main()
