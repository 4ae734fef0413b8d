"""A worker retries a job that trapped: before each further attempt the pin is a token again."""

import queue

from safestore import Instance, Module, Store, TransferToken, Trap


def attempt(token: TransferToken[Store], module: Module, tries: int) -> int | None:
    for number in range(tries):
        pin = token.land()
        try:
            run = Instance(pin, module, []).exports(pin).func("run")
            return int(run(pin, number))
        except Trap as trap:
            print("attempt", number, "trapped:", trap.message)
        token = pin.transfer()
    token.discard()
    return None


def worker(jobs: "queue.Queue[TransferToken[Store]]", module: Module) -> None:
    while True:
        print(attempt(jobs.get(), module, 3))
