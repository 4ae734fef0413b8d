"""An async rule engine pushes its evaluation, a method on a pinned store, off the event loop."""

from __future__ import annotations

import asyncio

from safestore import Engine, Instance, Module, Pinned, Store

RULE = '(module (func (export "matches") (param i32) (result i32) (i32.const 1)))'


class RuleEngine:
    def __init__(self) -> None:
        self.pin = Pinned(Store(Engine()))
        self.rules: dict[str, Instance] = {}
        self.hits = 0

    def load(self, name: str) -> None:
        module = Module(self.pin.value.engine, RULE)
        self.rules[name] = Instance(self.pin, module, [])

    def _evaluate(self, name: str, event: int) -> bool:
        matches = self.rules[name].exports(self.pin).func("matches")
        return bool(matches(self.pin, event))

    async def handle(self, event: int) -> list[str]:
        matched: list[str] = []
        for name in self.rules:
            if await asyncio.to_thread(self._evaluate, name, event):  # E: safestore-send
                matched.append(name)
        self.hits += len(matched)
        return matched


if __name__ == "__main__":
    engine = RuleEngine()
    engine.load("any")
    print(asyncio.run(engine.handle(3)))
