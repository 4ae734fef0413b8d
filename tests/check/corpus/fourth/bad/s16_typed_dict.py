"""One entry of the job's dict is an instance."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TypedDict

from safestore import Instance


class Job(TypedDict):
    n: int
    guest: Instance


def run(job: Job) -> int:
    return job["n"]


def main(pool: ThreadPoolExecutor, guest: Instance) -> int:
    job = Job(n=1, guest=guest)
    return pool.submit(run, job).result()  # E: safestore-send
