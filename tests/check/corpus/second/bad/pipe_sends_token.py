"""A parent moves its store to a child process by sending the token down a pipe."""

from __future__ import annotations

import multiprocessing
from multiprocessing.connection import Connection

from safestore import Engine, Pinned, Store


def child(inbox: Connection[object, object]) -> None:
    message = inbox.recv()
    print("child has", message)


def main() -> None:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=child, args=(theirs,))
    process.start()
    pin = Pinned(Store(Engine()))
    token = pin.transfer()
    ours.send(token)  # E: safestore-send
    process.join()


if __name__ == "__main__":
    main()
