"""A pin over a whole plugin goes to a thread; its store is asked for its data afterwards."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass

from safestore import Engine, Func, Instance, Module, Pinned, Store, TransferToken

WAT = '(module (func (export "greet") (result i32) (i32.const 1)))'


@dataclass
class Plugin:
    store: Store
    greet: Func


def serve(inbox: queue.Queue[TransferToken[Plugin]]) -> None:
    with inbox.get().land() as pin:
        plugin = pin.value
        print(plugin.greet(plugin.store))


def main() -> None:
    engine = Engine()
    store = Store(engine, data="settings")
    plugin = Plugin(store, Instance(store, Module(engine, WAT), []).exports(store).func("greet"))
    inbox: queue.Queue[TransferToken[Plugin]] = queue.Queue()
    thread = threading.Thread(target=serve, args=(inbox,))
    thread.start()
    pin = Pinned(plugin)
    inbox.put(pin.transfer())
    print("moved", store.data())  # E: safestore-moved
    thread.join()


if __name__ == "__main__":
    main()
