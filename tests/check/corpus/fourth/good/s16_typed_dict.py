"""One entry of the job's dict is a module."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TypedDict

from safestore import Module


class Job(TypedDict):
    n: int
    guest: Module


def run(job: Job) -> int:
    return job["n"]


def main(pool: ThreadPoolExecutor, guest: Module) -> int:
    job = Job(n=1, guest=guest)
    return pool.submit(run, job).result()
