"""Handles: H1 to H3, and L1."""

from __future__ import annotations

from tests.prove.mutation import Edit, Mutation

_STORELIKE = "safestore.objects.storelike"
_EXTERNS = "safestore.objects.externs"
_DEFINITIONS = "safestore.objects.definitions:Definitions"
_LINKER = "safestore.objects.linker:Linker"
_ENTERING = "safestore.objects.entering"
_REGION = "safestore.ownership.region:Region"
_OWNED = "safestore.objects.owned:Owned"
_SHARING = "safestore.ownership.sharing:Sharing"
_NATIVE = "safestore.native.owned"


def _skips(id_: str, guard: str, what: str, old: str, within: str = "") -> Mutation:
    """The condition `old`, which stands in `within` or in the guard itself, is never met."""
    return Mutation(id_, guard, what, (Edit(within or guard, old, "if False:"),))


def _anywhere(what: str, within: str, old: str = "if self._region is not region:") -> Mutation:
    return _skips("H1", f"{_STORELIKE}:foreign", f"{what} any store", old, within)


_H1 = (
    _anywhere(
        "methods take",
        f"{_ENTERING}:_in_store",
        "if owned_by_store and self._region is not region:",
    ),
    _anywhere(
        "calls with numbers take",
        "safestore.objects.func:Func.__call__",
        "if store._region is not region:",
    ),
    _anywhere("other calls take", "safestore.objects.func:Func._call_general"),
    _anywhere("calls of components take", "safestore.component._func:Func.__call__"),
    _anywhere("memories are read with", "safestore.objects.memory:Memory.read"),
    _anywhere("memories are written with", "safestore.objects.memory:Memory.write"),
    _anywhere("tables are read with", "safestore.objects.table:Table.get"),
    _anywhere("globals are read with", "safestore.objects.global_:Global.value"),
    _anywhere("globals are set with", "safestore.objects.global_:Global.set_value"),
    # The linker looks up the instance's exports, which looks twice itself.
    Mutation(
        "H1",
        f"{_STORELIKE}:foreign",
        "a linker defines an instance of any store",
        (
            Edit(
                f"{_LINKER}.define_instance",
                "if instance._region is not native_store.region:",
                "if False:",
            ),
            Edit(
                "safestore.objects.instance:Instance.exports",
                "if store._region is self._region:",
                "if store._region:",
            ),
            Edit(
                f"{_ENTERING}:_in_store",
                "if owned_by_store and self._region is not region:",
                "if False:",
            ),
        ),
        by=("tests/objects/test_linker_foreign.py::TestForeign::test_items_of_another_store",),
    ),
    Mutation(
        "H1",
        f"{_STORELIKE}:foreign",
        "the exports of an instance are had with any store",
        (
            Edit(
                "safestore.objects.instance:Instance.exports",
                "if store._region is self._region:",
                "if store._region:",
            ),
        ),
    ),
    Mutation(
        "H1",
        f"{_EXTERNS}:fill",
        "imports and elements may be another store's",
        (Edit(f"{_EXTERNS}:_belonging", "if value._region is region:", "if True:"),),
    ),
    _skips(
        "H1",
        f"{_DEFINITIONS}.check",
        "a linker's definitions serve every store",
        "if origin is not region:",
    ),
    _skips(
        "H1",
        f"{_EXTERNS}:expect_own",
        "a linker answers with items of other stores",
        "if theirs and theirs != own:",
    ),
    _skips(
        "H1",
        "safestore.objects.tag:Tag.eq",
        "tags of two stores are compared",
        "if other._region is not self._region:",
    ),
    _skips(
        "H1",
        "safestore.component._resources:ResourceAny._open_in",
        "a resource is used in any store",
        "if self._region is not store.region:",
    ),
)

