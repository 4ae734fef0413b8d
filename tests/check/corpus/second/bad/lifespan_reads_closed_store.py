"""A lifespan on raw wasmtime logs the fuel that is left, one line below the with that closes."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import wasmtime


class App:
    def __init__(self) -> None:
        self.func: wasmtime.Func | None = None
        self.lines: list[str] = []


@contextlib.asynccontextmanager
async def lifespan(app: App) -> AsyncIterator[None]:
    config = wasmtime.Config()
    config.consume_fuel = True
    engine = wasmtime.Engine(config)
    with wasmtime.Store(engine) as store:
        store.set_fuel(10_000)
        module = wasmtime.Module(engine, '(module (func (export "f")))')
        func = wasmtime.Instance(store, module, []).exports(store)["f"]
        assert isinstance(func, wasmtime.Func)
        app.func = func
        yield
    app.lines.append(f"{store.get_fuel()} left")  # E: safestore-closed


async def main() -> None:
    app = App()
    async with lifespan(app):
        await asyncio.sleep(0)
    print(app.lines)


if __name__ == "__main__":
    asyncio.run(main())
