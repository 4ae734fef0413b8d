"""Process: I1 to I3, K1 to K3, F1, A1, G1, S1."""

from __future__ import annotations

from tests.prove.mutation import Edit, Mutation

_STORE = "safestore.objects.store"
_OUTCOME = "safestore.objects.outcome"

_REGION = "safestore.ownership.region:Region"
_PARENTS = "if self.generation != process_generation():"

MUTATIONS = (
    Mutation(
        "K2",
        f"{_STORE}:fit_stack",
        "a further store is entered with the stack used up",
        (
            Edit(
                f"{_STORE}:fit_stack",
                "if left < max_wasm_stack + _HOST_RESERVE and hold(region.lock)[1] == 1:",
                "if False:",
            ),
        ),
    ),
    Mutation(
        "K2",
        f"{_OUTCOME}:trap_error",
        "mutual recursion ends in a trap",
        (Edit(f"{_OUTCOME}:trap_error", "_nesting() >= _MUTUAL_RECURSION", "False"),),
    ),
    Mutation(
        "K2",
        f"{_OUTCOME}:trap_error",
        "a guest's own recursion is taken for mutual",
        (Edit(f"{_OUTCOME}:trap_error", "_nesting() >= _MUTUAL_RECURSION", "True"),),
    ),
    Mutation(
        "F1",
        f"{_REGION}.forked",
        "a child enters what is its parent's",
        (Edit(f"{_REGION}.prepare", _PARENTS, "if False:"),),
    ),
)
