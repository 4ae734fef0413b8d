"""A loader builds stores in a pool; what comes back are tokens in a frozen dataclass."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from safestore import Engine, Module, Pinned, Store, TransferToken


@dataclass(frozen=True)
class Built:
    name: str
    module: Module
    token: TransferToken[Store]


def build(engine: Engine, name: str) -> Built:
    pin = Pinned(Store(engine))
    pin.value.set_limits(memories=2)
    return Built(name, Module(engine, "(module)"), pin.transfer())


def build_all(engine: Engine, names: list[str]) -> dict[str, Pinned[Store]]:
    with ThreadPoolExecutor() as pool:
        futures: list[Future[Built]] = [pool.submit(build, engine, name) for name in names]
        found = [future.result() for future in futures]
    return {built.name: built.token.land() for built in found}


if __name__ == "__main__":
    for pin in build_all(Engine(), ["a", "b"]).values():
        pin.close()
