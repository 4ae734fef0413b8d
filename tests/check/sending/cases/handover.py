"""A thread that is started and joined before anything else touches the store."""

from __future__ import annotations

import threading
from threading import Thread

from safestore import Engine, Func, Instance, Module, Pinned, Store
from safestore import component as component_model


def work(store: Store) -> None:
    store.gc()


def plain(engine: Engine) -> None:
    store = Store(engine)
    thread = Thread(target=work, args=(store,))
    thread.start()
    thread.join()
    store.gc()


def by_closure(engine: Engine, module: Module) -> int:
    store = Store(engine)
    instance = Instance(store, module, [])

    def run() -> None:
        instance.exports(store).func("main")(store)

    thread = threading.Thread(target=run)
    print("starting")
    thread.start()
    engine.increment_epoch()
    thread.join()
    return store.get_fuel()


def in_finally(engine: Engine) -> None:
    store = Store(engine)
    thread = Thread(target=work, args=(store,))
    thread.start()
    try:
        engine.increment_epoch()
    finally:
        thread.join()


def before_start(store: Store) -> None:
    thread = Thread(target=lambda: store.gc())
    store.gc()
    thread.start()
    thread.join()


class Host:
    def __init__(self, store: Store) -> None:
        self.store = store

    def _work(self) -> None:
        self.store.gc()

    def run(self) -> None:
        thread = Thread(target=self._work)
        thread.start()
        thread.join()
        self.store.gc()

    def run_and_use(self) -> None:
        thread = Thread(target=self._work)  # E: safestore-send
        thread.start()
        self.store.gc()
        thread.join()


def two_stores(engine: Engine) -> None:
    first, second = Store(engine), Store(engine)
    thread = Thread(target=work, args=(first,))
    thread.start()
    second.gc()
    thread.join()


def pinned(pin: Pinned[Store]) -> None:
    thread = Thread(target=lambda: pin.value.gc())  # E: safestore-send
    thread.start()
    thread.join()


def used_between(store: Store) -> None:
    thread = Thread(target=work, args=(store,))  # E: safestore-send
    thread.start()
    store.gc()
    thread.join()


def used_by_another_name(store: Store, func: Func, module: Module) -> None:
    instance = Instance(store, module, [])
    thread = Thread(target=work, args=(store,))  # E: safestore-send
    thread.start()
    print(instance)
    thread.join()


def with_timeout(store: Store) -> None:
    thread = Thread(target=work, args=(store,))  # E: safestore-send
    thread.start()
    thread.join(1.0)


def never_joined(store: Store) -> None:
    thread = Thread(target=work, args=(store,))  # E: safestore-send
    thread.start()


def maybe_joined(store: Store, flag: bool) -> None:
    thread = Thread(target=work, args=(store,))  # E: safestore-send
    thread.start()
    if flag:
        thread.join()


def two_threads(store: Store) -> None:
    first = Thread(target=work, args=(store,))  # E: safestore-send
    second = Thread(target=work, args=(store,))  # E: safestore-send
    first.start()
    second.start()
    first.join()
    second.join()


def one_after_another(store: Store) -> None:
    first = Thread(target=work, args=(store,))
    first.start()
    first.join()
    second = Thread(target=work, args=(store,))
    second.start()
    second.join()


def several(store: Store) -> None:
    threads = [Thread(target=work, args=(store,)) for _ in range(2)]  # E: safestore-send
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def returns_meanwhile(store: Store, flag: bool) -> None:
    thread = Thread(target=work, args=(store,))  # E: safestore-send
    thread.start()
    if flag:
        return
    thread.join()


def component(linker: component_model.Linker) -> None:
    thread = Thread(target=linker.close)
    thread.start()
    thread.join()
