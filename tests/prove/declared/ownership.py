"""Pin and transfer, and what of entry came with pins: P1, P2, R3, R5, T1 to T6."""

from __future__ import annotations

from tests.prove.mutation import Edit, Mutation

_CUSTODY = "safestore.ownership.custody"
_PINNED = "safestore.ownership.pinned"
_POSSESSION = "safestore.ownership.possession:Possession"
_REGION = "safestore.ownership.region:Region"
_HOLDING = "safestore.ownership.region:holding"
_ADMIT = f"{_CUSTODY}:Custody.admit"
_TOKEN = f"{_PINNED}:TransferToken"

_REFUSAL = "raise refusal(str(region), tenure)"


def _without_holding(invariant: str) -> Mutation:
    return Mutation(
        invariant,
        _HOLDING,
        "a region is moved from inside one of its calls",
        (Edit(_HOLDING, "if inside or region.parked():", "if False:"),),
    )


MUTATIONS = (
    Mutation("P1", _ADMIT, "another thread is let in", (Edit(_ADMIT, _REFUSAL, "return"),)),
    Mutation(
        "P1",
        f"{_REGION}.admit",
        "another thread is asked only when it has the lock",
        (Edit(f"{_REGION}.admit", "self.custody.admit(self)", "pass"),),
    ),
    Mutation(
        "P1",
        f"{_POSSESSION}._admit",
        "the value is any thread's",
        (
            Edit(
                f"{_POSSESSION}._admit",
                "raise refusal(self._bundle.told(self._name), tenure)",
                "return",
            ),
        ),
    ),
    Mutation(
        "P2",
        _ADMIT,
        "a finalizer on a foreign thread enters a pinned store",
        (Edit(_ADMIT, _REFUSAL, "return"),),
        by=(
            "tests/objects/test_pinned_process.py::TestGarbage::test_a_foreign_threads_collection_uses_no_pinned_store",
        ),
    ),
    _without_holding("R3"),
    Mutation(
        "R5",
        f"{_REGION}.prepare",
        "a change of thread asks nothing of the thread",
        (
            Edit(
                f"{_REGION}.prepare",
                "if self.fit is not None and (nested or self.last is not thread):",
                "if self.fit is not None and nested:",
            ),
        ),
    ),
    Mutation(
        "R5",
        f"{_REGION}._switch",
        "a plain hand-over runs no hooks",
        (Edit(f"{_REGION}._switch", "if every_switch:", "if False:"),),
    ),
    Mutation(
        "R5",
        f"{_REGION}.set_up",
        "a landing runs no hooks",
        (Edit(f"{_REGION}.set_up", "hook(contents)", "pass"),),
    ),
    Mutation(
        "R5",
        f"{_REGION}.set_up",
        "a landing asks nothing of the thread",
        (Edit(f"{_REGION}.set_up", "if self.fit is not None:", "if False:"),),
    ),
    Mutation(
        "T1",
        _ADMIT,
        "everybody is let in on the way",
        (
            Edit(
                _ADMIT,
                "if tenure is None or tenure.thread is here.thread:",
                "if tenure is None or tenure.thread in (None, here.thread):",
            ),
        ),
    ),
    Mutation(
        "T1",
        f"{_PINNED}:Pinned.transfer",
        "who entered last is not asked again",
        (Edit(f"{_PINNED}:Pinned.transfer", "region.last = None", "pass"),),
    ),
    Mutation(
        "T2",
        f"{_CUSTODY}:Tenure.end",
        "two landings at once",
        (Edit(f"{_CUSTODY}:Tenure.end", "if not self.acquire(False):", "if False:"),),
    ),
    Mutation(
        "T2",
        f"{_CUSTODY}:Tenure.end",
        "a landing within a landing",
        (Edit(f"{_CUSTODY}:Tenure.end", "if nested:", "if False:"),),
    ),
    Mutation(
        "T2",
        f"{_TOKEN}._live",
        "a token is landed again",
        (Edit(f"{_TOKEN}._live", "if custody.tenure is not transit:", "if False:"),),
    ),
    Mutation(
        "T3",
        f"{_CUSTODY}:Tenure.end",
        "who failed to land is landing for ever",
        (Edit(f"{_CUSTODY}:Tenure.end", "                self.release()", "                pass"),),
    ),
    Mutation(
        "T3",
        f"{_POSSESSION}._step_back",
        "the pin of a landing that failed goes on",
        (Edit(f"{_POSSESSION}._step_back", "self._bury()", "pass"),),
    ),
    Mutation(
        "T4",
        "safestore.ownership.bundle:Bundle.refuse_lent",
        "a store is moved under a view",
        (Edit("safestore.ownership.bundle:Bundle.refuse_lent", "if lent:", "if False:"),),
    ),
    Mutation(
        "T4",
        "safestore.ownership.send:refuse_bound",
        "whatever is bound to its thread travels along",
        (Edit("safestore.ownership.send:refuse_bound", "if found is not None:", "if False:"),),
    ),
    _without_holding("T4"),
    Mutation(
        "T5",
        f"{_POSSESSION}._admit",
        "a moved pin gives its value",
        (Edit(f"{_POSSESSION}._admit", "raise self._over()", "return"),),
    ),
    Mutation(
        "T5",
        f"{_POSSESSION}._tombstone",
        "a moved pin stands for its store",
        (
            Edit(
                f"{_PINNED}:Pinned.transfer",
                "self._face = self._region = tombstone",
                "self._face = None",
            ),
        ),
    ),
    Mutation(
        "T6",
        f"{_TOKEN}.__del__",
        "a dropped token leaves its store open",
        (
            Edit(
                f"{_TOKEN}._drop",
                "transit.end(lambda: self._close(custody, transit, tenure, self._bundle))",
                "pass",
            ),
        ),
    ),
    Mutation(
        "T6",
        f"{_TOKEN}.__del__",
        "a dropped token says nothing",
        (Edit(f"{_TOKEN}._drop", "warnings.warn(", "(lambda *_, **__: None)("),),
    ),
)
