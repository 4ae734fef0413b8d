"""An asyncio monitor schedules a lambda that looks at its view; by then that is given back."""

from __future__ import annotations

import asyncio

from safestore import Engine, Instance, Memory, Module, Pinned, Store

WAT = '(module (memory (export "memory") 1 1) (data (i32.const 0) "\\2a"))'


class Monitor:
    def __init__(self, pin: Pinned[Store], memory: Memory) -> None:
        self._pin = pin
        self._memory = memory
        self.seen: list[int] = []

    def sample(self, address: int) -> None:
        loop = asyncio.get_running_loop()
        with self._memory.view(self._pin, address, 4) as view:
            first = view[0]
            self.seen.append(first)
            loop.call_later(0.1, lambda: self.seen.append(view[1]))  # E: safestore-borrow


async def main() -> None:
    pin = Pinned(Store(Engine()))
    memory = Instance(pin, Module(pin.value.engine, WAT), []).exports(pin).memory("memory")
    monitor = Monitor(pin, memory)
    monitor.sample(0)
    await asyncio.sleep(0.2)
    print(monitor.seen)


if __name__ == "__main__":
    asyncio.run(main())
