"""A raw plugin host with an async face: its calls go to the default executor, as a partial."""

import asyncio
import functools
from pathlib import Path

import wasmtime


class PluginHost:
    def __init__(self) -> None:
        self._engine = wasmtime.Engine()
        self._store = wasmtime.Store(self._engine)
        self._linker = wasmtime.Linker(self._engine)
        self._plugins: dict[str, wasmtime.Instance] = {}

    def load(self, path: Path) -> str:
        module = wasmtime.Module.from_file(self._engine, path)
        self._plugins[path.stem] = self._linker.instantiate(self._store, module)
        return path.stem

    def _call(self, plugin: str, name: str, *args: int) -> object:
        func = self._plugins[plugin].exports(self._store)[name]
        if not isinstance(func, wasmtime.Func):
            raise TypeError(f"{plugin}.{name} is not a function")
        return func(self._store, *args)

    async def call(self, plugin: str, name: str, *args: int) -> object:
        loop = asyncio.get_running_loop()
        job = functools.partial(self._call, plugin, name, *args)
        return await loop.run_in_executor(None, job)  # E: safestore-send


async def main(paths: list[Path]) -> None:
    host = PluginHost()
    for name in [host.load(path) for path in paths]:
        print(name, await host.call(name, "version"))
