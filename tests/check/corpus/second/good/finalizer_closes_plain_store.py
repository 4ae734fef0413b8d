"""A cache closes each raw plugin's store when the plugin is collected, or at exit at the latest."""

import atexit
import weakref

import wasmtime


class Plugin:
    def __init__(self, engine: wasmtime.Engine, module: wasmtime.Module) -> None:
        store = wasmtime.Store(engine)
        self._store = store
        self._instance = wasmtime.Instance(store, module, [])
        self._finalizer = weakref.finalize(self, store.close)

    def names(self) -> list[str]:
        return sorted(self._instance.exports(self._store))

    @property
    def open(self) -> bool:
        return self._finalizer.alive


def main() -> None:
    engine = wasmtime.Engine()
    spare = wasmtime.Store(engine)
    atexit.register(spare.close)
    plugin = Plugin(engine, wasmtime.Module(engine, '(module (func (export "f")))'))
    assert plugin.open
    assert plugin.names() == ["f"]
    plugin._finalizer()
    assert not plugin.open


if __name__ == "__main__":
    main()
