"""A step moves its store away when the scene is big; the same flag guards the use that follows."""

from __future__ import annotations

import threading

from safestore import Engine, Pinned, Store, TransferToken


def render(token: TransferToken[Store]) -> None:
    with token.land() as pin:
        pin.value.gc()


def draw(pin: Pinned[Store], size: int) -> str:
    background = size > 1024
    if background:
        thread = threading.Thread(target=render, args=(pin.transfer(),))
        thread.start()
        thread.join()
    label = "in the background" if background else "here"
    if not background:
        pin.value.gc()
        pin.close()
    return f"rendered {label}"


def main() -> None:
    engine = Engine()
    assert draw(Pinned(Store(engine)), 10) == "rendered here"
    assert draw(Pinned(Store(engine)), 4096) == "rendered in the background"


if __name__ == "__main__":
    main()
