"""Start-up is slow, so it runs in to_thread; what comes back is pinned to the pool's thread."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from safestore import Engine, Func, Instance, Module, Pinned, Store

HELLO = '(module (func (export "hello") (result i32) (i32.const 7)))'


@dataclass
class Runtime:
    pin: Pinned[Store]
    hello: Func


def start(engine: Engine) -> Runtime:
    pin = Pinned(Store(engine))
    instance = Instance(pin, Module(engine, HELLO), [])
    return Runtime(pin, instance.exports(pin).func("hello"))


async def main() -> int:
    engine = Engine()
    runtime = await asyncio.to_thread(start, engine)  # E: safestore-send
    value = int(runtime.hello(runtime.pin))
    print("guest says", value)
    return 0


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main()))
