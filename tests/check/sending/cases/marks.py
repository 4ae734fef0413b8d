"""Send, Sync, NotSend, and what is registered with them."""

from __future__ import annotations

import queue
from dataclasses import dataclass
from typing import Any, Protocol

from safestore import Func, NotSend, Pinned, Send, Store, Sync


class Marked(NotSend): ...


class Below(Marked): ...


class Trusted(Send):
    def __init__(self, pin: Pinned[Store]) -> None:
        self.pin = pin

    def work(self) -> None:
        self.pin.value.gc()


class Shared(Sync):
    store: Store


class Freed(Marked, Send): ...


class Again(Trusted, NotSend): ...


class Registered:
    store: Store


Send.register(Registered)


@NotSend.register
class Decorated: ...


class Connection: ...


NotSend.register(Connection)


@dataclass
class Holder:
    connection: Connection


class Runs(Protocol):
    store: Store

    def run(self) -> None: ...


class SendStore(Send, Store): ...


def puts(
    inbox: queue.Queue[Any],
    marked: Marked,
    below: Below,
    trusted: Trusted,
    shared: Shared,
    freed: Freed,
    again: Again,
    registered: Registered,
    decorated: Decorated,
    holder: Holder,
    runs: Runs,
    store: SendStore,
    func: Func,
    cls: type[Store],
) -> None:
    inbox.put(marked)  # E: safestore-send
    inbox.put(below)  # E: safestore-send
    inbox.put(trusted)
    inbox.put(trusted.work)
    inbox.put(lambda: trusted.work())
    inbox.put([shared])
    inbox.put(freed)  # E: safestore-send
    inbox.put(again)
    inbox.put(registered)
    inbox.put(decorated)  # E: safestore-send
    inbox.put(holder)  # E: safestore-send
    inbox.put(runs)
    inbox.put(store)
    inbox.put(func)  # E: safestore-send
    inbox.put(cls)
    inbox.put(inbox)
