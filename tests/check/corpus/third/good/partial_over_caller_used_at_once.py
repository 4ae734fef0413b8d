"""A host function makes a partial over its Caller, maps it over addresses, and keeps the bytes."""

from __future__ import annotations

from functools import partial

from safestore import Caller, Engine, FuncType, Linker, Memory, Module, Pinned, Store, ValType

SOURCE = """(module
  (import "host" "sum" (func $sum (param i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\\01\\02\\03")
  (func (export "run") (result i32) (call $sum (i32.const 3))))"""


class Host:
    def __init__(self) -> None:
        self.seen: list[int] = []

    def _byte(self, caller: Caller, address: int) -> int:
        memory = caller["memory"]
        assert isinstance(memory, Memory)
        return memory.read(caller, address, address + 1)[0]

    def sum(self, caller: Caller, count: int) -> int:
        read = partial(self._byte, caller)
        self.seen = list(map(read, range(count)))
        return sum(self.seen)


def main() -> int:
    host = Host()
    with Pinned(Store(Engine())) as pin:
        engine = pin.value.engine
        linker = Linker(engine)
        kind = FuncType([ValType.i32()], [ValType.i32()])
        linker.define_func("host", "sum", kind, host.sum, access_caller=True)
        instance = linker.instantiate(pin, Module(engine, SOURCE))
        return int(instance.exports(pin).func("run")(pin)) + len(host.seen)


if __name__ == "__main__":
    print(main())
