"""What runs at the exit uses a pin."""

from __future__ import annotations

import atexit

from safestore import Engine, Pinned, Store


def main(e: Engine) -> Pinned[Store]:
    p = Pinned(Store(e))
    atexit.register(p.close)  # E: safestore-send
    return p
