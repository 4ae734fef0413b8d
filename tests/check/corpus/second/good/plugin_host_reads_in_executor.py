"""A raw async plugin host reads files in the executor, by a bound method, and calls on its loop."""

import asyncio
import functools
import tempfile
from pathlib import Path

import wasmtime


class PluginHost:
    def __init__(self, root: Path) -> None:
        self._root = root
        self._engine = wasmtime.Engine()
        self._store = wasmtime.Store(self._engine)
        self._plugins: dict[str, wasmtime.Instance] = {}

    def _compile(self, name: str, suffix: str) -> wasmtime.Module:
        return wasmtime.Module(self._engine, (self._root / f"{name}{suffix}").read_text())

    async def load(self, name: str) -> None:
        loop = asyncio.get_running_loop()
        job = functools.partial(self._compile, name, suffix=".wat")
        module = await loop.run_in_executor(None, job)
        self._plugins[name] = wasmtime.Instance(self._store, module, [])

    async def call(self, plugin: str, name: str, *args: int) -> object:
        await asyncio.sleep(0)
        func = self._plugins[plugin].exports(self._store)[name]
        assert isinstance(func, wasmtime.Func)
        return func(self._store, *args)


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        text = '(module (func (export "version") (result i32) (i32.const 2)))'
        Path(folder, "p.wat").write_text(text)
        host = PluginHost(Path(folder))
        await host.load("p")
        assert await host.call("p", "version") == 2


if __name__ == "__main__":
    asyncio.run(main())
