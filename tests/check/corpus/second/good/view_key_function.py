"""A sampler sorts addresses by what they hold: the key is a lambda over a view that is open."""

from __future__ import annotations

from safestore import Engine, Instance, Memory, MemoryView, Module, Pinned, Store

WAT = '(module (memory (export "memory") 1 1) (data (i32.const 0) "\\05\\03\\09"))'


def largest(view: MemoryView, among: list[int]) -> int:
    return max(among, key=lambda address: view[address])


class Monitor:
    def __init__(self, pin: Pinned[Store], memory: Memory) -> None:
        self._pin = pin
        self._memory = memory
        self.seen: list[int] = []

    def sample(self, addresses: list[int]) -> list[int]:
        with self._memory.view(self._pin) as view:

            def at(address: int) -> int:
                return view[address]

            self.seen.append(at(largest(view, addresses)))
            order = sorted(addresses, key=lambda address: at(address))
        return order


def main() -> None:
    pin = Pinned(Store(Engine()))
    memory = Instance(pin, Module(pin.value.engine, WAT), []).exports(pin).memory("memory")
    monitor = Monitor(pin, memory)
    assert monitor.sample([0, 1, 2]) == [1, 0, 2]
    assert monitor.seen == [9]
    pin.close()


if __name__ == "__main__":
    main()
