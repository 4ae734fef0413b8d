"""A command interpreter: `detach` returns with the token, and only the others reach the tail."""

from __future__ import annotations

from safestore import Engine, Pinned, Store, TransferToken


def interpret(pin: Pinned[Store], command: tuple[str, ...]) -> TransferToken[Store] | int:
    match command:
        case ("limit", count):
            pin.value.set_limits(memories=int(count))
        case ("detach", *_):
            return pin.transfer()
        case ("reset",):
            pin = pin.transfer().land()
        case _:
            raise ValueError(f"unknown command: {command}")
    pin.value.gc()
    return len(command)


def main() -> list[int]:
    results: list[int] = []
    for command in [("limit", "3"), ("reset",), ("detach", "now")]:
        found = interpret(Pinned(Store(Engine())), command)
        if isinstance(found, int):
            results.append(found)
        else:
            found.discard()
    return results


if __name__ == "__main__":
    print(main())
