"""A plugin host closes its store in its own __exit__; the caller asks the plugin afterwards."""

from __future__ import annotations

from safestore import Engine, Instance, Module, Pinned, Store


class PluginHost:
    def __init__(self, engine: Engine, source: str) -> None:
        self.pin = Pinned(Store(engine))
        self.instance = Instance(self.pin, Module(engine, source), [])
        self.name = "plugin"

    def __enter__(self) -> PluginHost:
        return self

    def __exit__(self, *error: object) -> None:
        self.pin.close()

    def version(self) -> int:
        return int(self.instance.exports(self.pin).func("version")(self.pin))


def describe(engine: Engine, source: str) -> str:
    with PluginHost(engine, source) as host:
        name = host.name
    return f"{name} {host.version()}"  # E: safestore-closed
