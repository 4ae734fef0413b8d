"""Process: I1 to I3, K1 to K3, F1, A1, G1, S1."""

from __future__ import annotations

from tests.prove.mutation import Edit, Mutation

_STORE = "safestore.objects.store"
_OUTCOME = "safestore.objects.outcome"

_REGION = "safestore.ownership.region:Region"
_PARENTS = "if self.generation != process_generation():"

_STACK = "safestore.native.stack"
_HANDLERS = "safestore.native.trap_handlers"


def _not_done(id_: str, guard: str, what: str, old: str, within: str = "") -> Mutation:
    """The statement `old`, which stands in `within` or in the guard itself, is left out."""
    return Mutation(id_, guard, what, (Edit(within or guard, old, "pass"),))


_K1 = (
    Mutation(
        "K1",
        f"{_STORE}:fit_stack",
        "any thread enters",
        (Edit(f"{_STORE}:fit_stack", "if left >= needed:", "if not nested or left >= needed:"),),
    ),
    Mutation(
        "K1",
        f"{_STORE}:fit_stack",
        "a thread is asked once, however deep it may get",
        (
            Edit(
                f"{_STORE}:fit_stack",
                "return left < needed + sys.getrecursionlimit() * _RECURSION_LEVEL",
                "return False",
            ),
        ),
    ),
    Mutation(
        "K1",
        f"{_STACK}:stack_left",
        "all of a thread's stack counts as left",
        (Edit(f"{_STACK}:stack_left", "left = _position() - low", "left = _measure()[1] - low"),),
    ),
)

_K3 = (
    _not_done("K3", f"{_STORE}:fit", "entries do not ask for the handlers", "check_handlers()"),
    Mutation(
        "K3",
        f"{_HANDLERS}:check",
        "any handlers will do",
        (Edit(f"{_HANDLERS}:check", "if not others:", "if True:"),),
    ),
    *(
        Mutation(
            "K3",
            f"{_HANDLERS}:watch",
            f"{name} goes unnoticed",
            (Edit(f"{_HANDLERS}:watch", f'_looking({module}, "{name}")', "pass"),),
            by=(twin,),
            seconds=20,
        )
        for module, name, twin in (
            ("faulthandler", "enable", "k3_enabled_after_a_first_call"),
            ("faulthandler", "disable", "k3_faulthandler_disabled"),
            ('sys.modules["_signal"]', "signal", "k3_python_handler_for_sigsegv"),
        )
    ),
    _not_done(
        "K3",
        "safestore.native.caller:refuse_displaced",
        "a host function returns to a guest whose traps are lost",
        "check()",
    ),
    _not_done(
        "K3",
        "safestore.ownership.region:unprepare_all",
        "threads that were prepared do not ask again",
        "region.last = None",
    ),
    _not_done(
        "K3",
        "safestore.ownership.region:unprepare_all",
        "a change while a thread is being prepared is missed",
        "_change = next(_changes)",
    ),
)

MUTATIONS = (
    *_K1,
    *_K3,
    Mutation(
        "K2",
        f"{_STORE}:fit_stack",
        "a further store is entered with the stack used up",
        (
            Edit(
                f"{_STORE}:fit_stack",
                "if hold(region.lock)[1] == 1:",
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
