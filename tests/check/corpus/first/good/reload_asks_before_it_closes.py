"""Reloading asks the old plugin for its state first, and has it shut itself afterwards."""

from safestore import Engine, Func, Instance, Module, Pinned, Store


class Plugin:
    def __init__(self, engine: Engine, module: Module) -> None:
        self.engine = engine
        self.module = module
        self.start()

    def start(self) -> None:
        self.pin = Pinned(Store(self.engine))
        self.exports = Instance(self.pin, self.module, []).exports(self.pin)

    def state(self) -> int:
        save: Func = self.exports.func("save")
        return int(save(self.pin))

    def shut(self) -> None:
        print("shutting", self.pin)
        self.pin.close()


def reload(engine: Engine, module: Module, old: Plugin) -> Plugin:
    new = Plugin(engine, module)
    restore = new.exports.func("restore")
    restore(new.pin, old.state())
    old.shut()
    return new


def restart(plugin: Plugin) -> int:
    plugin.shut()
    plugin.start()
    return plugin.state()
