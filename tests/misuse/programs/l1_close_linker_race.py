"""A linker is closed while a thread instantiates with it, again and again."""
# invariant: L1
# expect: fine

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor

import wasmtime
from prelude import misuse

engine = wasmtime.Engine()
kind = wasmtime.FuncType([], [])
names = [f"function {i}" for i in range(300)]
module = wasmtime.Module(
    engine, "(module" + "".join(f'(import "host" "{name}" (func))' for name in names) + ")"
)


def guest(linker, started):
    with contextlib.suppress(ValueError):  # until it is closed
        while True:
            try:
                linker.instantiate(wasmtime.Store(engine), module)
            except wasmtime.WasmtimeError as error:
                raise AssertionError("the linker's definitions are gone") from error
            started.set()


with misuse(), ThreadPoolExecutor(1) as pool:
    for _ in range(20):
        linker, started = wasmtime.Linker(engine), threading.Event()
        for name in names:
            linker.define_func("host", name, kind, print)
        future = pool.submit(guest, linker, started)
        started.wait()
        closed = False
        while not closed:
            with contextlib.suppress(RuntimeError):  # refused while the other thread is in it
                linker.close()
                closed = True
        future.result()
