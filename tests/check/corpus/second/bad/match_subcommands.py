"""A shell for one store: 'send' moves it to the archive, and the prompt then shows its size."""

from __future__ import annotations

from safestore import Engine, Instance, Module, Pinned, Store, TransferToken

ARCHIVE: list[TransferToken[Store]] = []
WAT = '(module (memory (export "memory") 1 8))'


def shell(lines: list[str]) -> None:
    pin = Pinned(Store(Engine()))
    memory = Instance(pin, Module(pin.value.engine, WAT), []).exports(pin).memory("memory")
    for line in lines:
        match line.split():
            case ["grow", pages]:
                memory.grow(pin, int(pages))  # E: safestore-maybe-moved
            case ["send"]:
                ARCHIVE.append(pin.transfer())  # E: safestore-maybe-moved
            case ["quit" | "exit"]:
                break
            case _:
                print("grow PAGES, send or quit")
    print("the end")


if __name__ == "__main__":
    shell(["grow 1", "send", "quit"])
