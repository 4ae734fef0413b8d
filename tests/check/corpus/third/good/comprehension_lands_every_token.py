"""Moves a list of pinned shards in a comprehension, lands them in another, under the same name."""

from __future__ import annotations

from safestore import Engine, Pinned, Store


def compact(engine: Engine, count: int) -> int:
    pins = [Pinned(Store(engine)) for _ in range(count)]
    for pin in pins:
        pin.value.gc()
    tokens = [pin.transfer() for pin in pins]
    print(sum(pin.moved for pin in pins), "on their way")
    pins = [token.land() for token in tokens]
    for number, pin in enumerate(pins):
        pin.value.set_limits(memories=number)
    for pin in pins:
        pin.close()
    return len(pins)


if __name__ == "__main__":
    print(compact(Engine(), 3))
