"""Reloading closes the old plugin through a method of its own and then asks it for its state."""

from safestore import Engine, Func, Instance, Module, Pinned, Store


class Plugin:
    def __init__(self, engine: Engine, module: Module) -> None:
        self.pin = Pinned(Store(engine))
        self.exports = Instance(self.pin, module, []).exports(self.pin)

    def state(self) -> int:
        save: Func = self.exports.func("save")
        return int(save(self.pin))

    def shut(self) -> None:
        print("shutting", self.pin)
        self.pin.close()


def reload(engine: Engine, module: Module, old: Plugin) -> Plugin:
    new = Plugin(engine, module)
    restore = new.exports.func("restore")
    old.shut()
    restore(new.pin, old.state())  # E: safestore-closed
    return new
