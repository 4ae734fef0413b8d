"""A pin is closed, and then perhaps once more, which does nothing."""

from __future__ import annotations

from safestore import Store, TransferToken


def cancel(tok: TransferToken[Store], late: bool) -> None:
    pin = tok.land()
    pin.close()
    if late:
        pin.close()
