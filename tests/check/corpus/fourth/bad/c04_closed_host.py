"""The host is closed, and then asked to go on."""

from __future__ import annotations

from safestore import Engine, Pinned, Store


class Host:
    def __init__(self, e: Engine) -> None:
        self.pin = Pinned(Store(e))

    def close(self) -> None:
        self.pin.close()

    def tick(self) -> None:
        self.pin.value.gc()


def main(e: Engine) -> None:
    host = Host(e)
    host.close()
    host.tick()  # E: safestore-closed
