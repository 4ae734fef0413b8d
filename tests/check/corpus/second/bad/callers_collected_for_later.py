"""A host function notes its caller and arguments, so that log lines can be read in one go later."""

from __future__ import annotations

from safestore import Caller, Engine, FuncType, Linker, Memory, Module, Store, ValType

GUEST = """(module
  (import "host" "log" (func $log (param i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 16) "started")
  (func (export "main") (call $log (i32.const 16) (i32.const 7))))"""


class LogCollector:
    def __init__(self) -> None:
        self._pending: list[tuple[Caller, int, int]] = []

    def log(self, caller: Caller, pointer: int, length: int) -> None:
        self._pending.append((caller, pointer, length))  # E: safestore-borrow

    def lines(self) -> list[str]:
        out = []
        for caller, pointer, length in self._pending:
            memory = caller["memory"]
            assert isinstance(memory, Memory)
            out.append(memory.read(caller, pointer, pointer + length).decode())
        return out


def main() -> None:
    engine = Engine()
    collector = LogCollector()
    linker = Linker(engine)
    ty = FuncType([ValType.i32(), ValType.i32()], [])
    linker.define_func("host", "log", ty, collector.log, access_caller=True)
    store = Store(engine)
    linker.instantiate(store, Module(engine, GUEST)).exports(store).func("main")(store)
    print(collector.lines())


if __name__ == "__main__":
    main()
