"""A policy engine compiles tenants' modules in a pool; its pinned stores stay where they are."""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor

from safestore import Engine, Instance, Module, Pinned, Store

POLICY = '(module (func (export "allow") (param i32) (result i32) (local.get 0)))'


class PolicyCache:
    def __init__(self, engine: Engine, capacity: int = 16) -> None:
        self.engine = engine
        self.capacity = capacity
        self.pins: OrderedDict[str, Pinned[Store]] = OrderedDict()
        self.modules: dict[str, Module] = {}

    def _compile(self, tenant: str) -> tuple[str, Module]:
        return tenant, Module(self.engine, POLICY)

    def prewarm(self, tenants: list[str]) -> None:
        with ThreadPoolExecutor(max_workers=4) as pool:
            self.modules.update(pool.map(self._compile, tenants))
        for tenant in tenants:
            self.pins[tenant] = Pinned(Store(self.engine))
            if len(self.pins) > self.capacity:
                self.pins.popitem(last=False)[1].close()

    def allow(self, tenant: str, user: int) -> bool:
        pin = self.pins[tenant]
        self.pins.move_to_end(tenant)
        instance = Instance(pin, self.modules[tenant], [])
        return bool(instance.exports(pin).func("allow")(pin, user))


if __name__ == "__main__":
    cache = PolicyCache(Engine())
    cache.prewarm(["acme", "globex"])
    print(cache.allow("acme", 1))
