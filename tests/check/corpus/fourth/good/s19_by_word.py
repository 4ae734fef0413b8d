"""The class says that it may be sent, whatever its fields are."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from safestore import Send, Store


class Session(Send):
    def __init__(self, store: Store) -> None:
        self.store = store


def save(session: Session) -> None:
    print(session.store)


def main(pool: ThreadPoolExecutor, store: Store) -> None:
    pool.submit(save, Session(store))
