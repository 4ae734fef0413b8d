"""A heartbeat that may come late asks its pin whether it is still its own, and returns if not."""

from __future__ import annotations

import logging
import threading

from safestore import Engine, Pinned, Store, TransferToken

log = logging.getLogger(__name__)


def take(token: TransferToken[Store]) -> None:
    token.land().close()


class Guest:
    def __init__(self, engine: Engine) -> None:
        self.pin = Pinned(Store(engine))
        self.beats = 0

    def beat(self) -> None:
        if self.pin.moved or not self.pin.is_mine():
            log.info("not ours any more: %r", self.pin)
            return
        self.pin.value.gc()
        self.beats += 1

    def send_off(self) -> threading.Thread:
        thread = threading.Thread(target=take, args=(self.pin.transfer(),))
        thread.start()
        return thread


def main() -> None:
    guest = Guest(Engine())
    guest.beat()
    thread = guest.send_off()
    guest.beat()
    thread.join()
    guest.beat()
    assert guest.beats == 1


if __name__ == "__main__":
    main()
