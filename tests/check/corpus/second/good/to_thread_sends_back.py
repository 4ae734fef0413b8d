"""A service lends its store to a thread, which sends a token back; that one is landed here."""

from __future__ import annotations

import asyncio

from safestore import Engine, Instance, Module, Pinned, Store, TransferToken

WAT = '(module (func (export "crunch") (result i32) (i32.const 42)))'


def crunch(token: TransferToken[Store]) -> tuple[int, TransferToken[Store]]:
    pin = token.land()
    module = Module(pin.value.engine, WAT)
    value = int(Instance(pin, module, []).exports(pin).func("crunch")(pin))
    return value, pin.transfer()


async def main() -> None:
    pin = Pinned(Store(Engine()))
    for _ in range(2):
        token = pin.transfer()
        value, token = await asyncio.to_thread(crunch, token)
        pin = token.land()
        assert (value, pin.is_mine()) == (42, True)
    pin.close()


if __name__ == "__main__":
    asyncio.run(main())
