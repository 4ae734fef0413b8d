"""Loads plugins in parallel; the futures' results are plugins that the pool's threads pinned."""

from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from safestore import Engine, Instance, Module, Pinned, Store


@dataclass
class Plugin:
    name: str
    pin: Pinned[Store]


def load(engine: Engine, path: Path) -> Plugin:
    pin = Pinned(Store(engine))
    Instance(pin, Module.from_file(engine, path), [])
    return Plugin(path.stem, pin)


def load_all(folder: Path) -> dict[str, Plugin]:
    engine = Engine()
    found: dict[str, Plugin] = {}
    with ThreadPoolExecutor() as pool:
        futures = []
        for path in sorted(folder.glob("*.wasm")):
            futures.append(pool.submit(load, engine, path))  # E: safestore-send
        for future in as_completed(futures):
            plugin = future.result()
            found[plugin.name] = plugin
    return found
