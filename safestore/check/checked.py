"""The modules that mypy has checked so far, with what it forgets of them.

When mypy is done with a module it drops the bodies of its functions and the types of their
expressions. The rules look from one module into others, so both are kept here, for the modules
of the project and those that can have to do with stores.
"""

from __future__ import annotations

from mypy.checker import DeferredNode, TypeChecker
from mypy.errors import ErrorWatcher
from mypy.nodes import (
    Block,
    Decorator,
    Expression,
    FuncDef,
    MypyFile,
    OverloadedFuncDef,
    Statement,
)
from mypy.types import Type

from .imports import imported, is_installed, is_ours, is_typeshed
from .syntax import walk

__all__ = ["Checked"]


class Checked:
    """What is known at the moment; `everything` are all of mypy's modules, as it sees them.

    `modules` are those that the rules may look into: the finished ones, and those that came from
    mypy's cache, without bodies. In a cycle of imports there are also those that mypy has not come
    to; `take` has their functions checked early. `is_marked` says that the project marks classes of
    its own, so that each of its modules can have to do with stores. One that `forgets` is for a
    process that gets modules by chance: what is in the same cycle is known to it, and nothing else.
    """

    def __init__(
        self, everything: dict[str, MypyFile], is_marked: bool, *, forgets: bool = False
    ) -> None:
        self.modules: dict[str, MypyFile] = {}
        self.types: dict[Expression, Type] = {}
        self._everything = everything
        self._is_marked = is_marked
        self._forgets = forgets
        self._cycle: frozenset[str] = frozenset()
        self._finished: set[str] = set()
        self._concerned: dict[str, bool] = {}
        self._kept: set[str] = set()
        self._bodies: list[tuple[list[Statement], list[Statement]]] = []
        self._early: set[str] = set()

    def take(self, file: MypyFile, checker: TypeChecker | None) -> bool:
        """A module is about to be looked at. Returns whether it can have to do with stores."""
        cycle: list[str] = []
        if not is_installed(file):
            # A base class or a helper need not know what a store is to hand one to a thread.
            self._kept.add(file.fullname)
        if not self._is_concerned(file.fullname, cycle):
            if checker is not None and not is_installed(file):
                self.types.update(_types_of(checker))
            return False
        if file.fullname not in self._cycle:
            self._cycle = frozenset(cycle)
            if self._forgets:
                self._forget()
        self._restore()
        self.modules.clear()
        for name, tree in self._everything.items():
            if name in self._finished or not tree.defs:
                self.modules[name] = tree
        for name in cycle:
            tree = self.modules[name] = self._everything[name]
            if checker is not None and tree is not file and name not in self._early:
                self._early.add(name)
                self.types.update(_types_of(_checked_early(tree, checker)))
        if checker is not None:
            self.types.update(_types_of(checker))
        return True

    def imports(self, file: MypyFile) -> set[str]:
        """The modules that a module imports and that the rules may look into."""
        return {n for n in imported(file) if self._concerned.get(n) or n in self._kept}

    def is_whole(self, file: MypyFile) -> bool:
        """Whether all was there that a module imports: nothing of the project's from the cache."""
        if self._forgets:
            return True
        seen: set[str] = set()
        rest = [file.fullname]
        while rest:
            tree = self._everything.get(rest.pop())
            if tree is None or tree.is_stub or is_installed(tree):
                continue
            if not tree.imports and not tree.defs and tree.fullname not in self._finished:
                return False
            new = self.imports(tree) - seen
            seen |= new
            rest += new
        return True

    def finish(self, file: MypyFile) -> None:
        """mypy is done with a module, and about to drop what is in it."""
        self._finished.add(file.fullname)
        name = file.fullname
        if (self._concerned.get(name) or name in self._kept) and not file.is_stub:
            self._bodies.append((file.defs, list(file.defs)))
            for node in walk(*file.defs):
                if isinstance(node, Block):
                    self._bodies.append((node.body, list(node.body)))

    def _restore(self) -> None:
        for body, statements in self._bodies:
            if not body:
                body.extend(statements)

    def _forget(self) -> None:
        for body, _ in self._bodies:
            body.clear()
        self._bodies.clear()
        self.types.clear()

    def _is_concerned(self, module: str, cycle: list[str]) -> bool:
        """Whether a module imports anything of a store, itself or through others.

        `cycle` gets those that it imports, and itself, that mypy is not done with: they import it
        in turn.
        """
        concerned = self._is_marked
        seen = {module}
        rest = [module]
        while rest:
            name = rest.pop()
            known = self._concerned.get(name) if name in self._finished else None
            if is_ours(name) or known:
                concerned = True
                continue
            tree = self._everything.get(name)
            if known is False or tree is None or is_typeshed(tree):
                continue
            if name not in self._finished and tree.defs:
                cycle.append(name)
            elif not tree.imports and not tree.is_stub:
                # From the cache, which does not say what it imports.
                concerned = self._concerned[name] = True
                continue
            for other in imported(tree):
                if other not in seen:
                    seen.add(other)
                    rest.append(other)
        for name in cycle:
            self._concerned[name] = concerned
        self._concerned[module] = concerned
        return concerned


def _types_of(checker: TypeChecker) -> dict[Expression, Type]:
    (types,) = checker._type_maps
    return types


def _checked_early(tree: MypyFile, other: TypeChecker) -> TypeChecker:
    """A checker that has looked into the functions of a module, and reported nothing."""
    checker = TypeChecker(
        other.errors,
        other.modules,
        other.options.clone_for_module(tree.fullname),
        tree,
        tree.path,
        other.plugin,
        {},
    )
    todo = [
        DeferredNode(node.node, info)
        for _, node, info in tree.local_definitions(impl_only=True)
        if isinstance(node.node, (FuncDef, OverloadedFuncDef, Decorator))
    ]
    with ErrorWatcher(other.errors, filter_errors=True):
        more = checker.check_second_pass(todo=todo, impl_only=True)
        while more:
            more = checker.check_second_pass(impl_only=True)
    return checker
