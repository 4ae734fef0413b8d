"""A CLI tool moves its store before it has looked at its arguments, and exits on a bad one."""

from __future__ import annotations

import argparse
import queue
import threading

from safestore import Engine, Pinned, Store, TransferToken


def serve(inbox: queue.Queue[TransferToken[Store] | None]) -> None:
    while (token := inbox.get()) is not None:
        with token.land() as pin:
            pin.value.gc()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--workers", type=int, default=1)
    args = parser.parse_args()
    inbox: queue.Queue[TransferToken[Store] | None] = queue.Queue()
    token = Pinned(Store(Engine())).transfer()  # E: safestore-leak
    if args.workers < 1:
        raise SystemExit("at least one worker is needed")
    threads = [threading.Thread(target=serve, args=(inbox,)) for _ in range(args.workers)]
    for thread in threads:
        thread.start()
    inbox.put(token)
    for _ in threads:
        inbox.put(None)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
