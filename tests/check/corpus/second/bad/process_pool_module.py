"""A compile-once script sends its compiled module to the processes of a pool, as an argument."""

import multiprocessing

import safestore as wasmtime

FIB = """(module (func $fib (export "fib") (param i32) (result i32)
  (if (result i32) (i32.lt_s (local.get 0) (i32.const 2))
    (then (local.get 0))
    (else (i32.add
      (call $fib (i32.sub (local.get 0) (i32.const 1)))
      (call $fib (i32.sub (local.get 0) (i32.const 2))))))))"""


def fib(module: wasmtime.Module, number: int) -> int:
    store = wasmtime.Store(wasmtime.Engine())
    instance = wasmtime.Instance(store, module, [])
    return int(instance.exports(store).func("fib")(store, number))


def main(limit: int = 20) -> None:
    module = wasmtime.Module(wasmtime.Engine(), FIB)
    jobs = range(limit)
    with multiprocessing.Pool(4) as pool:
        results = pool.starmap(fib, [(module, n) for n in jobs])  # E: safestore-send
    for number, value in zip(jobs, results, strict=True):
        print(number, value)


if __name__ == "__main__":
    main()
