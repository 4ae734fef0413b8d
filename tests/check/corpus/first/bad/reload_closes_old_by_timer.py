"""Hot reload gives the old plugin a grace period, then a timer's thread closes its pin."""

import threading
from pathlib import Path

from safestore import Engine, Instance, Module, Pinned, Store

GRACE = 5.0


class Loaded:
    def __init__(self, engine: Engine, path: Path) -> None:
        self.path = path
        self.pin = Pinned(Store(engine))
        self.instance = Instance(self.pin, Module.from_file(engine, path), [])

    def unload(self) -> None:
        print("unloading", self.path)
        self.pin.close()


class Reloader:
    def __init__(self, path: Path) -> None:
        self.engine = Engine()
        self.path = path
        self.current = Loaded(self.engine, path)

    def reload(self) -> None:
        old = self.current
        self.current = Loaded(self.engine, self.path)
        threading.Timer(GRACE, old.unload).start()  # E: safestore-send
