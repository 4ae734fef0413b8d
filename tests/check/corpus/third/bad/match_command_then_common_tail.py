"""A command interpreter: the `detach` command moves the session, and the tail still meters it."""

from __future__ import annotations

from safestore import Func, Pinned, Store, TransferToken


def interpret(
    pin: Pinned[Store], call: Func, command: tuple[str, ...], away: list[TransferToken[Store]]
) -> int:
    result = 0
    match command:
        case ("call", argument):
            result = int(call(pin, int(argument)))
        case ("detach", *_):
            away.append(pin.transfer())
        case ("quit",):
            return -1
        case _:
            raise ValueError(f"unknown command: {command}")
    used = 1000 - pin.value.get_fuel()  # E: safestore-maybe-moved
    return result + used
