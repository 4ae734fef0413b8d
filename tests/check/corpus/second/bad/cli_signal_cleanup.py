"""A daemon-like CLI tool tidies up when it is told to stop: its signal handler closes the pin."""

from __future__ import annotations

import signal
import sys

from safestore import Engine, Instance, Module, Pinned, Store


def watch(pin: Pinned[Store], module: Module) -> None:
    poll = Instance(pin, module, []).exports(pin).func("poll")
    for line in sys.stdin:
        print(line.strip(), poll(pin, len(line)))


def main(argv: list[str]) -> int:
    if len(argv) != 2:
        print("usage: watch MODULE", file=sys.stderr)
        return 2
    engine = Engine()
    module = Module.from_file(engine, argv[1])
    pin = Pinned(Store(engine))
    signal.signal(signal.SIGTERM, lambda number, frame: pin.close())  # E: safestore-send
    watch(pin, module)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv))
