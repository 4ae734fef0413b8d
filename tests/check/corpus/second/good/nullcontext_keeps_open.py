"""A report uses the store it is given, or closes one of its own: a nullcontext closes nothing."""

import contextlib

import wasmtime

WAT = '(module (memory (export "memory") 3))'


def pages(module: wasmtime.Module, engine: wasmtime.Engine, given: wasmtime.Store | None) -> int:
    scope = contextlib.closing(wasmtime.Store(engine)) if given is None else None
    with scope or contextlib.nullcontext(given) as store:
        assert store is not None
        memory = wasmtime.Instance(store, module, []).exports(store)["memory"]
        assert isinstance(memory, wasmtime.Memory)
        return memory.size(store)


def main() -> None:
    engine = wasmtime.Engine()
    module = wasmtime.Module(engine, WAT)
    store = wasmtime.Store(engine)
    assert pages(module, engine, store) == 3
    with contextlib.nullcontext(store) as same:
        assert pages(module, engine, same) == 3
    assert pages(module, engine, None) == pages(module, engine, store)
    store.close()


if __name__ == "__main__":
    main()
