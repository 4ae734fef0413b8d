"""Pins a store and its instance as one bundle, sends it off, and calls the instance's function."""

from __future__ import annotations

import threading

from safestore import Engine, Instance, Module, Pinned, Store, TransferToken

SOURCE = '(module (func (export "id") (param i32) (result i32) (local.get 0)))'


def serve(token: TransferToken[tuple[Store, Instance]]) -> None:
    with token.land() as pin:
        store, instance = pin.value
        print(instance.exports(store).func("id")(store, 1))


def main() -> int:
    engine = Engine()
    store = Store(engine)
    instance = Instance(store, Module(engine, SOURCE), [])
    identity = instance.exports(store).func("id")
    bundle = Pinned((store, instance))
    worker = threading.Thread(target=serve, args=(bundle.transfer(),))
    worker.start()
    answer = int(identity(store, 2))  # E: safestore-moved
    worker.join()
    return answer
