"""A worker makes a store for each job, closes it in the finally clause, and the last once more."""

import queue

import wasmtime


def worker(module: wasmtime.Module, jobs: "queue.Queue[int | None]", out: list[int]) -> None:
    engine = wasmtime.Engine()
    store = wasmtime.Store(engine)
    while True:
        job = jobs.get()
        if job is None:
            break
        store = wasmtime.Store(engine)
        try:
            wasmtime.Instance(store, module, [])
            out.append(job)
        except wasmtime.WasmtimeError as error:
            print("job failed", error)
        finally:
            store.close()
    store.close()
