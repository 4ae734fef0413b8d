"""After a move the name `pin` is used again: by a comprehension, a lambda and an inner function."""

from __future__ import annotations

from safestore import Engine, Pinned, Store, TransferToken


def stat(pin: Pinned[Store]) -> bool:
    return pin.value.engine.is_pulley()


def main() -> None:
    engine = Engine()
    others = [Pinned(Store(engine)) for _ in range(2)]
    pin = Pinned(Store(engine))
    token: TransferToken[Store] = pin.transfer()

    def describe(pin: Pinned[Store]) -> str:
        return f"{stat(pin)} {pin}"

    assert [stat(pin) for pin in others] == [False, False]
    assert len(sorted(others, key=lambda pin: pin.value.engine.is_pulley())) == 2
    print([describe(other) for other in others])
    token.discard()
    for pin in others:
        stat(pin)
        pin.close()


if __name__ == "__main__":
    main()
