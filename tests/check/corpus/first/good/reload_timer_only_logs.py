"""Hot reload closes the old plugin here and now; the timer only looks at its path and counter."""

import threading
from pathlib import Path

from safestore import Engine, Instance, Module, Pinned, Store

GRACE = 5.0


class Loaded:
    def __init__(self, engine: Engine, path: Path) -> None:
        self.path = path
        self.calls = 0
        self.pin = Pinned(Store(engine))
        self.instance = Instance(self.pin, Module.from_file(engine, path), [])

    def unload(self) -> None:
        self.pin.close()

    def epitaph(self) -> None:
        print("unloaded", self.path, "after", self.calls, "calls")


class Reloader:
    def __init__(self, path: Path) -> None:
        self.engine = Engine()
        self.path = path
        self.current = Loaded(self.engine, path)

    def reload(self) -> None:
        old = self.current
        self.current = Loaded(self.engine, self.path)
        old.unload()
        threading.Timer(GRACE, old.epitaph).start()
        threading.Timer(GRACE, self.engine.increment_epoch).start()
