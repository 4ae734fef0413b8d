"""A client of the laundry."""

from __future__ import annotations

from safestore import Engine, Pinned, Store

from . import laundry


def run(engine: Engine, rounds: int) -> list[str]:
    pin = Pinned(Store(engine))
    seen: list[str] = []
    for _ in range(rounds):
        seen.append(laundry.look_at(pin))
        pin = laundry.wash(pin)
        pin.value.gc()
    pin.close()
    return seen


if __name__ == "__main__":
    print(run(Engine(), 2))
