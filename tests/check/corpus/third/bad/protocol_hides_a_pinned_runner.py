"""A scheduler's thread takes whatever has run(); this time that is an object with a pin in it."""

from __future__ import annotations

import threading
from typing import Protocol

from safestore import Engine, Pinned, Store


class Runner(Protocol):
    @property
    def name(self) -> str: ...

    def run(self) -> int: ...


class NumberRunner:
    name = "number"

    def run(self) -> int:
        return 7


class GuestRunner:
    __slots__ = ("_pin", "name")

    def __init__(self, name: str, pin: Pinned[Store]) -> None:
        self.name = name
        self._pin = pin

    def run(self) -> int:
        return self._pin.value.get_fuel()


def serve(runner: Runner) -> None:
    print(runner.name, runner.run())


def main() -> None:
    guest = GuestRunner("guest", Pinned(Store(Engine())))
    for thread in (
        threading.Thread(target=serve, args=(NumberRunner(),)),
        threading.Thread(target=serve, args=(guest,)),  # E: safestore-send
    ):
        thread.start()
