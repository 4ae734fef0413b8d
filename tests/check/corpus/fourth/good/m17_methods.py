"""One method moves the pin and keeps the new one, and another one uses it."""

from __future__ import annotations

from safestore import Engine, Pinned, Store


class Host:
    def __init__(self, e: Engine) -> None:
        self.pin = Pinned(Store(e))

    def renew(self) -> None:
        self.pin = self.pin.transfer().land()

    def sweep(self) -> None:
        self.pin.value.gc()


def main(e: Engine) -> None:
    host = Host(e)
    host.renew()
    host.sweep()
