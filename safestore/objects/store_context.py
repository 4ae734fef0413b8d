"""StoreContext: the store as a component's host function sees it, while it runs (C1)."""

from __future__ import annotations

from typing import Any

import wasmtime as raw

from ..errors import StaleCallerError

__all__ = ["StoreContext"]


class StoreContext(raw.StoreContext):
    """Given to host functions of components; good until the host function returns."""

    def __init__(self, ptr: Any) -> None:
        raw.StoreContext.__init__(self, ptr)

    def _context(self) -> Any:
        try:
            return raw.StoreContext._context(self)
        except ValueError:
            raise StaleCallerError(
                "this StoreContext is no longer valid: it works only inside the host function "
                "that it was given to"
            ) from None
