"""Memory views: V1 to V3."""

from __future__ import annotations

from tests.prove.mutation import Edit, Mutation

_MEMORY = "safestore.objects.memory:Memory"
_NATIVE = "safestore.native.memory"
_LENDING = "safestore.native.lending"
_REGION = "safestore.ownership.region:Region"
_CALLER = "safestore.native.caller"
_COMPONENTS = "safestore.native.component_callback"

MUTATIONS = (
    Mutation(
        "V1",
        f"{_MEMORY}._extent",
        "views and arrays reach beyond the memory",
        (
            Edit(
                f"{_MEMORY}._extent",
                "if not (0 <= start <= length and 0 <= wanted <= length - start):",
                "if False:",
            ),
        ),
    ),
    Mutation(
        "V1",
        f"{_MEMORY}.read",
        "a read may begin before the memory",
        (
            Edit(
                "safestore.objects.memory:_resolve",
                "if bound is not None and bound < -length:",
                "if False:",
            ),
        ),
    ),
    Mutation(
        "V1",
        f"{_MEMORY}.read",
        "a read of a memory that stays where it is goes on beyond its end",
        (
            Edit(
                f"{_MEMORY}.read",
                "0 <= start <= stop <= self._known",
                "0 <= start <= stop and self._known >= 0",
            ),
        ),
    ),
    Mutation(
        "V1",
        f"{_MEMORY}.write",
        "a write that does not fit is made",
        (Edit(f"{_MEMORY}._write", "if first >= length or first + count > length:", "if False:"),),
    ),
    Mutation(
        "V1",
        f"{_MEMORY}.write",
        "a write into a memory that stays where it is goes on beyond its end",
        (Edit(f"{_MEMORY}.write", "and start + count <= self._known", ""),),
    ),
    Mutation(
        "V1",
        f"{_LENDING}:pointer_over",
        "a pointer is indexed beyond the memory",
        (
            Edit(f"{_LENDING}:_check", "elif not 0 <= index < length:", "elif False:"),
            Edit(
                f"{_LENDING}:_check",
                "if bound is not None and not 0 <= bound <= length:",
                "if False:",
            ),
        ),
    ),
    Mutation(
        "V2",
        f"{_NATIVE}:over",
        "a view lets its memory go",
        (Edit(f"{_NATIVE}:over", "array._owner = owner", "pass"),),
    ),
    Mutation(
        "V3",
        f"{_REGION}.lend",
        "entries do not ask for borrows",
        (Edit(f"{_REGION}.lend", "self.last = None", "pass"),),
    ),
    Mutation(
        "V3",
        f"{_REGION}.lend",
        "the first entry while something is lent forgets about it",
        (
            Edit(
                f"{_REGION}.prepare",
                "again: object = borrowed",
                "again: object = None",
            ),
        ),
    ),
    Mutation(
        "V3",
        f"{_REGION}.borrowed",
        "entries that may move a memory go on while it is lent",
        (Edit(f"{_REGION}.prepare", "if moves and borrowed:", "if False:"),),
    ),
    Mutation(
        "V3",
        f"{_CALLER}:refuse_borrowed",
        "a host function returns to the guest while a memory is lent",
        (Edit(f"{_CALLER}:refuse_borrowed", "if region.borrows():", "if False:"),),
    ),
    Mutation(
        "V3",
        f"{_COMPONENTS}:_refuse_borrowed",
        "a component's host function returns to the guest while a memory is lent",
        (Edit(f"{_COMPONENTS}:_refuse_borrowed", "if store.region.borrows():", "if False:"),),
    ),
    Mutation(
        "V3",
        "safestore.objects.memory:may_move",
        "a memory without a maximum counts as one that stays",
        (
            Edit(
                "safestore.objects.memory:may_move",
                "most = space",
                'most = settings.get("memory_reservation", _RESERVATION)',
            ),
        ),
    ),
    Mutation(
        "V3",
        "safestore.objects.memory:may_move",
        "every memory counts as one that stays",
        (
            Edit(
                "safestore.objects.memory:Memory._movable",
                "self._moves = may_move(native.describe(store, self._raw), store.settings)",
                "self._moves = False",
            ),
        ),
    ),
    Mutation(
        "V3",
        f"{_NATIVE}:lend",
        "what is lent is not noted",
        (Edit(f"{_NATIVE}:lend", "array = None", "array = None\n    movable = False"),),
    ),
)
