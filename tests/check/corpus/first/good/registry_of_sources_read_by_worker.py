"""Workers look sources up in a module's registry, and pin in a thread-local; nothing is shared."""

import queue
import threading

from safestore import Engine, Instance, Module, Pinned, Store

ENGINE = Engine()
REGISTRY: dict[str, Module] = {}
INBOX: "queue.Queue[str]" = queue.Queue()
MAIN_PIN = Pinned(Store(ENGINE))


class Own(threading.local):
    pin: Pinned[Store] | None = None


OWN = Own()


def register(name: str, wat: str) -> None:
    REGISTRY[name] = Module(ENGINE, wat)
    Instance(MAIN_PIN, REGISTRY[name], [])


def own_pin() -> Pinned[Store]:
    pin = OWN.pin
    if pin is None:
        pin = OWN.pin = Pinned(Store(ENGINE))
    return pin


def worker() -> None:
    while name := INBOX.get():
        pin = own_pin()
        print(name, list(Instance(pin, REGISTRY[name], []).exports(pin)))


def start(count: int) -> list[threading.Thread]:
    threads = [threading.Thread(target=worker, name=f"worker-{n}") for n in range(count)]
    for thread in threads:
        thread.start()
    return threads
