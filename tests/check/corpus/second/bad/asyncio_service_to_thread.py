"""An asyncio rule service keeps a pin on its loop; it evaluates rules on a pool thread with it."""

from __future__ import annotations

import asyncio

from safestore import Engine, Instance, Module, Pinned, Store

RULE = """(module (func (export "allow") (param i32) (result i32)
  (i32.lt_s (local.get 0) (i32.const 10))))"""


class RuleService:
    def __init__(self, engine: Engine) -> None:
        self._pin = Pinned(Store(engine))
        instance = Instance(self._pin, Module(engine, RULE), [])
        self._allow = instance.exports(self._pin).func("allow")
        self._seen = 0

    def _evaluate(self, size: int) -> bool:
        return bool(self._allow(self._pin, size))

    async def handle(self, size: int) -> str:
        self._seen += 1
        allowed = await asyncio.to_thread(self._evaluate, size)  # E: safestore-send
        return "ok" if allowed else "denied"


async def main() -> None:
    service = RuleService(Engine())
    answers = await asyncio.gather(*(service.handle(size) for size in (3, 12)))
    print(answers)


if __name__ == "__main__":
    asyncio.run(main())
