"""A plugin host calls its plugins from an executor; a plugin's method reads the plugin's pin."""

from concurrent.futures import Future, ThreadPoolExecutor

from safestore import Engine, Func, Instance, Module, Pinned, Store


class Plugin:
    def __init__(self, engine: Engine, wat: str) -> None:
        self.name = wat[:10]
        self._pin = Pinned(Store(engine))
        exports = Instance(self._pin, Module(engine, wat), []).exports(self._pin)
        self._entry: Func = exports.func("run")

    def call(self, argument: int) -> int:
        return self._checked(self._entry(self._pin, argument))

    def _checked(self, result: object) -> int:
        if not isinstance(result, int):
            raise TypeError(self.name)
        return result


class Host:
    def __init__(self) -> None:
        self.engine = Engine()
        self.plugins: dict[str, Plugin] = {}
        self.pool = ThreadPoolExecutor(4)

    def load(self, name: str, wat: str) -> None:
        self.plugins[name] = Plugin(self.engine, wat)

    def call(self, name: str, argument: int) -> Future[int]:
        plugin = self.plugins[name]
        return self.pool.submit(plugin.call, argument)  # E: safestore-send
