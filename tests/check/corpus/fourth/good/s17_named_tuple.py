"""One field of the tuple that goes into the queue is a token."""

from __future__ import annotations

import queue
from typing import NamedTuple

from safestore import Pinned, Store, TransferToken


class Job(NamedTuple):
    n: int
    guest: TransferToken[Store]


def enqueue(jobs: queue.SimpleQueue[Job], p: Pinned[Store]) -> None:
    jobs.put(Job(1, p.transfer()))
