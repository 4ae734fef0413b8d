"""Prepares a store for a worker, and discards its token before it raises for a bad name."""

import threading

from safestore import Engine, Module, Pinned, Store, TransferToken


def run(token: TransferToken[Store], module: Module) -> None:
    with token.land() as pin:
        print(pin, module)


def start(engine: Engine, name: str, wat: str) -> threading.Thread:
    module = Module(engine, wat)
    token = Pinned(Store(engine)).transfer()
    try:
        if not name.isidentifier():
            raise ValueError(f"not a name: {name!r}")
    except ValueError:
        token.discard()
        raise
    thread = threading.Thread(target=run, args=(token, module), name=name)
    thread.start()
    return thread
