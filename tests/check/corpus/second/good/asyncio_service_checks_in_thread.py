"""An asyncio service evaluates on its loop's thread; only checking a new rule goes to a thread."""

from __future__ import annotations

import asyncio

from safestore import Engine, Func, Instance, Module, Pinned, Store, WasmtimeError, wat2wasm

RULE = """(module (func (export "allow") (param i32) (result i32)
  (i32.lt_s (local.get 0) (i32.const 10))))"""


class RuleService:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._pin = Pinned(Store(engine))
        self._allow: Func | None = None

    def _check(self, text: str) -> Module:
        Module.validate(self._engine, wat2wasm(text))
        return Module(self._engine, text)

    async def replace(self, text: str) -> bool:
        try:
            module = await asyncio.to_thread(self._check, text)
        except WasmtimeError as error:
            print("refused:", error)
            return False
        self._allow = Instance(self._pin, module, []).exports(self._pin).func("allow")
        return True

    async def handle(self, size: int) -> bool:
        assert self._allow is not None
        return bool(self._allow(self._pin, size))


async def main() -> None:
    service = RuleService(Engine())
    assert await service.replace(RULE)
    assert not await service.replace("(module (func (result i32)))")
    print([await service.handle(size) for size in (3, 12)])


if __name__ == "__main__":
    asyncio.run(main())
