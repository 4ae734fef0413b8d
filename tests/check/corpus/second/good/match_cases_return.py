"""A shell for one store: 'send' moves it to the archive, and a new one takes its place."""

from __future__ import annotations

from safestore import Engine, Limits, Memory, MemoryType, Pinned, Store, TransferToken

ARCHIVE: list[TransferToken[Store]] = []


def fresh(engine: Engine) -> tuple[Pinned[Store], Memory]:
    pin = Pinned(Store(engine))
    return pin, Memory(pin.value, MemoryType(Limits(1, 8)))


def shell(lines: list[str]) -> int:
    engine = Engine()
    pin, memory = fresh(engine)
    for line in lines:
        match line.split():
            case ["grow", pages]:
                memory.grow(pin, int(pages))
            case ["send"]:
                ARCHIVE.append(pin.transfer())
                pin, memory = fresh(engine)
            case ["end"]:
                ARCHIVE.append(pin.transfer())
                return len(ARCHIVE)
            case _:
                print("grow PAGES, send or end")
    size = memory.size(pin)
    pin.close()
    return size


if __name__ == "__main__":
    assert shell(["grow 1", "send", "grow 2"]) == 3
    assert shell(["grow 1", "end", "grow 1"]) == 2
    for token in ARCHIVE:
        token.discard()
