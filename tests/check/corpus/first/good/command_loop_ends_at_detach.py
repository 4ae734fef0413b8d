"""A plugin's command loop: `detach` ends it, and `swap` goes on with the pin it gets."""

from queue import Queue

import safestore as wasmtime
from safestore import Pinned, TransferToken


def command_loop(
    engine: wasmtime.Engine,
    commands: "Queue[tuple[str, int]]",
    detached: "Queue[TransferToken[wasmtime.Store]]",
) -> int:
    pin = Pinned(wasmtime.Store(engine))
    count = 0
    while True:
        count += 1
        match commands.get():
            case ("fuel", amount):
                pin.value.set_fuel(amount)
            case ("detach", _):
                detached.put(pin.transfer())
                return count
            case ("swap", _):
                detached.put(pin.transfer())
                pin = Pinned(wasmtime.Store(engine))
            case ("stop", _):
                break
            case (other, _):
                print("unknown command", other)
    pin.close()
    return count
