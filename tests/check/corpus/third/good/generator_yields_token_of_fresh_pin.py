"""A generator makes a pin a round and yields its token last; its consumer lands each of them."""

from __future__ import annotations

from collections.abc import Iterator

from safestore import Engine, Pinned, Store, TransferToken


def checkpoints(engine: Engine, rounds: int, marks: list[str]) -> Iterator[TransferToken[Store]]:
    number = 0
    while number < rounds:
        pin = Pinned(Store(engine))
        pin.value.set_limits(memories=number)
        yield pin.transfer()
        marks.append(f"{number}: {pin!r}, moved: {pin.moved}")
        number += 1


def drain(engine: Engine) -> list[str]:
    marks: list[str] = []
    for token in checkpoints(engine, 3, marks):
        with token.land() as pin:
            pin.value.gc()
    return marks


if __name__ == "__main__":
    print(drain(Engine()))
