"""Batch jobs go onto a queue with a parcel in them, and in the parcel a token, not a pin."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass, field

from safestore import Engine, Pinned, Store, TransferToken


@dataclass
class Parcel:
    tenant: str
    token: TransferToken[Store]


@dataclass
class Job:
    number: int
    parcel: Parcel
    tags: list[str] = field(default_factory=list)


def work(jobs: queue.Queue[Job | None]) -> None:
    while (job := jobs.get()) is not None:
        with job.parcel.token.land() as pin:
            pin.value.gc()


def main() -> None:
    engine = Engine()
    jobs: queue.Queue[Job | None] = queue.Queue()
    worker = threading.Thread(target=work, args=(jobs,))
    worker.start()
    for number, tenant in enumerate(["acme", "globex"]):
        pin = Pinned(Store(engine))
        pin.value.set_limits(memories=number + 1)
        jobs.put(Job(number, Parcel(tenant, pin.transfer()), ["batch"]))
    jobs.put(None)
    worker.join()


if __name__ == "__main__":
    main()
