"""Pin and transfer: P1, P2, T1 to T7."""

from __future__ import annotations

from tests.prove.mutation import Edit, Mutation

_STORE = "safestore.native.store"

MUTATIONS = (
    Mutation(
        "P2",
        f"{_STORE}:DROPPED",
        "the finalizer of an externref runs inside the engine",
        (
            Edit(
                _STORE,
                "DROPPED.append)\n",
                # Whose number it is, if that lives still: the object goes at once.
                "lambda number: [\n"
                '    getattr(_by_serial.get(number >> _SHIFT, str)(), "externs", {})'
                ".pop(number, 0),\n"
                "    None,\n"
                "][1])\n",
            ),
        ),
    ),
    Mutation(
        "P2",
        f"{_STORE}:NativeStore.sweep",
        "what the guest let go of is kept",
        (
            Edit(
                f"{_STORE}:NativeStore.sweep", "gone.append(self.externs.pop(number, None))", "pass"
            ),
        ),
    ),
)
