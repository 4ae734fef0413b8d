"""Which guards there are to take away, and how: one list for each family of the ledger.

A new guard needs a `Mutation` here: its row, its symbol as in the ledger, what goes wrong without
it, and the smallest edit that takes it away. `make prove` fails for a guard that has none.
"""

from __future__ import annotations

from tests.prove.declared import (
    callbacks,
    entry,
    handles,
    native,
    ownership,
    process,
    transfer,
    views,
)
from tests.prove.mutation import Mutation

__all__ = ["MUTATIONS"]

MUTATIONS: tuple[Mutation, ...] = (
    *entry.MUTATIONS,
    *transfer.MUTATIONS,
    *ownership.MUTATIONS,
    *handles.MUTATIONS,
    *views.MUTATIONS,
    *callbacks.MUTATIONS,
    *process.MUTATIONS,
    *native.MUTATIONS,
)
