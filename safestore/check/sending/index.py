"""What the modules have between them: who assigns a variable or an attribute, and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple, TypeVar

from mypy.nodes import (
    ClassDef,
    Decorator,
    FakeInfo,
    FuncDef,
    FuncItem,
    GeneratorExpr,
    MypyFile,
    NameExpr,
    OverloadedFuncDef,
    TypeInfo,
    Var,
)

from ..program import Program, class_of, function_of
from .callers import Callers
from .concerned import concerned
from .marks import Marks
from .survey import Assignment, Survey

__all__ = ["Field", "Index"]


K = TypeVar("K")


class Field(NamedTuple):
    """An attribute of the instances of a class."""

    info: TypeInfo
    name: str


class Index:
    """What the concerned modules have between them."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._surveys: dict[str, Survey] = {}
        self.marks = Marks(program)
        self._variables: defaultdict[int, list[Assignment]] = defaultdict(list)
        self._attributes: defaultdict[str, list[Assignment]] = defaultdict(list)
        self._added_to_variables: defaultdict[int, list[Assignment]] = defaultdict(list)
        self._added_to_attributes: defaultdict[str, list[Assignment]] = defaultdict(list)
        self._paths: dict[int, str] = {}
        self.callers = Callers(program, lambda function: self.path_of(function) is not None)
        self._derived: defaultdict[str, list[TypeInfo]] = defaultdict(list)
        self._also: dict[tuple[str, int], list[TypeInfo]] = {}

    def update(self) -> None:
        """Take in the modules that have come since the last time."""
        modules = self._program.modules
        # In the order in which the modules came: sets have none.
        names = concerned(self._program)
        new = {
            name: Survey(modules[name])
            for name in modules
            if name in names and name not in self._surveys and modules[name].defs
        }
        self._surveys |= new
        self.marks.learn(new.values())
        for survey in new.values():
            _merge(self._variables, survey.variables)
            _merge(self._attributes, survey.attributes)
            _merge(self._added_to_variables, survey.added_to_variables)
            _merge(self._added_to_attributes, survey.added_to_attributes)
            self._paths |= {
                id(code): survey.path for code in (*survey.functions, *survey.generators)
            }
            for definition in survey.classes:
                for base in definition.info.mro[1:]:
                    self._derived[base.fullname].append(definition.info)
        self.callers.update(new.values())
        self._also.clear()

    def survey(self, tree: MypyFile) -> Survey | None:
        """What is in a module; None for one that has nothing to do with stores."""
        return self._surveys.get(tree.fullname)

    def classes(self) -> Iterator[ClassDef]:
        """All classes whose bodies are seen."""
        for survey in self._surveys.values():
            yield from survey.classes

    def surveys(self) -> Iterable[Survey]:
        """What is in all modules that are seen."""
        return self._surveys.values()

    def also(self, info: TypeInfo, variable: Var) -> list[TypeInfo]:
        """What else than of a class the `self` of one of its methods may be an instance of.

        Only classes that have methods of their own in place of some of its, but not of this one.
        """
        known = self._also.get((info.fullname, id(variable)))
        if known is None:
            method = _with_self(info, variable)
            known = self._also[info.fullname, id(variable)] = [
                one
                for one in self._derived.get(info.fullname, ())
                if method is not None
                and not one.is_abstract
                and one.get_method(method.name) is info.get_method(method.name)
                and _overrides(one, info)
            ]
        return known

    def path_of(self, function: FuncItem | GeneratorExpr | None) -> str | None:
        """Where a function is; None for one whose body is of no concern, or not to be seen."""
        return None if function is None else self._paths.get(id(function))

    def is_unseen(self, function: FuncDef | None) -> bool:
        """Whether a function is the program's, but known from mypy's cache: without its body."""
        if function is None or isinstance(function.info, FakeInfo):
            return False
        tree = self._program.modules.get(function.info.module_name)
        return tree is not None and not tree.is_stub and not tree.defs

    def of_variable(self, variable: Var) -> list[Assignment]:
        """What a variable gets, from wherever that is done."""
        return self._variables.get(id(variable), [])

    def of_field(self, field: Field) -> list[Assignment]:
        """What an attribute gets: in the class, its bases and those derived from it."""
        found = [*self._related(self._attributes, field)]
        for variable in _declared(field):
            found.extend(self.of_variable(variable))
        return found

    def added(self, target: Var | Field) -> list[Assignment]:
        """What is put into the container in a variable or attribute, as far as that is seen."""
        if isinstance(target, Var):
            return self._added_to_variables.get(id(target), [])
        found = [*self._related(self._added_to_attributes, target)]
        for variable in _declared(target):
            found.extend(self._added_to_variables.get(id(variable), ()))
        return found

    def _related(self, table: Mapping[str, list[Assignment]], field: Field) -> Iterator[Assignment]:
        for assignment in table.get(field.name, ()):
            info = self._class_of(assignment)
            if info is not None and (
                info.has_base(field.info.fullname) or field.info.has_base(info.fullname)
            ):
                yield assignment

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


def _with_self(info: TypeInfo, variable: Var) -> FuncDef | None:
    """The method whose `self` a variable is."""
    for base in info.mro:
        for entry in base.names.values():
            function = None if isinstance(entry.node, (Var, TypeInfo)) else function_of(entry.node)
            arguments = function.arguments if function is not None else ()
            if arguments and arguments[0].variable is variable:
                return function
    return None


def _overrides(derived: TypeInfo, info: TypeInfo) -> bool:
    for base in derived.mro:
        if base is info:
            break
        if any(
            isinstance(entry.node, (FuncDef, Decorator, OverloadedFuncDef))
            and name != "__init__"
            and info.get(name) is not None
            for name, entry in base.names.items()
        ):
            return True
    return False


def _declared(field: Field) -> Iterator[Var]:
    for base in field.info.mro:
        entry = base.names.get(field.name)
        if entry is not None and isinstance(entry.node, Var):
            yield entry.node


def _merge(into: defaultdict[K, list[Assignment]], table: Mapping[K, list[Assignment]]) -> None:
    for key, assignments in table.items():
        into[key].extend(assignments)


def _given(assignments: list[Assignment], inside: Collection[int]) -> Iterator[Assignment]:
    for assignment in assignments:
        value, function = assignment.value, assignment.function
        if isinstance(value, NameExpr) and value.fullname == "builtins.None":
            continue
        is_initializer = function is not None and function.name == "__init__"
        is_parameter = value is None and assignment.place.__class__.__name__ == "Argument"
        if is_initializer or is_parameter or function is None or id(function) not in inside:
            yield assignment
