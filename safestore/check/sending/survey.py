"""One walk over a module: what it calls, what it assigns to whom, which classes it has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from mypy.nodes import (
    AssignmentExpr,
    AssignmentStmt,
    CallExpr,
    ClassDef,
    Decorator,
    DictionaryComprehension,
    Expression,
    FakeInfo,
    ForStmt,
    FuncItem,
    GeneratorExpr,
    IndexExpr,
    ListExpr,
    MemberExpr,
    MypyFile,
    NameExpr,
    Node,
    OperatorAssignmentStmt,
    StarExpr,
    TryStmt,
    TupleExpr,
    TypeInfo,
    Var,
    WithStmt,
)
from mypy.patterns import AsPattern, StarredPattern

from ..syntax import children

__all__ = ["ADDING", "Assignment", "Call", "Survey"]


class Call(NamedTuple):
    """A call, and the functions around it, the innermost last."""

    node: CallExpr
    functions: tuple[FuncItem, ...]
    info: TypeInfo | None


class Assignment(NamedTuple):
    """That a variable or an attribute gets a value.

    `value` is None where it is not an expression: a parameter, an element, the target of a loop;
    then `source` is what the elements are of, and `position` which part of each, None for all of
    it. `function` is the one that does it, None for a module or a class. `receiver` is what has
    the attribute.
    """

    value: Expression | None
    function: FuncItem | None
    place: Node
    path: str
    receiver: Expression | None = None
    source: Expression | None = None
    position: int | None = None


# Put their last argument into a container.
ADDING = frozenset(("append", "appendleft", "add", "insert", "extend", "update", "setdefault"))


class Survey:
    """What is in a module, as far as the rule wants to know."""

    def __init__(self, tree: MypyFile) -> None:
        self.tree = tree
        self.path = tree.path
        self.calls: list[Call] = []
        self.classes: list[ClassDef] = []
        self.functions: list[FuncItem] = []
        self.decorated: list[Decorator] = []
        self.generators: list[GeneratorExpr] = []
        self.variables: defaultdict[int, list[Assignment]] = defaultdict(list)
        self.attributes: defaultdict[str, list[Assignment]] = defaultdict(list)
        # What is put into the containers in them.
        self.added_to_variables: defaultdict[int, list[Assignment]] = defaultdict(list)
        self.added_to_attributes: defaultdict[str, list[Assignment]] = defaultdict(list)
        self._walk(tree)

    def _walk(self, tree: MypyFile) -> None:
        stack: list[tuple[Node, tuple[FuncItem, ...], TypeInfo | None]] = [(tree, (), None)]
        while stack:
            node, functions, info = stack.pop()
            inside, within = functions, info
            if isinstance(node, CallExpr):
                self.calls.append(Call(node, functions, info))
                callee = node.callee
                if isinstance(callee, MemberExpr) and callee.name in ADDING and node.args:
                    function = functions[-1] if functions else None
                    self._adds(callee.expr, node.args[-1], function, node)
            elif isinstance(node, FuncItem):
                inside = (*functions, node)
                self.functions.append(node)
                for argument in node.arguments:
                    self._gets(argument.variable, None, node, argument)
            elif isinstance(node, ClassDef):
                # In code that is never reached mypy does not say which class it is.
                if not isinstance(node.info, FakeInfo):
                    self.classes.append(node)
                    within = node.info
            else:
                if isinstance(node, Decorator):
                    self.decorated.append(node)
                elif isinstance(node, GeneratorExpr):
                    self.generators.append(node)
                self._statement(node, functions[-1] if functions else None)
            below = [(child, inside, within) for child in children(node)]
            below.reverse()
            stack.extend(below)

    def _statement(self, node: Node, function: FuncItem | None) -> None:
        if isinstance(node, AssignmentStmt):
            for lvalue in node.lvalues:
                self._target(lvalue, node.rvalue, function, node)
        elif isinstance(node, OperatorAssignmentStmt):
            self._target(node.lvalue, node.rvalue, function, node)
        elif isinstance(node, AssignmentExpr):
            self._target(node.target, node.value, function, node)
        elif isinstance(node, ForStmt):
            self._elements(node.index, node.expr, function, node)
        elif isinstance(node, WithStmt):
            for expression, target in zip(node.expr, node.target, strict=False):
                if target is not None:
                    self._target(target, None, function, expression)
        elif isinstance(node, TryStmt):
            self._targets(node.vars, function, node)
        elif isinstance(node, (GeneratorExpr, DictionaryComprehension)):
            for index, sequence in zip(node.indices, node.sequences, strict=False):
                self._elements(index, sequence, function, node)
        elif isinstance(node, AsPattern):
            self._targets((node.name,), function, node)
        elif isinstance(node, StarredPattern):
            self._targets((node.capture,), function, node)

    def _targets(
        self, targets: Iterable[Expression | None], function: FuncItem | None, place: Node
    ) -> None:
        for target in targets:
            if target is not None:
                self._target(target, None, function, place)

    def _elements(
        self, target: Expression, source: Expression, function: FuncItem | None, place: Node
    ) -> None:
        """What a loop goes over gets into its variables."""
        if isinstance(target, (TupleExpr, ListExpr)):
            for position, item in enumerate(target.items):
                if isinstance(item, NameExpr) and isinstance(item.node, Var):
                    self.variables[id(item.node)].append(
                        Assignment(None, function, place, self.path, None, source, position)
                    )
                else:
                    self._target(item, None, function, place)
        elif isinstance(target, NameExpr) and isinstance(target.node, Var):
            self.variables[id(target.node)].append(
                Assignment(None, function, place, self.path, None, source)
            )
        else:
            self._target(target, None, function, place)

    def _adds(
        self, container: Expression, value: Expression, function: FuncItem | None, place: Node
    ) -> None:
        if isinstance(container, NameExpr) and isinstance(container.node, Var):
            self.added_to_variables[id(container.node)].append(
                Assignment(value, function, place, self.path)
            )
        elif isinstance(container, MemberExpr):
            self.added_to_attributes[container.name].append(
                Assignment(value, function, place, self.path, container.expr)
            )

    def _target(
        self,
        target: Expression,
        value: Expression | None,
        function: FuncItem | None,
        place: Node,
    ) -> None:
        if isinstance(target, NameExpr):
            if isinstance(target.node, Var):
                self._gets(target.node, value, function, place)
        elif isinstance(target, MemberExpr):
            if isinstance(value, Expression) and type(value).__name__ == "TempNode":
                # Declared, and no more.
                return
            self.attributes[target.name].append(
                Assignment(value, function, place, self.path, target.expr)
            )
        elif isinstance(target, IndexExpr):
            if value is not None:
                self._adds(target.base, value, function, place)
        elif isinstance(target, StarExpr):
            self._target(target.expr, None, function, place)
        elif isinstance(target, (TupleExpr, ListExpr)):
            values: Sequence[Expression | None] = [None] * len(target.items)
            if isinstance(value, (TupleExpr, ListExpr)) and len(value.items) == len(values):
                starred = any(isinstance(i, StarExpr) for i in (*value.items, *target.items))
                values = values if starred else value.items
            for item, part in zip(target.items, values, strict=True):
                self._target(item, part, function, place)

    def _gets(
        self, variable: Var, value: Expression | None, function: FuncItem | None, place: Node
    ) -> None:
        if value is not None and type(value).__name__ == "TempNode":
            # Declared, and no more.
            return
        self.variables[id(variable)].append(Assignment(value, function, place, self.path))
