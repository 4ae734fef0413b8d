"""A plugin's command loop goes on after `detach`, and its next command finds the pin moved."""

from queue import Queue

import safestore as wasmtime
from safestore import Pinned, TransferToken


def command_loop(
    engine: wasmtime.Engine,
    commands: "Queue[tuple[str, int]]",
    detached: "Queue[TransferToken[wasmtime.Store]]",
) -> None:
    pin = Pinned(wasmtime.Store(engine))
    running = True
    while running:
        match commands.get():
            case ("fuel", amount):
                pin.value.set_fuel(amount)  # E: safestore-maybe-moved
            case ("detach", _):
                detached.put(pin.transfer())  # E: safestore-maybe-moved
            case ("stop", _):
                running = False
            case (other, _):
                print("unknown command", other)
