"""A class marked Send: a ticket that any thread may hold, while only its owner looks inside."""

from __future__ import annotations

import queue
import threading

from safestore import Engine, Pinned, Send, Store


class Ticket(Send):
    def __init__(self, pin: Pinned[Store], number: int) -> None:
        self._pin = pin
        self.number = number

    def redeem(self) -> Pinned[Store] | None:
        return self._pin if self._pin.is_mine() else None


def stamp(tickets: queue.Queue[Ticket], back: queue.Queue[Ticket]) -> None:
    ticket = tickets.get()
    ticket.number += 1
    back.put(ticket)


def main() -> int:
    tickets: queue.Queue[Ticket] = queue.Queue()
    back: queue.Queue[Ticket] = queue.Queue()
    worker = threading.Thread(target=stamp, args=(tickets, back))
    worker.start()
    tickets.put(Ticket(Pinned(Store(Engine())), 1))
    ticket = back.get()
    worker.join()
    if (pin := ticket.redeem()) is not None:
        pin.close()
    return ticket.number


if __name__ == "__main__":
    print(main())
