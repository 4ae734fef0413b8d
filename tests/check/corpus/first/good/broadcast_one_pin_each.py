"""Broadcasts: every worker's inbox gets a store of its own, the first free one an extra."""

import queue

from safestore import Engine, Pinned, Store, TransferToken

Inbox = queue.Queue[TransferToken[Store]]


def broadcast(engine: Engine, inboxes: list[Inbox]) -> None:
    for inbox in inboxes:
        pin = Pinned(Store(engine))
        pin.value.set_limits(memories=1)
        inbox.put(pin.transfer())


def extra(pin: Pinned[Store], inboxes: list[Inbox]) -> bool:
    for inbox in inboxes:
        pin.value.gc()
        if inbox.empty():
            inbox.put(pin.transfer())
            break
    else:
        pin.close()
        return False
    return True


def first_of(pin: Pinned[Store], inboxes: list[Inbox]) -> int:
    for number, inbox in enumerate(inboxes):
        if not inbox.full():
            inbox.put(pin.transfer())
            return number
    return -1
