"""A nested function uses the enclosing `pin`, which names the landed one when it is called."""

from __future__ import annotations

from safestore import Engine, Pinned, Store


def rotate(engine: Engine, rounds: int) -> list[bool]:
    pin = Pinned(Store(engine))
    seen: list[bool] = []

    def check() -> None:
        pin.value.gc()
        seen.append(pin.is_mine())

    check()
    for _ in range(rounds):
        pin = pin.transfer().land()
        check()
    pin.close()
    return seen


if __name__ == "__main__":
    print(rotate(Engine(), 2))
