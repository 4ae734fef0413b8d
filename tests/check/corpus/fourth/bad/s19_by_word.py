"""The class says that it belongs to its thread, whatever its fields are."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from safestore import NotSend


class Session(NotSend):
    def __init__(self, user: str) -> None:
        self.user = user


def save(session: Session) -> None:
    print(session.user)


def main(pool: ThreadPoolExecutor) -> None:
    pool.submit(save, Session("ann"))  # E: safestore-send
