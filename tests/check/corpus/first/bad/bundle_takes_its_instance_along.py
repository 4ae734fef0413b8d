"""Pins a store with its instance, hands the pair to a worker, and calls an export once more."""

import queue

from safestore import Engine, Instance, Module, Pinned, Store, TransferToken

Guest = tuple[Store, Instance]
WAT = '(module (func (export "a")) (func (export "b")))'


def offer(engine: Engine, workers: "queue.Queue[TransferToken[Guest]]") -> list[str]:
    store = Store(engine)
    instance = Instance(store, Module(engine, WAT), [])
    pin = Pinned((store, instance))
    names = list(instance.exports(store))
    token = pin.transfer()
    workers.put(token)
    if not names:
        raise LookupError("a guest without exports")
    instance.exports(store).func("a")(store)  # E: safestore-moved
    return names
