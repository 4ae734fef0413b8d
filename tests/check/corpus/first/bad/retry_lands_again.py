"""A worker retries a job that trapped, and lands the job's token at each attempt."""

import queue

from safestore import Instance, Module, Store, TransferToken, Trap


def attempt(token: TransferToken[Store], module: Module, tries: int) -> int | None:
    for number in range(tries):
        pin = token.land()  # E: safestore-maybe-moved
        try:
            run = Instance(pin, module, []).exports(pin).func("run")
            return int(run(pin, number))
        except Trap as trap:
            print("attempt", number, "trapped:", trap.message)
    return None


def worker(jobs: "queue.Queue[TransferToken[Store]]", module: Module) -> None:
    while True:
        print(attempt(jobs.get(), module, 3))
