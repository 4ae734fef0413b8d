"""A WSGI handler whose with block ends by transferring the pin, or by closing it."""

import queue
from collections.abc import Callable, Iterable
from typing import Any

from safestore import Engine, Pinned, Store, TransferToken

StartResponse = Callable[[str, list[tuple[str, str]]], object]
ENGINE = Engine()
LATER: "queue.Queue[TransferToken[Store]]" = queue.Queue()


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    with Pinned(Store(ENGINE)) as pin:
        pin.value.set_limits(memory_size=1 << 20)
        if environ["REQUEST_METHOD"] != "POST":
            start_response("405 Method Not Allowed", [])
            pin.value.gc()
            return []
        LATER.put(pin.transfer())
        start_response("202 Accepted", [])
    with LATER.get().land() as pin:
        pin.value.gc()
    return [b"later"]
