"""Sessions: a tenant's pinned store, and what it takes to make one."""

from __future__ import annotations

from dataclasses import dataclass

from safestore import Engine, Module, Pinned, Store


@dataclass(frozen=True)
class SessionSpec:
    tenant: str
    engine: Engine
    module: Module

    def open(self) -> Session:
        return Session(self)


class Session:
    def __init__(self, spec: SessionSpec) -> None:
        self.spec = spec
        self._pin = Pinned(Store(spec.engine))

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *error: object) -> None:
        self._pin.close()

    def size(self) -> int:
        self._pin.value.gc()
        return len(self.spec.module.exports)
