"""Broadcasts a prepared store to every worker's inbox: only the first can have it."""

import queue
import threading

from safestore import Config, Engine, Pinned, Store, TransferToken

Inbox = queue.Queue[TransferToken[Store]]


def work(inbox: Inbox) -> None:
    with inbox.get().land() as pin:
        print(threading.current_thread().name, pin.value.get_fuel())


def broadcast(pin: Pinned[Store], inboxes: list[Inbox]) -> None:
    for inbox in inboxes:
        inbox.put(pin.transfer())  # E: safestore-maybe-moved


def main() -> None:
    config = Config()
    config.consume_fuel = True
    inboxes: list[Inbox] = [queue.Queue() for _ in range(3)]
    for inbox in inboxes:
        threading.Thread(target=work, args=(inbox,), daemon=True).start()
    broadcast(Pinned(Store(Engine(config))), inboxes)


main()
