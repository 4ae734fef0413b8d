"""Sessions: a tenant's pinned store behind a small interface."""

from __future__ import annotations

from safestore import Engine, Pinned, Store


class Session:
    def __init__(self, tenant: str, engine: Engine) -> None:
        self.tenant = tenant
        self._pin = Pinned(Store(engine))

    def fuel(self) -> int:
        return self._pin.value.get_fuel()


class SessionStub:
    def __init__(self, tenant: str) -> None:
        self.tenant = tenant

    def fuel(self) -> int:
        return 0
