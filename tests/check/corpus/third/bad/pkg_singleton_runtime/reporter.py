"""What the reporting thread runs."""

from __future__ import annotations

from .runtime import RUNTIME


def report(rounds: int) -> None:
    for _ in range(rounds):
        print("guest time:", RUNTIME.now())
