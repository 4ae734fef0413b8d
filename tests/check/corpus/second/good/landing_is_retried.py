"""A worker lands again until a hook lets it; a landing that failed has not spent the token."""

from __future__ import annotations

import threading

from safestore import Engine, Owned, Pinned, Store, TransferToken
from safestore.errors import LandingError


class Hook:
    """Fails as often as it is told to."""

    def __init__(self, failures: int) -> None:
        self.failures = failures

    def __call__(self, pin: object) -> None:
        if self.failures:
            self.failures -= 1
            raise OSError("not yet")


def land(token: TransferToken[Store], attempts: int) -> Pinned[Store]:
    for _ in range(attempts - 1):
        try:
            return token.land()
        except LandingError as error:
            print("once more:", error)
    return token.land()


def work(pin: Owned[Store]) -> None:
    token = pin.transfer()
    thread = threading.Thread(target=lambda: land(token, 3).close())
    thread.start()
    thread.join()


def main() -> None:
    store = Store(Engine())
    store.on_land(Hook(2))
    work(Pinned(store))


if __name__ == "__main__":
    main()
