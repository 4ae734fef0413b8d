"""A lifespan on raw wasmtime reads what fuel is left inside of its with, and logs it after."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import wasmtime


class App:
    def __init__(self) -> None:
        self.func: wasmtime.Func | None = None
        self.lines: list[str] = []


@contextlib.asynccontextmanager
async def lifespan(app: App) -> AsyncIterator[wasmtime.Store]:
    config = wasmtime.Config()
    config.consume_fuel = True
    engine = wasmtime.Engine(config)
    with wasmtime.Store(engine) as store:
        store.set_fuel(10_000)
        module = wasmtime.Module(engine, '(module (func (export "f")))')
        func = wasmtime.Instance(store, module, []).exports(store)["f"]
        assert isinstance(func, wasmtime.Func)
        app.func = func
        yield store
        left = store.get_fuel()
    app.func = None
    app.lines.append(f"{left} left of {[export.name for export in module.exports]}")
    engine.increment_epoch()


async def main() -> None:
    app = App()
    async with lifespan(app) as store:
        assert app.func is not None
        app.func(store)
        await asyncio.sleep(0)
    assert len(app.lines) == 1


if __name__ == "__main__":
    asyncio.run(main())
