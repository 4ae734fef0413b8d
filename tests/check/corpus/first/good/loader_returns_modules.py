"""Loads plugins in parallel: the pool's threads return modules, which this thread instantiates."""

from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from safestore import Engine, Instance, Module, Pinned, Store


@dataclass
class Plugin:
    name: str
    pin: Pinned[Store]


@dataclass
class Compiled:
    name: str
    module: Module


def load(engine: Engine, path: Path) -> Compiled:
    return Compiled(path.stem, Module.from_file(engine, path))


def load_all(folder: Path) -> dict[str, Plugin]:
    engine = Engine()
    found: dict[str, Plugin] = {}
    with ThreadPoolExecutor() as pool:
        futures = [pool.submit(load, engine, path) for path in sorted(folder.glob("*.wasm"))]
        for future in as_completed(futures):
            compiled = future.result()
            pin = Pinned(Store(engine))
            Instance(pin, compiled.module, [])
            found[compiled.name] = Plugin(compiled.name, pin)
    return found
