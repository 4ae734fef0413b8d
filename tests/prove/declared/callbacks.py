"""Callbacks and values: C1 to C5."""

from __future__ import annotations

from tests.prove.mutation import Edit, Mutation

_CALLER = "safestore.objects.caller:Caller"
_STORELIKE = "safestore.objects.storelike"
_CALLBACK = "safestore.native.callback"
_COMPONENTS = "safestore.native.component_callback"
_OUTCOME = "safestore.objects.outcome"
_VALUES = "safestore.objects.values"
_VALTYPE = "safestore.objects.valtype"
_ARGUMENTS = "safestore.objects.arguments"


def _not_over(guard: str, when: str, old: str = "inner._region = inner._native = None") -> Mutation:
    return Mutation("C1", guard, f"a Caller goes on {when}", (Edit(guard, old, "pass"),))


MUTATIONS = (
    Mutation(
        "C1",
        f"{_CALLER}.get",
        "another thread gets exports through it",
        (Edit(f"{_CALLER}.get", "if not region.acquire(False):", "if False:"),),
    ),
    _not_over(f"{_CALLBACK}:_call_numeric", "after a function of numbers has returned"),
    _not_over(
        "safestore.objects.func:_Invoke.__call__",
        "after another function has returned",
        "caller._region = caller._native = None",
    ),
    _not_over(f"{_COMPONENTS}:_call", "after a component's host function has returned"),
    _not_over(f"{_COMPONENTS}:_destroy", "after a resource's destructor has returned"),
    Mutation(
        "C1",
        f"{_STORELIKE}:stale",
        "a storelike that is over is taken for a region",
        (Edit(f"{_STORELIKE}:region_of", "if region is None:", "if False:"),),
    ),
    Mutation(
        "C1",
        f"{_STORELIKE}:refuse",
        "another thread is told that the store is busy, as if it could try again",
        (
            Edit(
                f"{_STORELIKE}:refuse",
                "if isinstance(store, (raw.Caller, raw.StoreContext)):",
                "if False:",
            ),
        ),
    ),
    Mutation(
        "C2",
        f"{_OUTCOME}:raise_outcome",
        "what a host function raised is a trap",
        (Edit(f"{_OUTCOME}:raise_outcome", "if raised is None or raised is before:", "if True:"),),
    ),
    Mutation(
        "C2",
        f"{_OUTCOME}:run_guest",
        "how a call has ended is not looked at",
        (
            Edit(
                f"{_OUTCOME}:run_guest",
                "if error or trap or here.raised is not before:",
                "if False:",
            ),
        ),
    ),
    Mutation(
        "C2",
        f"{_OUTCOME}:run_guest",
        "an exception that the guest has survived is lost",
        (
            Edit(
                f"{_OUTCOME}:run_guest",
                "if error or trap or here.raised is not before:",
                "if error or trap:",
            ),
        ),
    ),
    Mutation(
        "C2",
        f"{_OUTCOME}:raise_outcome",
        "an exception on its way is taken for that of a call made meanwhile",
        (
            Edit(
                f"{_OUTCOME}:raise_outcome",
                "if raised is None or raised is before:",
                "if raised is None:",
            ),
        ),
    ),
    Mutation(
        "C2",
        "safestore.objects.func:Func.__call__",
        "an exception that the guest has survived is lost by a call with numbers",
        (
            Edit(
                "safestore.objects.func:Func.__call__",
                "if error or loaded[0] or here.raised is not before:",
                "if error or loaded[0]:",
            ),
        ),
    ),
    Mutation(
        "C2",
        "safestore.ownership.thread:Here",
        "the process has one slot for what was raised",
        (Edit("safestore.ownership.thread:Here", "class Here(thread_local):", "class Here:"),),
    ),
    Mutation(
        "C2",
        f"{_OUTCOME}:with_outputs",
        "what an output callback raised is lost",
        (
            Edit(
                f"{_OUTCOME}:with_outputs",
                "if raised is not None and here.raised is before:",
                "if False:",
            ),
        ),
    ),
    Mutation(
        "C3",
        f"{_VALUES}:results",
        "results are stored as they come",
        (
            Edit(
                f"{_VALUES}:results",
                "numbers(plan.results, spread(plan.results, result))",
                "list(spread(plan.results, result))",
            ),
        ),
    ),
    Mutation(
        "C3",
        f"{_VALUES}:spread",
        "too many or too few results pass",
        (Edit(f"{_VALUES}:spread", "if len(result) != len(kinds):", "if False:"),),
    ),
    Mutation(
        "C3",
        f"{_VALUES}:spread",
        "what has no order is taken for several results",
        (
            Edit(
                f"{_VALUES}:spread",
                "if isinstance(result, (str, bytes, bytearray, dict, set, frozenset)):",
                "if False:",
            ),
        ),
    ),
    Mutation(
        "C3",
        f"{_VALUES}:spread",
        "a result where none is wanted is dropped",
        (Edit(f"{_VALUES}:spread", "if result is not None:", "if False:"),),
    ),
    Mutation(
        "C4",
        f"{_CALLBACK}:probe",
        "a callback is entered at any depth",
        (Edit(f"{_CALLBACK}:probe", "_called_through(6)", "_called_through(0)"),),
    ),
    Mutation(
        "C4",
        "safestore.objects.func:Func.__call__",
        "calls with numbers do not probe",
        (Edit("safestore.objects.func:Func.__call__", "if store_.keeps:", "if False:"),),
    ),
    Mutation(
        "C4",
        f"{_OUTCOME}:run_guest",
        "other calls do not probe",
        (Edit(f"{_OUTCOME}:run_guest", "if store.keeps:", "if False:"),),
    ),
    Mutation(
        "C4",
        f"{_CALLBACK}:_without_bytecode",
        "what strikes at a callback's entry is reported by Python code",
        (
            Edit(
                f"{_CALLBACK}:_without_bytecode",
                'prototype(("Py_IsInitialized", ctypes.pythonapi))',
                "lambda kind, error, trace: (setattr(here, 'raised', error), answer(1))[1]",
            ),
        ),
    ),
    Mutation(
        "C5",
        f"{_VALUES}:scalar",
        "integers beyond the range are wrapped",
        (
            Edit(
                f"{_VALUES}:scalar",
                "if not low <= value < beyond:",
                "value = (value - low) % (beyond - low) + low\n        if False:",
            ),
        ),
    ),
    Mutation(
        "C5",
        f"{_VALUES}:scalar",
        "floats are taken for integers",
        (
            Edit(
                f"{_VALUES}:scalar",
                "            if isinstance(value, float):\n                _refuse(kind, value)\n",
                "            if isinstance(value, float):\n                value = int(value)\n",
            ),
        ),
    ),
    Mutation(
        "C5",
        f"{_VALUES}:scalar",
        "anything is taken for a float",
        (
            Edit(
                f"{_VALUES}:scalar",
                "    if not isinstance(value, float):\n"
                "        _refuse(kind, value)\n    value = float.__float__(value)",
                "    value = float(value)",
            ),
        ),
    ),
    Mutation(
        "C5",
        f"{_VALTYPE}:crossing",
        "kinds that cannot be passed are",
        (Edit(f"{_VALTYPE}:crossing", "if kind not in native.BUILDABLE:", "if False:"),),
    ),
    Mutation(
        "C5",
        f"{_ARGUMENTS}:number",
        "sizes beyond the range pass",
        (Edit(f"{_ARGUMENTS}:number", "if low <= value <= high:", "if True:"),),
    ),
)
