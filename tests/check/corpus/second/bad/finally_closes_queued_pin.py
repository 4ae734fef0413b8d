"""A job either runs here or is queued for a worker; the finally closes its pin in both cases."""

from __future__ import annotations

import queue
from dataclasses import dataclass

from safestore import Engine, Instance, Module, Pinned, Store, TransferToken

ENGINE = Engine()
BACKLOG: queue.Queue[tuple[str, TransferToken[Store]]] = queue.Queue()


@dataclass(frozen=True)
class Job:
    name: str
    module: Module
    urgent: bool


def handle(job: Job) -> int | None:
    pin = Pinned(Store(ENGINE))
    try:
        if not job.urgent:
            BACKLOG.put((job.name, pin.transfer()))
            return None
        main = Instance(pin, job.module, []).exports(pin).func("main")
        return int(main(pin))
    finally:
        pin.close()  # E: safestore-moved|safestore-maybe-moved
