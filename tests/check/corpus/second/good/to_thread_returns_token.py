"""Start-up is slow, so it runs in to_thread; it returns a bundle in transit, landed here."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from safestore import Engine, Func, Instance, Module, Pinned, Store, TransferToken

HELLO = '(module (func (export "hello") (result i32) (i32.const 7)))'


@dataclass
class Runtime:
    store: Store
    hello: Func


def start(engine: Engine) -> TransferToken[Runtime]:
    store = Store(engine)
    instance = Instance(store, Module(engine, HELLO), [])
    pin = Pinned(Runtime(store, instance.exports(store).func("hello")))
    return pin.transfer()


async def main() -> int:
    token = await asyncio.to_thread(start, Engine())
    with token.land() as pin:
        runtime = pin.value
        assert runtime.hello(runtime.store) == 7
    return 0


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main()))
