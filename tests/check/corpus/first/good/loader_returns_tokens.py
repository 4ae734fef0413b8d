"""Loads plugins in parallel: what the pool's threads return is a token each, landed here."""

from concurrent.futures import Future, ThreadPoolExecutor

from safestore import Engine, Instance, Module, Pinned, Store, TransferToken

Guest = tuple[Store, Instance]


def load(engine: Engine, wat: str) -> TransferToken[Guest]:
    store = Store(engine)
    instance = Instance(store, Module(engine, wat), [])
    return Pinned((store, instance)).transfer()


def load_all(wats: list[str]) -> list[list[str]]:
    engine = Engine()
    futures: list[Future[TransferToken[Guest]]] = []
    with ThreadPoolExecutor() as pool:
        for wat in wats:
            futures.append(pool.submit(load, engine, wat))
    names: list[list[str]] = []
    for future in futures:
        with future.result().land() as pin:
            store, instance = pin.value
            names.append(list(instance.exports(store)))
    return names


print(load_all(['(module (func (export "a")))', "(module)"]))
