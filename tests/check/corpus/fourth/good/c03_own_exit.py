"""The class's own `__exit__` leaves the store open that its `__enter__` gave."""

from __future__ import annotations

from safestore import Engine, Store


class Session:
    def __init__(self, e: Engine) -> None:
        self.store = Store(e)

    def __enter__(self) -> Store:
        return self.store

    def __exit__(self, *exc: object) -> None:
        self.store.set_fuel(0)


def main(e: Engine) -> None:
    with Session(e) as store:
        store.set_fuel(1)
    store.gc()
