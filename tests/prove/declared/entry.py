"""Entry: R1 to R5."""

from __future__ import annotations

from tests.prove.mutation import Edit, Mutation

_REGION = "safestore.ownership.region:Region"
_ENTERING = "safestore.objects.entering"
_OWNED = "safestore.objects.owned"
_NATIVE = "safestore.native.owned"


def _without_lock(guard: str, what: str, within: str = "", name: str = "region") -> Mutation:
    """The entry shape that stands in `within`, or in the guard itself, does not take the lock."""
    taken = Edit(within or guard, f"if not {name}.acquire(False):", "if False:")
    return Mutation("R1", guard, f"{what} without the lock", (taken,))


_FUNC = "safestore.objects.func:Func.__call__"
_WRAP = f"{_ENTERING}:wrap"

_R1 = (
    Mutation(
        "R1",
        f"{_REGION}.refuse",
        "lets the second thread in",
        (Edit(f"{_REGION}.refuse", "raise self.busy()", "pass"),),
    ),
    Mutation(
        "R1",
        f"{_REGION}.refuse",
        "makes the second thread wait",
        (Edit(f"{_REGION}.refuse", "raise self.busy()", "return self.acquire()"),),
        by=("tests/ownership/test_region_enter.py::test_another_thread_is_refused_at_once",),
        seconds=15,
    ),
    _without_lock(_WRAP, "methods that are given a store enter", f"{_ENTERING}:_in_store"),
    _without_lock(_WRAP, "methods of the store enter", f"{_ENTERING}:_in_own_store"),
    _without_lock(_WRAP, "constructors enter", f"{_ENTERING}:_making"),
    _without_lock(_FUNC, "calls with numbers enter"),
    _without_lock(_FUNC, "other calls enter", "safestore.objects.func:Func._call_general"),
    _without_lock("safestore.component._func:Func.__call__", "calls of components enter"),
    _without_lock("safestore.objects.linker:Linker.instantiate", "linkers instantiate"),
    _without_lock("safestore.objects.memory:Memory.read", "memories are read"),
    _without_lock("safestore.objects.memory:Memory.write", "memories are written"),
    _without_lock("safestore.objects.table:Table.get", "tables are read"),
    _without_lock("safestore.objects.global_:Global.value", "globals are read"),
    _without_lock("safestore.objects.global_:Global.set_value", "globals are set"),
    _without_lock("safestore.objects.view:MemoryView.__getitem__", "views are read"),
    _without_lock("safestore.objects.view:MemoryView.__setitem__", "views are written"),
    _without_lock("safestore.objects.view:MemoryView.tobytes", "views are copied"),
)

_OWNER = 'owner = ffi.gc(ffi.cast(f"{name} *", pointer), delete)'

# The destructor hangs on the cdata that everybody holds, as one would expect it to.
_BEFORE_FINALIZERS = (
    Edit(
        f"{_NATIVE}:own",
        "_owned[address] = weakref.ref(native, partial(_owned.pop, address)), owner",
        "_owned[address] = weakref.ref(owner, partial(_owned.pop, address)), None",
    ),
    Edit(f"{_NATIVE}:own", "return native", "return owner"),
    Edit(f"{_NATIVE}:release", "ffi.gc(owner, None)", "ffi.gc(native, None)"),
)

_R4 = (
    Mutation(
        "R4",
        f"{_NATIVE}:own",
        "nothing is ever freed",
        (Edit(f"{_NATIVE}:own", _OWNER, _OWNER.replace("delete", "id")),),
    ),
    Mutation(
        "R4",
        f"{_NATIVE}:own",
        "a store has two owners",
        (
            Edit(
                f"{_NATIVE}:own",
                "return native",
                'return ffi.gc(native, delete) if kind == "store" else native',
            ),
        ),
        legal=False,
    ),
    Mutation(
        "R4",
        f"{_NATIVE}:own",
        "what is part of a cycle is freed before the finalizers that use it",
        _BEFORE_FINALIZERS,
    ),
    Mutation(
        "R4",
        f"{_OWNED}:refuse_copies",
        "Python copies and pickles what owns something native",
        (Edit(f"{_OWNED}:refuse_copies", "setattr(cls, method, refuse)", "pass"),),
    ),
    Mutation(
        "R4",
        f"{_OWNED}:Owned._unmade",
        "a second __init__ makes another native object",
        (Edit(f"{_OWNED}:Owned._unmade", 'if "_native" in self.__dict__:', "if False:"),),
    ),
    Mutation(
        "R4",
        "safestore.objects.store:Store._unmade",
        "a second __init__ makes another native store",
        (
            Edit(
                "safestore.objects.store:Store._unmade", "if self._region is not None:", "if False:"
            ),
        ),
    ),
    Mutation(
        "R4",
        _WRAP,
        "a second __init__ gives a handle another region",
        (Edit(f"{_ENTERING}:_making", "if self._region is not UNMADE:", "if False:"),),
    ),
    Mutation(
        "R4",
        f"{_OWNED}:Owned._take",
        "what is used up can be used up again",
        (Edit(f"{_OWNED}:Owned._take", "taken, self._native = self._native, None", "pass"),),
    ),
)

_R2 = (
    Mutation(
        "R2",
        f"{_REGION}.prepare",
        "any greenlet of the thread goes on inside",
        (
            Edit(
                f"{_REGION}.prepare",
                "if nested and here.greenlet is not getcurrent_greenlet():",
                "if False:",
            ),
        ),
    ),
    Mutation(
        "R2",
        "safestore.ownership.thread:getcurrent_greenlet",
        "all greenlets are one",
        (Edit("safestore.ownership.thread:getcurrent_greenlet", "if module is None:", "if True:"),),
    ),
)

_R3 = (
    Mutation(
        "R3",
        f"{_REGION}.close",
        "a region is closed from inside one of its calls",
        (Edit(f"{_REGION}.close", "if inside or self.parked():", "if False:"),),
    ),
    Mutation(
        "R3",
        f"{_REGION}.close",
        "a region is closed while another thread is inside",
        (Edit(f"{_REGION}.close", "raise self.busy()", "pass"),),
    ),
    Mutation(
        "R3",
        "safestore.objects.store:Store.close",
        "a store is freed without asking its region",
        (Edit("safestore.objects.store:Store.close", "self._region.close()", "self._free()"),),
    ),
    Mutation(
        "R3",
        f"{_NATIVE}:own",
        "a store in a cycle is freed before the finalizers that use it",
        _BEFORE_FINALIZERS,
        by=("tests/objects/test_finalizers.py::test_in_a_cycle",),
    ),
)

MUTATIONS = (*_R1, *_R2, *_R3, *_R4)
