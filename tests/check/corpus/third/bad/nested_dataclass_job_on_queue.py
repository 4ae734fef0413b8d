"""Batch jobs carry their session, and the session its pinned store, onto a thread-safe queue."""

from __future__ import annotations

import queue
from dataclasses import dataclass, field

from safestore import Engine, Pinned, Store


@dataclass
class Session:
    tenant: str
    pin: Pinned[Store]


@dataclass
class Job:
    number: int
    session: Session
    tags: list[str] = field(default_factory=list)


def enqueue(jobs: queue.Queue[Job], engine: Engine, tenants: list[str]) -> int:
    for number, tenant in enumerate(tenants):
        session = Session(tenant, Pinned(Store(engine)))
        job = Job(number, session)
        job.tags.append("batch")
        jobs.put(job)  # E: safestore-send
    return jobs.qsize()
