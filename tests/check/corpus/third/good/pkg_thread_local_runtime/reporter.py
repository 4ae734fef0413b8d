"""What the reporting threads run, and what starts them."""

from __future__ import annotations

import threading

from .runtime import LOCAL


def report(rounds: int) -> None:
    for _ in range(rounds):
        print("guest time:", LOCAL.now())


def main() -> None:
    workers = [threading.Thread(target=report, args=(2,)) for _ in range(2)]
    for worker in workers:
        worker.start()
    report(1)
    for worker in workers:
        worker.join()


if __name__ == "__main__":
    main()
