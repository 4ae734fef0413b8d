"""A tool moves its store before it looks at its arguments, and discards the token on a bad one."""

from __future__ import annotations

import queue
import threading

from safestore import Engine, Pinned, Store, TransferToken


def serve(inbox: queue.Queue[TransferToken[Store]]) -> None:
    with inbox.get().land() as pin:
        pin.value.gc()


def check(rounds: int) -> None:
    if rounds < 1:
        raise SystemExit("at least one round is needed")


def elsewhere(rounds: int) -> None:
    token = Pinned(Store(Engine())).transfer()
    try:
        check(rounds)
    except SystemExit:
        token.discard()
        raise
    inbox: queue.Queue[TransferToken[Store]] = queue.Queue()
    thread = threading.Thread(target=serve, args=(inbox,))
    thread.start()
    inbox.put(token)
    thread.join()


def here(rounds: int) -> None:
    token = Pinned(Store(Engine())).transfer()
    try:
        check(rounds)
        with token.land() as pin:
            pin.value.gc()
    finally:
        if not token.landed:
            token.discard()


if __name__ == "__main__":
    for run in (here, elsewhere):
        run(2)
        try:
            run(0)
        except SystemExit as error:
            print(error)
