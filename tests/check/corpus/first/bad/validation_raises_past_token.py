"""Prepares a store for a worker, and raises for a bad name when the token is already made."""

import threading

from safestore import Engine, Module, Pinned, Store, TransferToken


def run(token: TransferToken[Store], module: Module) -> None:
    with token.land() as pin:
        print(pin, module)


def start(engine: Engine, name: str, wat: str) -> threading.Thread:
    module = Module(engine, wat)
    token = Pinned(Store(engine)).transfer()  # E: safestore-leak
    if not name.isidentifier():
        raise ValueError(f"not a name: {name!r}")
    thread = threading.Thread(target=run, args=(token, module), name=name)
    thread.start()
    return thread
