"""A worker makes one store before its loop and closes it after the first job."""

import queue

import wasmtime


def worker(module: wasmtime.Module, jobs: "queue.Queue[int | None]", out: list[int]) -> None:
    store = wasmtime.Store(wasmtime.Engine())
    while True:
        job = jobs.get()
        if job is None:
            break
        try:
            wasmtime.Instance(store, module, [])  # E: safestore-closed
            out.append(job)
        except wasmtime.WasmtimeError as error:
            print("job failed", error)
        finally:
            store.close()
