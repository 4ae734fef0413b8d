"""A plugin with a rule of its own: calls of functions named `bad`, and of what calls them.

It is there for what any rule goes through on its way to mypy's output. A function named `broken`
breaks the analysis.
"""

from __future__ import annotations

from mypy.nodes import CallExpr, FuncDef, MypyFile, NameExpr

from safestore.check.finding import Finding, Note, Place
from safestore.check.hooks import Checks
from safestore.check.program import Program, function_of
from safestore.check.syntax import own, walk


class MadeUp(Checks):
    def _find(self, program: Program, file: MypyFile) -> list[Finding]:
        found = []
        for node in walk(file):
            if isinstance(node, FuncDef) and node.name == "broken":
                raise ZeroDivisionError("broken is broken")
            if isinstance(node, CallExpr) and _is_bad(program, node):
                at = Place.of(file.path, node)
                notes = (Note(at, "right here"), Note(Place(file.path, 1, 1, 1, 2), "from here"))
                found.append(Finding(at, "safestore-moved", "it is bad", notes))
            if isinstance(node, NameExpr) and node.name == "bad_name":
                message = f"it is {program.type_of(node)}"
                found.append(Finding(Place.of(file.path, node), "safestore-send", message))
        return found


def _is_bad(program: Program, call: CallExpr) -> bool:
    callee = program.callee(call)
    if callee.fullname.endswith(".bad"):
        return True
    function = function_of(callee.node)
    return function is not None and any(
        isinstance(node, CallExpr) and _is_bad(program, node) for node in own(function.body.body)
    )


def plugin(version: str) -> type[MadeUp]:
    return MadeUp
