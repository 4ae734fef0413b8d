"""Pin and transfer: P1, P2, T1 to T7."""

from __future__ import annotations

from tests.prove.mutation import Edit, Mutation

_STORE = "safestore.native.store"

_PINNED = "safestore.ownership.pinned"
_POSSESSION = "safestore.ownership.possession:Possession"
_REGION = "safestore.ownership.region"


_STRIKES = "tests/ownership/test_pinned_strikes.py"


def _t7(guard: str, what: str, old: str, new: str = "pass", by: tuple[str, ...] = ()) -> Mutation:
    return Mutation("T7", guard, what, (Edit(guard, old, new),), by)


def _outside(guard: str, what: str, lock: str, refuse: str) -> Mutation:
    """The lock is taken before the `try` that gives it back."""
    inside = f"if not {lock}.acquire(False):\n"
    at, deeper = (" " * 8, " " * 12) if "." in guard.partition(":")[2] else (" " * 4, " " * 8)
    old = f"{at}try:\n{deeper}{inside}{deeper}    {refuse}\n"
    return _t7(guard, what, old, f"{at}{inside}{deeper}{refuse}\n{at}try:\n")


_T7 = (
    _t7(
        f"{_PINNED}:Pinned.__init__",
        "a value stays pinned, and nobody has the pin",
        "            # Nobody has the pin, or only who made it by hand.\n"
        "            custody.tenure = None\n",
        "",
    ),
    _t7(
        f"{_PINNED}:Pinned.transfer",
        "a transfer is done, and nobody has the token",
        "if custody.tenure is transit:",
        "if False:",
    ),
    _t7(
        f"{_PINNED}:Pinned.transfer",
        "what a signal handler left prepared stays so in transit",
        "            for region in bundle.regions:\n                region.last = None\n",
        "",
    ),
    _t7(
        f"{_PINNED}:TransferToken.land",
        "a landing is done, and nobody has the pin",
        "pin._step_back(transit)",
    ),
    _t7(
        f"{_POSSESSION}._step_back",
        "a landing that is taken back leaves the region this thread's",
        "custody.tenure = before",
    ),
    _t7(
        "safestore.ownership.orphan:reclaim",
        "an orphan is reclaimed, and nobody has the pin",
        "taken._step_back(ended)",
    ),
    _t7(
        f"{_PINNED}:TransferToken.__del__",
        "stores stay in transit when the finalizer of their token is struck",
        "            self._drop()\n            raise",
        "            raise",
        by=(f"{_STRIKES}::test_a_drop_that_is_struck_closes_all_the_same",),
    ),
    _outside(f"{_REGION}:holding", "regions stay locked after a move", "region", "region.refuse()"),
    _outside(
        "safestore.ownership.custody:Tenure.end",
        "a token stays taken after a landing",
        "self",
        "self._refuse()",
    ),
    _t7(
        f"{_REGION}:Region.close",
        "a signal handler in the middle of a close leaves the region prepared",
        "                self.last = None\n                self.closed_at = place\n",
        "                self.last = None\n                self.closed_at = place_of_caller()\n",
        by=(f"{_STRIKES}::test_what_a_handler_does_in_the_middle[close-enter-1]",),
    ),
)

MUTATIONS = (
    *_T7,
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
