"""What the modules have between them: who assigns a variable or an attribute, and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import NamedTuple

from mypy.nodes import FuncItem, MypyFile, NameExpr, TypeInfo, Var

from ..program import Program, class_of
from .concerned import concerned
from .marks import Marks
from .survey import Assignment, Survey

__all__ = ["Field", "Index"]


class Field(NamedTuple):
    """An attribute of the instances of a class."""

    info: TypeInfo
    name: str


class Index:
    """What the concerned modules have between them."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._concerned = concerned(program)
        self._surveys: dict[str, Survey] = {
            name: Survey(program.modules[name])
            for name in self._concerned
            if program.modules[name].defs
        }
        self.marks = Marks(program)
        self.marks.learn(self._surveys.values())
        self._variables: defaultdict[int, list[Assignment]] = defaultdict(list)
        self._attributes: defaultdict[str, list[Assignment]] = defaultdict(list)
        for survey in self._surveys.values():
            for number, assignments in survey.variables.items():
                self._variables[number].extend(assignments)
            for name, assignments in survey.attributes.items():
                self._attributes[name].extend(assignments)
        self._paths = {
            id(function): survey.path
            for survey in self._surveys.values()
            for function in survey.functions
        }

    def survey(self, tree: MypyFile) -> Survey | None:
        """What is in a module; None for one that has nothing to do with stores."""
        return self._surveys.get(tree.fullname)

    def path_of(self, function: FuncItem | None) -> str | None:
        """Where a function is; None for one whose body is of no concern, or not to be seen."""
        return None if function is None else self._paths.get(id(function))

    def of_variable(self, variable: Var) -> list[Assignment]:
        """What a variable gets, from wherever that is done."""
        return self._variables.get(id(variable), [])

    def of_field(self, field: Field) -> list[Assignment]:
        """What an attribute gets: in the class, its bases and those derived from it."""
        found: list[Assignment] = []
        for assignment in self._attributes.get(field.name, ()):
            info = self._class_of(assignment)
            if info is not None and (
                info.has_base(field.info.fullname) or field.info.has_base(info.fullname)
            ):
                found.append(assignment)
        for base in field.info.mro:
            entry = base.names.get(field.name)
            if entry is not None and isinstance(entry.node, Var):
                found.extend(self.of_variable(entry.node))
        return found

    def _class_of(self, assignment: Assignment) -> TypeInfo | None:
        receiver = assignment.receiver
        if receiver is None:
            return None
        type = self._program.type_of(receiver)
        return None if type is None else class_of(type)

    def outside(self, target: Var | Field, inside: Collection[int]) -> list[Assignment] | None:
        """What a variable or attribute gets outside the functions of these ids, but None.

        None when nothing is known of who assigns it: it is a parameter of what is not seen, or
        of another's module.
        """
        found = self.of_variable(target) if isinstance(target, Var) else self.of_field(target)
        if not found:
            return None
        return list(_given(found, inside))


def _given(assignments: list[Assignment], inside: Collection[int]) -> Iterator[Assignment]:
    for assignment in assignments:
        value, function = assignment.value, assignment.function
        if isinstance(value, NameExpr) and value.fullname == "builtins.None":
            continue
        is_initializer = function is not None and function.name == "__init__"
        is_parameter = value is None and assignment.place.__class__.__name__ == "Argument"
        if is_initializer or is_parameter or function is None or id(function) not in inside:
            yield assignment
