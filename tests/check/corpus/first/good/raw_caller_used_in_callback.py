"""A plugin host whose `log` import reads the text by its caller at once and keeps the text."""

import wasmtime


class Log:
    def __init__(self) -> None:
        self.lines: list[str] = []

    def write(self, caller: wasmtime.Caller, start: int, size: int) -> None:
        memory = caller["memory"]
        assert isinstance(memory, wasmtime.Memory)

        def text(at: int, count: int) -> str:
            return memory.read(caller, at, at + count).decode()

        here = caller
        line = text(start, size)
        self.lines.append(line)
        self.lines.extend(sorted((text(start, n) for n in range(size)), key=len))
        self._flush(here)

    def _flush(self, caller: wasmtime.Caller) -> None:
        flush = caller.get("flush")
        if isinstance(flush, wasmtime.Func):
            flush(caller)

    def define(self, linker: wasmtime.Linker) -> None:
        i32 = wasmtime.ValType.i32()
        ty = wasmtime.FuncType([i32, i32], [])
        linker.define_func("host", "log", ty, self.write, access_caller=True)
