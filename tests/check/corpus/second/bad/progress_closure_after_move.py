"""A download-like progress line is a closure over the pin; its last call comes after the move."""

from __future__ import annotations

import threading
from collections.abc import Callable

from safestore import Config, Engine, Pinned, Store, TransferToken


def finish(token: TransferToken[Store], report: Callable[[str], None]) -> None:
    with token.land() as pin:
        report(f"{pin.value.get_fuel()} left at the end")


def main() -> None:
    config = Config()
    config.consume_fuel = True
    pin = Pinned(Store(Engine(config)))
    pin.value.set_fuel(1_000)

    def progress() -> str:
        return f"{pin.value.get_fuel()} left"

    print(progress())
    thread = threading.Thread(target=finish, args=(pin.transfer(), print))
    thread.start()
    thread.join()
    print(progress())  # E: safestore-moved


if __name__ == "__main__":
    main()