_H2 = (
    Mutation(
        "H2",
        "safestore.objects.instance:module_for",
        "a module goes into any engine's store",
        (
            Edit(
                "safestore.objects.instance:module_for",
                "if module._engine is not engine:",
                "if False:",
            ),
        ),
    ),
    _skips(
        "H2",
        f"{_LINKER}._instantiate",
        "a linker instantiates in any engine's store",
        "if store.engine is not engine:",
    ),
    _skips(
        "H2",
        "safestore.objects.linker:_store_of",
        "a linker defines for any engine's store",
        "if native_store.engine is not engine:",
    ),
    _skips(
        "H2",
        "safestore.objects.shared_memory:SharedMemory._for",
        "a shared memory goes into any engine's store",
        "if self._engine is not engine:",
    ),
    _skips(
        "H2",
        "safestore.component._component:component_for",
        "a component goes into any engine's linker",
        "if component._engine is not engine:",
    ),
    _skips(
        "H2",
        "safestore.component._linker:Linker.instantiate",
        "a component's linker instantiates in any engine's store",
        "if native_store.engine is not self._engine:",
    ),
    _skips(
        "H2",
        "safestore.component._types:_OfEngine._read_with",
        "a component's type is read with any engine",
        "if given is not self._engine:",
    ),
)

_H3 = (
    Mutation(
        "H3",
        f"{_REGION}.closed",
        "a closed region is entered",
        (
            Edit(f"{_REGION}.prepare", "if self.closed_at is not None:", "if False:"),
            Edit(f"{_REGION}.refuse", "if self.closed_at is not None:", "if False:"),
        ),
    ),
    _skips("H3", f"{_OWNED}._open", "a closed object is used", "if native is None:"),
    _skips(
        "H3",
        "safestore.objects.valtype:Description._open",
        "a closed type is used",
        "if self._closed:",
    ),
)


def _goes_on(what: str, method: str) -> Mutation:
    edit = Edit(f"{_SHARING}.{method}", "raise self._busy(", "(lambda *_: None)(")
    return Mutation("L1", _SHARING, what, (edit,))


_CHANGE = "if not sharing.acquire(False):"
_READ = "if sharing.changer is not None:"
_ANNOUNCE = "sharing.readers[token] = here.thread"

_L1 = (
    _goes_on("a change goes on while another thread changes", "refuse_change"),
    _goes_on("a change goes on while another thread reads", "admit_change"),
    _goes_on("a reader goes on while another thread changes", "admit_reader"),
    Mutation(
        "L1",
        _SHARING,
        "a thing is changed further up on the same stack",
        (
            Edit(f"{_SHARING}.admit_change", "if hold(self.lock)[1] > 1:", "if False:"),
            Edit(
                f"{_SHARING}.admit_change",
                "if thread is here.thread:",
                "if thread is here.thread:\n                continue\n            if False:",
            ),
        ),
    ),
    _skips(
        "L1", f"{_ENTERING}:wrap", "changes do not take the lock", _CHANGE, f"{_ENTERING}:_changing"
    ),
    _skips(
        "L1", f"{_ENTERING}:wrap", "uses do not look for a change", _READ, f"{_ENTERING}:_using"
    ),
    Mutation(
        "L1",
        f"{_ENTERING}:wrap",
        "uses are not announced",
        (Edit(f"{_ENTERING}:_using", _ANNOUNCE, "pass"),),
    ),
    _skips("L1", f"{_LINKER}.instantiate", "instantiating does not look for a change", _READ),
    Mutation(
        "L1",
        f"{_LINKER}.instantiate",
        "instantiating is not announced",
        (Edit(f"{_LINKER}.instantiate", _ANNOUNCE, "pass"),),
    ),
    Mutation(
        "L1",
        f"{_NATIVE}:own",
        "closing frees what other threads are using",
        (
            Edit(
                f"{_OWNED}.close",
                "self._native = None",
                "closed, self._native = self._native, None\n"
                "        if closed is not None:\n"
                "            native._owned.pop(int(native.ffi.cast('uintptr_t', closed)), None)",
            ),
        ),
    ),
)

MUTATIONS = (*_H1, *_H2, *_H3, *_L1)
