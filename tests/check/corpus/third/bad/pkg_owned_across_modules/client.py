"""A client of the scheduler."""

from __future__ import annotations

from safestore import Engine, Pinned, Store

from .scheduler import Scheduler


def run(scheduler: Scheduler, engine: Engine, count: int) -> int:
    waiting = 0
    for priority in range(count):
        pin = Pinned(Store(engine))
        waiting = scheduler.submit(pin, priority)
        pin.value.gc()  # E: safestore-moved
    return waiting
