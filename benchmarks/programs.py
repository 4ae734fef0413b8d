"""A long program in which every function has to do with safestore: input for the checks."""

from __future__ import annotations

from pathlib import Path

__all__ = ["write"]

_HEAD = """\
from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from safestore import Engine, Func, Instance, Linker, Memory, Module, Pinned, Store, TransferToken

"""

_BLOCK = """
def move_{n}(pin: Pinned[Store], ready: bool) -> Pinned[Store]:
    if ready:
        token = pin.transfer()
        try:
            pin = token.land()
        except RuntimeError:
            token.discard()
            raise
    for round in range({n}):
        if round % 2:
            pin.value.gc()
            continue
        pin = pin.transfer().land()
    return pin


def copy_{n}(store: Store, memory: Memory, size: int) -> bytes:
    found = b""
    with memory.view(store) as view:
        for at in range(0, size, 16):
            found += bytes(view[at : at + 16])
            if not found.strip():
                break
        else:
            found = b"{n}" + found
    memory.grow(store, 1)
    with memory.view(store) as view:
        view[0] = len(found)
    return found


@dataclass
class Plugin{n}:
    name: str
    engine: Engine
    module: Module


class Host{n}:
    def __init__(self, engine: Engine, module: Module) -> None:
        self.engine = engine
        self.module = module
        self.store = Store(engine)
        self.linker = Linker(engine)
        self.instance: Instance = self.linker.instantiate(self.store, module)
        self.pins: dict[str, Pinned[Store]] = {{}}
        self.tokens: queue.Queue[TransferToken[Store]] = queue.Queue()

    def run(self, number: int) -> object:
        start: Func = self.instance.exports(self.store).func("run_{n}")
        memory = self.instance.exports(self.store).memory("memory")
        result = start(self.store, number)
        with memory.view(self.store) as view:
            return result, view[number]

    def serve(self) -> None:
        token = self.tokens.get()
        with token.land() as pin:
            pin.value.gc()
            self.pins["last"] = move_{n}(Pinned(Store(self.engine)), bool(token))

    def start(self, pin: Pinned[Store]) -> None:
        self.tokens.put(pin.transfer())
        worker = threading.Thread(target=work_{n}, args=(self.engine, self.tokens))
        worker.start()
        worker.join()

    def close(self) -> None:
        for pin in self.pins.values():
            pin.close()
        self.store.close()


def work_{n}(engine: Engine, tokens: queue.Queue[TransferToken[Store]]) -> None:
    while not tokens.empty():
        token = tokens.get()
        if token.landed:
            continue
        with token.land() as pin:
            pin.value.set_fuel({n})


def each_{n}(engine: Engine, plugins: list[Plugin{n}]) -> Iterator[tuple[str, Pinned[Store]]]:
    for plugin in plugins:
        pin = Pinned(Store(plugin.engine))
        try:
            Instance(pin.value, plugin.module, [])
        except RuntimeError:
            pin.close()
            continue
        yield plugin.name, pin


def many_{n}(engine: Engine, module: Module, size: int) -> list[int]:
    def one(number: int) -> int:
        with Store(engine) as store:
            function = Instance(store, module, []).exports(store).func("one")
            return int(function(store, number))

    with ThreadPoolExecutor(size) as pool:
        return list(pool.map(one, range(size)))
"""


def write(directory: Path, lines: int, lines_each: int = 1000) -> int:
    """Write a package of modules with so many lines; returns how many there are."""
    (directory / "__init__.py").touch()
    length = _BLOCK.count("\n")
    written = number = module = 0
    while written < lines:
        blocks: list[str] = []
        while len(blocks) * length < lines_each:
            blocks.append(_BLOCK.format(n=number))
            number += 1
        text = _HEAD + "".join(blocks)
        (directory / f"part{module}.py").write_text(text, encoding="utf-8")
        written += text.count("\n")
        module += 1
    return written
