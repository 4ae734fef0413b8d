"""A scheduler's thread takes what has run(): objects with an engine, and one that makes its pin."""

from __future__ import annotations

import threading
from typing import Protocol

from safestore import Engine, Module, Pinned, Store


class Runner(Protocol):
    def run(self) -> int: ...


class CompileRunner:
    __slots__ = ("engine", "source")

    def __init__(self, engine: Engine, source: str) -> None:
        self.engine = engine
        self.source = source

    def run(self) -> int:
        return len(Module(self.engine, self.source).exports)


class GuestRunner:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def _make(self) -> Pinned[Store]:
        return Pinned(Store(self.engine))

    def run(self) -> int:
        with self._make() as pin:
            pin.value.gc()
        return 1


def serve(runner: Runner, results: list[int]) -> None:
    results.append(runner.run())


def main() -> list[int]:
    engine = Engine()
    results: list[int] = []
    threads = [
        threading.Thread(target=serve, args=(CompileRunner(engine, "(module)"), results)),
        threading.Thread(target=serve, args=(GuestRunner(engine), results)),
    ]
    for thread in threads:
        thread.start()
        thread.join()
    return results


if __name__ == "__main__":
    print(sorted(main()))
