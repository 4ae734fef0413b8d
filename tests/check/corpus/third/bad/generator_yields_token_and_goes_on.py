"""A generator yields the token of each checkpoint; it resumes with the pin that it gave away."""

from __future__ import annotations

from collections.abc import Iterator

from safestore import Engine, Func, Pinned, Store, TransferToken


def checkpoints(engine: Engine, rounds: int, marks: list[str]) -> Iterator[TransferToken[Store]]:
    for number in range(rounds):
        pin = Pinned(Store(engine))
        pin.value.set_limits(memories=number)
        yield pin.transfer()
        marks.append(f"{number}: {pin.value.get_fuel()}")  # E: safestore-moved


def drain(found: Iterator[TransferToken[Store]], probe: Func | None) -> int:
    count = 0
    for token in found:
        token.discard()
        count += probe is not None
    return count
