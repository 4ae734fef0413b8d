"""A loader builds sandboxes in a pool; what comes back belongs to the pool's threads."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from safestore import Engine, Instance, Module, Pinned, Store


@dataclass(frozen=True)
class Sandbox:
    name: str
    pin: Pinned[Store]
    instance: Instance


def build(engine: Engine, name: str, source: str) -> Sandbox:
    pin = Pinned(Store(engine))
    return Sandbox(name, pin, Instance(pin, Module(engine, source), []))


def build_all(engine: Engine, sources: dict[str, str]) -> dict[str, Sandbox]:
    futures: list[Future[Sandbox]] = []
    with ThreadPoolExecutor() as pool:
        for name, source in sources.items():
            futures.append(pool.submit(build, engine, name, source))  # E: safestore-send
    return {found.name: found for found in (future.result() for future in futures)}
