"""An async rule engine parses off the event loop, by methods that leave its pinned store alone."""

from __future__ import annotations

import asyncio

from safestore import Engine, Instance, Module, Pinned, Store

RULE = '(module (func (export "matches") (param i32) (result i32) (i32.const 1)))'


class RuleEngine:
    def __init__(self, separator: str) -> None:
        self.pin = Pinned(Store(Engine()))
        self.separator = separator
        self.rules: dict[str, Instance] = {}

    def load(self, name: str) -> None:
        module = Module(self.pin.value.engine, RULE)
        self.rules[name] = Instance(self.pin, module, [])

    def _parse(self, text: str) -> list[int]:
        return [self._number(part) for part in text.split(self.separator)]

    @staticmethod
    def _number(part: str) -> int:
        return int(part.strip() or 0)

    async def handle(self, text: str) -> int:
        events = await asyncio.to_thread(self._parse, text)
        hits = 0
        for instance in self.rules.values():
            matches = instance.exports(self.pin).func("matches")
            hits += sum(int(matches(self.pin, event)) for event in events)
        return hits


if __name__ == "__main__":
    engine = RuleEngine(",")
    engine.load("any")
    print(asyncio.run(engine.handle("1, 2, 3")))
