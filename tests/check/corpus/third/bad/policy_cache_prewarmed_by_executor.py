"""A policy engine warms its tenants' pinned stores; the pool's threads get stores that are ours."""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor

from safestore import Engine, Instance, Module, Pinned, Store

POLICY = '(module (func (export "allow") (param i32) (result i32) (local.get 0)))'


class PolicyCache:
    def __init__(self, engine: Engine, capacity: int = 16) -> None:
        self.engine = engine
        self.capacity = capacity
        self.module = Module(engine, POLICY)
        self.pins: OrderedDict[str, Pinned[Store]] = OrderedDict()

    def admit(self, tenant: str) -> None:
        self.pins[tenant] = Pinned(Store(self.engine))
        while len(self.pins) > self.capacity:
            _, oldest = self.pins.popitem(last=False)
            oldest.close()

    def _warm(self, tenant: str) -> bool:
        pin = self.pins[tenant]
        instance = Instance(pin, self.module, [])
        return bool(instance.exports(pin).func("allow")(pin, 1))

    def prewarm(self, tenants: list[str]) -> int:
        for tenant in tenants:
            self.admit(tenant)
        with ThreadPoolExecutor(max_workers=4) as pool:
            return sum(pool.map(self._warm, tenants))  # E: safestore-send


if __name__ == "__main__":
    print(PolicyCache(Engine()).prewarm(["acme", "globex"]))
