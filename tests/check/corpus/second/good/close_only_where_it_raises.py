"""A loader closes its store and raises when a plugin is unfit; what follows is the other path."""

from __future__ import annotations

from safestore import Engine, Func, Linker, Module, Store, WasmtimeError


class Unfit(Exception):
    pass


def load(engine: Engine, text: str) -> tuple[Store, Func]:
    store = Store(engine)
    linker = Linker(engine)
    try:
        instance = linker.instantiate(store, Module(engine, text))
    except WasmtimeError as error:
        store.close()
        raise Unfit(str(error)) from error
    exports = instance.exports(store)
    if "main" not in exports:
        store.close()
        raise Unfit("it has no main")
    return store, exports.func("main")


def main() -> None:
    engine = Engine()
    for text in ("(module)", '(module (import "a" "b" (func)))', '(module (func (export "main")))'):
        try:
            store, entry = load(engine, text)
        except Unfit as error:
            print(error)
            continue
        entry(store)
        store.close()


if __name__ == "__main__":
    main()
