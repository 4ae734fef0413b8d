"""A WSGI handler transfers its pin in a with block, which is fine, and then uses it there."""

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
            return []
        LATER.put(pin.transfer())
        pin.value.gc()  # E: safestore-moved
        start_response("202 Accepted", [])
    return [b"later"]
