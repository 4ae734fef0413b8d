"""A transfer that a host function's connection forbids has not happened: the pin is used on."""

from __future__ import annotations

import sqlite3

from safestore import Engine, Func, FuncType, Instance, Module, Pinned, Store, TransferToken
from safestore.errors import NotSendError

SOURCE = '(module (import "" "now" (func $now)) (func (export "run") (call $now)))'


def offload(pin: Pinned[Store]) -> TransferToken[Store] | None:
    try:
        token = pin.transfer()
    except NotSendError as error:
        print("stays here:", error)
        pin.value.gc()
        pin.close()
        return None
    return token


def main() -> bool:
    database = sqlite3.connect(":memory:")
    pin = Pinned(Store(Engine()))

    def now() -> None:
        database.execute("select 1")

    host = Func(pin, FuncType([], []), now)
    Instance(pin, Module(pin.value.engine, SOURCE), [host]).exports(pin).func("run")(pin)
    token = offload(pin)
    database.close()
    if token is not None:
        token.discard()
        return True
    return False


if __name__ == "__main__":
    print(main())
