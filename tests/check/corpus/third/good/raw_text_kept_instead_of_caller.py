"""Host functions of a raw logger read their text through the Caller at once and keep the text."""

from __future__ import annotations

import wasmtime

SOURCE = """(module
  (import "host" "log" (func $log (param i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 8) "hello")
  (func (export "run") (call $log (i32.const 8) (i32.const 5))))"""


def text(caller: wasmtime.Caller, start: int, size: int) -> str:
    memory = caller["memory"]
    assert isinstance(memory, wasmtime.Memory)

    def read(stop: int) -> bytearray:
        return memory.read(caller, start, stop)

    return read(start + size).decode()


class Logger:
    def __init__(self) -> None:
        self.pending: list[tuple[str, int]] = []

    def log(self, caller: wasmtime.Caller, start: int, size: int) -> None:
        self.pending.append((text(caller, start, size), size))


def main() -> list[tuple[str, int]]:
    logger = Logger()
    store = wasmtime.Store()
    linker = wasmtime.Linker(store.engine)
    i32 = wasmtime.ValType.i32
    kind = wasmtime.FuncType([i32(), i32()], [])
    linker.define_func("host", "log", kind, logger.log, access_caller=True)
    run = linker.instantiate(store, wasmtime.Module(store.engine, SOURCE)).exports(store)["run"]
    assert isinstance(run, wasmtime.Func)
    run(store)
    return logger.pending


if __name__ == "__main__":
    print(main())
