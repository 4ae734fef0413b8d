"""A raw host function reads the guest's line with a nested function, and notes only the text."""

import wasmtime

GUEST = """(module
  (import "host" "log" (func $log (param i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 16) "started")
  (func (export "main") (call $log (i32.const 16) (i32.const 7))))"""


class LogCollector:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self._last: tuple[int, int] = (0, 0)

    def log(self, caller: wasmtime.Caller, pointer: int, length: int) -> None:
        memory = caller["memory"]
        assert isinstance(memory, wasmtime.Memory)

        def text(start: int, stop: int) -> str:
            assert isinstance(memory, wasmtime.Memory)
            return memory.read(caller, start, stop).decode()

        self._last = (pointer, length)
        self.lines.append(text(pointer, pointer + length))
        self.lines.extend(text(at, at + 1) for at in (pointer, pointer + 1))


def main() -> None:
    engine = wasmtime.Engine()
    collector = LogCollector()
    linker = wasmtime.Linker(engine)
    ty = wasmtime.FuncType([wasmtime.ValType.i32(), wasmtime.ValType.i32()], [])
    linker.define_func("host", "log", ty, collector.log, access_caller=True)
    store = wasmtime.Store(engine)
    entry = linker.instantiate(store, wasmtime.Module(engine, GUEST)).exports(store)["main"]
    assert isinstance(entry, wasmtime.Func)
    entry(store)
    assert collector.lines == ["started", "s", "t"]


if __name__ == "__main__":
    main()
