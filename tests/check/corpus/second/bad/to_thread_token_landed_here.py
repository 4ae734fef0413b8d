"""A service lends its store to a thread and takes it back by landing the token that it has sent."""

from __future__ import annotations

import asyncio

from safestore import Engine, Instance, Module, Pinned, Store, TransferToken

WAT = '(module (func (export "crunch") (result i32) (i32.const 42)))'


def crunch(token: TransferToken[Store]) -> int:
    pin = token.land()
    try:
        module = Module(pin.value.engine, WAT)
        return int(Instance(pin, module, []).exports(pin).func("crunch")(pin))
    finally:
        pin.close()


async def main(rounds: int) -> None:
    pin = Pinned(Store(Engine()))
    for number in range(rounds):
        token = pin.transfer()
        value = await asyncio.to_thread(crunch, token)
        print(number, value)
        pin = token.land()  # E: safestore-moved
    pin.close()


if __name__ == "__main__":
    asyncio.run(main(2))
