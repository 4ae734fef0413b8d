"""A search moves the first store that fits, and stops; those before it were looked at only."""

from __future__ import annotations

from collections.abc import Sequence

from safestore import Engine, Pinned, Store, TransferToken


def first_fit(pins: Sequence[Pinned[Store]], wanted: str) -> TransferToken[Store] | None:
    for pin in pins:
        if pin.value.data() == wanted:
            token = pin.transfer()
            break
    else:
        return None
    return token


def move_once(pin: Pinned[Store], tries: int) -> int:
    while tries:
        tries -= 1
        if pin.value.data() == "never":
            continue
        pin.transfer().discard()
        break
    return tries


def main() -> None:
    engine = Engine()
    token = first_fit([Pinned(Store(engine, data=name)) for name in ("a", "b", "c")], "b")
    assert token is not None
    token.land().close()
    assert first_fit([Pinned(Store(engine, data="c"))], "b") is None
    assert move_once(Pinned(Store(engine, data="once")), 3) == 2


if __name__ == "__main__":
    main()
