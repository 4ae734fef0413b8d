"""Pins a store, its instance and a Func as one bundle; whoever lands it finds them all in it."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from safestore import Engine, Func, Instance, Module, Pinned, Store, TransferToken

SOURCE = '(module (func (export "id") (param i32) (result i32) (local.get 0)))'


@dataclass
class Plugin:
    store: Store
    instance: Instance
    identity: Func

    def call(self, number: int) -> int:
        return int(self.identity(self.store, number))


def serve(token: TransferToken[Plugin], answers: list[int]) -> None:
    with token.land() as pin:
        answers.append(pin.value.call(1))
        plugin = pin.value
        answers.append(int(plugin.instance.exports(plugin.store).func("id")(plugin.store, 2)))


def main() -> list[int]:
    store = Store(Engine())
    instance = Instance(store, Module(store.engine, SOURCE), [])
    bundle = Pinned(Plugin(store, instance, instance.exports(store).func("id")))
    answers: list[int] = [bundle.value.call(0)]
    worker = threading.Thread(target=serve, args=(bundle.transfer(), answers))
    worker.start()
    worker.join()
    return answers


if __name__ == "__main__":
    print(main())
