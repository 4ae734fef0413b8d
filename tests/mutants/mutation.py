"""The mutants of a file: what is changed, one change at a time.

The operators are mutmut's, and some of our own for what those leave alone: statements, conditions,
results, handlers, loops and decorators. mutmut's own runner is not used. It sends each call through
a trampoline, which adds calls and frames where the tests count both, and it leaves out what is
decorated. Here a mutant is the file with one change and nothing else.

Not mutated, since no test should notice: annotations and what is there for the type checker only,
docstrings, `__all__`, and the wording of messages. A message as a whole is (it becomes None), and
so is every expression in one. Left out as well is what dies of itself and would only swell the
numbers: names in `__slots__`, arguments that are missing, strings in another case.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

# A node, and the code that takes its place.
_Change = tuple[cst.CSTNode, str]

# How much of a changed line is shown.
_SHOWN = 100


class Mutant(NamedTuple):
    """A file with one change. `scope` is the dotted name of the definition that it is in, or the
    module's."""

    file: str
    scope: str
    line: int
    before: str
    after: str
    code: str
    number: int

    @property
    def name(self) -> str:
        """What it is listed by, wherever its definition stands.

        Where a definition has the same line twice, the later ones are numbered.
        """
        which = f" ({self.number})" if self.number > 1 else ""
        return f"`{self.scope}{which}`: `{self.before}` → `{self.after}`"


def mutants(path: Path) -> Iterator[Mutant]:
    """All mutants of a file, in the order of its lines."""
    source = path.read_text(encoding="utf-8")
    wrapper = MetadataWrapper(cst.parse_module(source))
    visitor = _Visitor(path.stem, source)
    wrapper.visit(visitor)
    seen = {ast.dump(ast.parse(source))}
    alike: Counter[tuple[str, str, str]] = Counter()
    for start, end, scope, code in sorted(visitor.found):
        mutated = source[:start] + code + source[end:]
        try:
            meaning = ast.dump(ast.parse(mutated))
        except SyntaxError:
            continue
        if meaning in seen:
            continue
        seen.add(meaning)
        first = source.rfind("\n", 0, start) + 1
        last = source.find("\n", end)
        before = _shown(source[first:last])
        after = _shown(source[first:start] + code + source[end:last])
        line = source.count("\n", 0, start) + 1
        alike[scope, before, after] += 1
        number = alike[scope, before, after]
        yield Mutant(path.name, scope, line, before, after, mutated, number)


def _shown(lines: str) -> str:
    words = re.sub(r"\s+", " ", lines.replace("`", "'")).strip()
    return (words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…") or "(nothing)"


class _Visitor(cst.CSTVisitor):
    """Collects the changes: from where to where, in which scope, and what stands there then."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, module: str, source: str) -> None:
        self._module = module
        self.found: list[tuple[int, int, str, str]] = []
        self._scope: list[str] = []
        self._starts = [0, *accumulate(len(line) for line in source.splitlines(keepends=True))]

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, (cst.ClassDef, cst.FunctionDef)):
            self._scope.append(node.name.value)
        if _is_for_types(node) or _is_wording(node):
            return False
        if isinstance(node, cst.Call) and _name(node.func) == "cast":
            # The type is for the type checker.
            node.args[1].visit(self)
            return False
        for changed, code in _changes(node):
            place = self.get_metadata(PositionProvider, changed)
            start = self._starts[place.start.line - 1] + place.start.column
            end = self._starts[place.end.line - 1] + place.end.column
            self.found.append((start, end, ".".join(self._scope) or self._module, code))
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if isinstance(original_node, (cst.ClassDef, cst.FunctionDef)):
            self._scope.pop()


def _is_for_types(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.Assign):
        if any(_name(target.target) in ("__all__", "__slots__") for target in node.targets):
            return True
        # R = TypeVar("R"); State = Literal["idle", "running"]
        if isinstance(node.value, cst.Call):
            return _name(node.value.func) == "TypeVar"
        return isinstance(node.value, cst.Subscript) and _name(node.value.value) in _GENERIC
    return isinstance(node, (cst.Annotation, cst.Import, cst.ImportFrom))


_GENERIC = ("Annotated", "Callable", "Literal", "tuple")


def _is_wording(node: cst.CSTNode) -> bool:
    # Several words; or a type, as in a cast.
    if isinstance(node, cst.SimpleString):
        return " " in node.value or "[" in node.value
    return False


def _name(node: cst.CSTNode) -> str:
    return node.value if isinstance(node, cst.Name) else ""


def _code(node: cst.CSTNode) -> str:
    return cst.Module([]).code_for_node(node)


def _changes(node: cst.CSTNode) -> Iterator[_Change]:
    for kind, operator in mutation_operators:
        if isinstance(node, kind):
            for mutated in operator(node):
                if not _is_swelling(node, mutated):
                    yield node, _code(mutated)
    if isinstance(node, cst.SimpleStatementLine) and len(node.body) == 1:
        for code in _statement(node.body[0]):
            yield node.body[0], code
    elif isinstance(node, (cst.If, cst.While, cst.CompIf)):
        # One comparison, or a `not`, is turned round by mutmut.
        done = isinstance(node.test, (cst.Comparison, cst.UnaryOperation))
        if not done and _name(node.test) != "TYPE_CHECKING":
            yield node.test, f"not ({_code(node.test)})"
    elif isinstance(node, cst.For):
        yield node.iter, "()"
    elif isinstance(node, cst.ExceptHandler) and node.type is not None:
        yield node.type, "()"
    elif isinstance(node, cst.Decorator) and _name(node.decorator) not in _DESCRIBING:
        yield node, ""


# Without these a definition is something else, which the first test would notice.
_DESCRIBING = ("classmethod", "property", "staticmethod")


def _is_swelling(node: cst.CSTNode, mutated: cst.CSTNode) -> bool:
    if isinstance(node, cst.Call) and isinstance(mutated, cst.Call):
        return len(mutated.args) < len(node.args)
    if isinstance(node, cst.SimpleString) and isinstance(mutated, cst.SimpleString):
        return "XX" not in mutated.value
    return False


def _statement(only: cst.BaseSmallStatement) -> Iterable[str]:
    """What a statement becomes: nothing, or a return of None."""
    if isinstance(only, cst.Expr):
        gone = not isinstance(only.value, (cst.BaseString, cst.Ellipsis))
    elif isinstance(only, cst.Assign):
        # Without a name that is assigned whatever comes next would fail.
        gone = any(not isinstance(each.target, cst.Name) for each in only.targets)
    elif isinstance(only, cst.AnnAssign):
        gone = only.value is not None and not isinstance(only.target, cst.Name)
    else:
        gone = isinstance(only, (cst.Raise, cst.Del, cst.AugAssign))
    if gone:
        yield "pass"
    if isinstance(only, cst.Return) and only.value is not None:
        yield "return None"
