"""Workers look plugins up in a module's registry, two calls down; the registry holds pins."""

import queue
import threading

from safestore import Engine, Pinned, Store

ENGINE = Engine()
REGISTRY: dict[str, Pinned[Store]] = {}
INBOX: "queue.Queue[str]" = queue.Queue()


def register(name: str) -> None:
    REGISTRY[name] = Pinned(Store(ENGINE))


def fuel_of(name: str) -> int:
    return REGISTRY[name].value.get_fuel()


def report(name: str) -> str:
    return f"{name}: {fuel_of(name)}"


def worker() -> None:
    while True:
        print(report(INBOX.get()))


def start(count: int) -> list[threading.Thread]:
    register("default")
    threads = []
    for n in range(count):
        thread = threading.Thread(target=worker, name=f"worker-{n}")  # E: safestore-send
        thread.start()
        threads.append(thread)
    return threads
