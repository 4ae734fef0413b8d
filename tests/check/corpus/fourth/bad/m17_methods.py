"""One method gives the pin away, and another one uses it."""

from __future__ import annotations

from safestore import Engine, Pinned, Store, TransferToken


class Host:
    def __init__(self, e: Engine) -> None:
        self.pin = Pinned(Store(e))

    def release(self) -> TransferToken[Store]:
        return self.pin.transfer()

    def sweep(self) -> None:
        self.pin.value.gc()


def main(e: Engine) -> None:
    host = Host(e)
    host.release().discard()
    host.sweep()  # E: safestore-moved
