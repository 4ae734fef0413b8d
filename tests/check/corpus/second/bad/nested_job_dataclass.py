"""A render queue hands jobs to an executor; deep inside of a job's settings is an instance."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field

import safestore as wasmtime


@dataclass(frozen=True)
class Filter:
    name: str
    instance: wasmtime.Instance


@dataclass
class Job:
    path: str
    filters: dict[str, list[Filter]] = field(default_factory=dict)


def render(job: Job) -> str:
    names = sorted(f.name for chain in job.filters.values() for f in chain)
    return f"{job.path}: {', '.join(names)}"


def render_all(paths: Iterable[str], chain: list[Filter]) -> list[str]:
    done = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        futures = []
        for path in paths:
            job = Job(path, {"post": chain})
            futures.append(pool.submit(render, job))  # E: safestore-send
        for future in as_completed(futures):
            done.append(future.result())
    return done
