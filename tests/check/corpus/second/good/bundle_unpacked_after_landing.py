"""A pin over a plugin goes to a thread; what the thread and its maker use is their own."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass

from safestore import Engine, Func, Instance, Module, Pinned, Store, TransferToken

WAT = '(module (func (export "greet") (result i32) (i32.const 1)))'


@dataclass
class Plugin:
    title: str
    store: Store
    greet: Func


def make(engine: Engine, title: str) -> Plugin:
    store = Store(engine, data="settings")
    greet = Instance(store, Module(engine, WAT), []).exports(store).func("greet")
    return Plugin(title, store, greet)


def serve(inbox: queue.Queue[TransferToken[Plugin]], answers: queue.Queue[int]) -> None:
    with inbox.get().land() as pin:
        plugin = pin.value
        answers.put(int(plugin.greet(plugin.store)))


def main() -> None:
    engine = Engine()
    inbox: queue.Queue[TransferToken[Plugin]] = queue.Queue()
    answers: queue.Queue[int] = queue.Queue()
    threading.Thread(target=serve, args=(inbox, answers)).start()
    first, second = make(engine, "first"), make(engine, "second")
    inbox.put(Pinned(first).transfer())
    assert answers.get() == 1
    assert second.greet(second.store) == 1
    assert second.store.data() == "settings"


if __name__ == "__main__":
    main()
