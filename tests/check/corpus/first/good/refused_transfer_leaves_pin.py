"""Offers a plugin to another thread; when what it holds may not travel, it stays and goes on."""

import queue
import sqlite3

from safestore import Engine, Func, FuncType, Pinned, Store, TransferToken
from safestore.errors import NotSendError


def offer(
    engine: Engine, path: str, out: "queue.Queue[TransferToken[Store]]"
) -> Pinned[Store] | None:
    database = sqlite3.connect(path)
    pin = Pinned(Store(engine))
    Func(pin, FuncType([], []), lambda: database.commit())
    try:
        token = pin.transfer()
    except NotSendError as error:
        print("stays here:", error)
        pin.value.gc()
        return pin
    out.put(token)
    return None


print(offer(Engine(), ":memory:", queue.Queue()))
