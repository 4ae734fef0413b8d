"""A control thread: commands travel as tuples over a simple queue, and `load` brings a linker."""

import threading
from queue import SimpleQueue

import wasmtime

Command = tuple[str, wasmtime.Linker | None]


class Control:
    def __init__(self, engine: wasmtime.Engine) -> None:
        self.commands: SimpleQueue[Command] = SimpleQueue()
        self.linker = wasmtime.Linker(engine)
        self.thread = threading.Thread(target=drain, args=(self.commands,))

    def load(self) -> None:
        self.linker.define_wasi()
        self.commands.put(("load", self.linker))  # E: safestore-send

    def stop(self) -> None:
        self.commands.put(("stop", None))
        self.thread.join()


def drain(commands: "SimpleQueue[Command]") -> None:
    while commands.get()[0] != "stop":
        pass
