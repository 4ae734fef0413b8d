"""`python -m demo`: misuse beside its errors, real work, and what a call costs."""

from __future__ import annotations

import sys
import time

import wasmtime

import safestore
from demo import misuses, speed, streams
from demo.screen import Screen, wants_colour


def main() -> int:
    """Show everything; 0 if all of it behaved as claimed."""
    started = time.perf_counter()
    screen = Screen(wants_colour())
    screen.line(screen.bold("safestore: import safestore as wasmtime"))
    screen.heading("1. Three misuses, the same file on both")
    rows = misuses.show(screen)
    screen.heading("2. A codec and a parser in wasm, on real input")
    rows += streams.show(screen, wasmtime, safestore)
    screen.heading("3. What a call costs")
    rows += speed.show(screen, wasmtime, safestore)
    screen.heading("All of it")
    screen.table(rows)

    failed = [row.what for row in rows if not row.holds]
    elapsed = f"({time.perf_counter() - started:.0f} s)"
    if failed:
        screen.line(screen.bad(f"NOT as claimed: {', '.join(failed)} {elapsed}"))
        return 1
    screen.line(f"Everything behaved as claimed {elapsed}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
