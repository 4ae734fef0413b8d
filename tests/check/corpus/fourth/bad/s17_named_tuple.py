"""One field of the tuple that goes into the queue is a pin."""

from __future__ import annotations

import queue
from typing import NamedTuple

from safestore import Pinned, Store


class Job(NamedTuple):
    n: int
    guest: Pinned[Store]


def enqueue(jobs: queue.SimpleQueue[Job], p: Pinned[Store]) -> None:
    jobs.put(Job(1, p))  # E: safestore-send
