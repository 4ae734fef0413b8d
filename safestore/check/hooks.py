"""What mypy calls of the plugin, and how findings become mypy's errors.

mypy has no hook for diagnostics. The one used here, `get_additional_indirect_deps`, is called for
each module when its types are known and before its errors are taken. Nothing that goes wrong in
the analysis may reach mypy, which would end with an internal error of its own.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mypy.checker import TypeChecker
from mypy.checker_state import checker_state
from mypy.errorcodes import ErrorCode, error_codes
from mypy.errors import CompileError
from mypy.nodes import Expression, MypyFile, NameExpr, Var
from mypy.options import Options
from mypy.plugin import Plugin, ReportConfigContext
from mypy.types import Type

from .analysis import INTERNAL, reported
from .checked import Checked
from .config import find
from .failure import CannotCheck
from .finding import Finding, Note, Place
from .freshness import Freshness, digest
from .ignores import Ignores
from .imports import is_installed
from .program import Program
from .rules import RULES
from .settings import Settings

__all__ = ["Checks"]


def _register(code: str, description: str) -> ErrorCode:
    # A second import of this file must not make a second code of that name.
    return error_codes.get(code) or ErrorCode(code, description, "safestore")


_CODES = {rule.code: _register(rule.code, rule.title) for rule in RULES.values()}
_CODES[INTERNAL] = _register(INTERNAL, "safestore could not check a module")


class Checks(Plugin):
    """Analyses each module that mypy has checked, and gives it what was found as errors."""

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        # By module: whose types are being found, and who keeps them.
        self._checkers: dict[str, TypeChecker] = {}
        self._wrong: CannotCheck | None = None
        try:
            self._settings = find(Path(options.config_file or ".").parent)
        except CannotCheck as error:
            self._settings, self._wrong = Settings(), error
        self._parallel = options.num_workers > 0
        self._start({})
        self._version = digest(f"{_own_digest()} {self._settings!r}".encode())
        self._freshness = Freshness(_folder(options), self._version)

    def set_modules(self, modules: dict[str, MypyFile]) -> None:
        super().set_modules(modules)
        self._start(modules)
        if self._wrong is not None:
            # Here mypy takes it for what it is, and not for a plugin that breaks.
            raise CompileError([str(self._wrong)])

    def _start(self, modules: dict[str, MypyFile]) -> None:
        is_marked = bool(self._settings.not_send)
        self._checked = Checked(modules, is_marked, forgets=self._parallel)
        self._has_checker = True
        # One for all modules: what has been found out of one is used for the next.
        self._program = self._new_program()

    def _new_program(self) -> Program:
        return Program(self._checked.modules, self._find_type, self._settings)

    # Each of these is called while a module is checked, and tells nothing but by whom.

    def get_function_hook(self, fullname: str) -> None:
        self._note_checker()

    def get_method_hook(self, fullname: str) -> None:
        self._note_checker()

    def get_attribute_hook(self, fullname: str) -> None:
        self._note_checker()

    def _note_checker(self) -> None:
        checker: Any = checker_state.type_checker
        if checker is not None:
            self._checkers[checker.tree.fullname] = checker

    def report_config_data(self, ctx: ReportConfigContext) -> Any:
        """What a module's cache depends on, beside what mypy knows of."""
        if ctx.is_check and self._freshness.is_stale(ctx.id):
            return None
        return self._version

    def get_additional_indirect_deps(self, file: MypyFile) -> set[str]:
        """Report what is wrong with a module. Returns what that may depend on."""
        checker = self._checkers.pop(file.fullname, None)
        try:
            return self._check(file, checker)
        except Exception as error:
            self._report_failure(file, checker, error)
            return set()
        finally:
            self._checked.finish(file)

    def _check(self, file: MypyFile, checker: TypeChecker | None) -> set[str]:
        if file.is_stub or _is_silent(file, checker) or not self._checked.take(file, checker):
            return set()
        self._has_checker = checker is not None
        if self._parallel:
            # Which modules this process gets is left to chance, and is not to be seen.
            self._program = self._new_program()
        # What was worked out for all modules holds no longer: there is one more.
        self._program.kept.clear()
        ignores = Ignores(file)
        for finding in self._find(self._program, file):
            checker = checker or _search_checker(file)
            _report(checker, finding, ignores.lines(finding.place))
        imports = self._checked.imports(file)
        whole = self._checked.is_whole(file)
        self._freshness.keep(file.fullname, file.path, imports, whole=whole)
        return imports

    def _find(self, program: Program, file: MypyFile) -> list[Finding]:
        return reported(program, file.fullname)

    def _find_type(self, expression: Expression) -> Type | None:
        found = self._checked.types.get(expression)
        return _declared(expression) if found is None and not self._has_checker else found

    def _report_failure(
        self, file: MypyFile, checker: TypeChecker | None, error: Exception
    ) -> None:
        message = f"safestore could not check this module ({_said(error)})"
        place = Place(file.path, 1, 1, 1, 1)
        note = Note(place, "This is a mistake of safestore's. Please report it with the module.")
        try:
            checker = checker or _search_checker(file)
            _report(checker, Finding(place, INTERNAL, message, (note,)), [1])
        except Exception as another:
            print(f"{file.path}: {message}, nor report it ({_said(another)})", file=sys.stderr)


def _is_silent(file: MypyFile, checker: TypeChecker | None) -> bool:
    """Whether mypy says nothing of a module, and does not look into its functions."""
    if checker is not None:
        return checker.can_skip_diagnostics
    return is_installed(file)


def _declared(expression: Expression) -> Type | None:
    """What can be said of a type in a module in which nothing is called, so that no hook was."""
    node = expression.node if isinstance(expression, NameExpr) else None
    return node.type if isinstance(node, Var) else None


def _search_checker(file: MypyFile) -> TypeChecker:
    """The checker of a module, among all objects: for when no hook has been called for it."""
    # What mypy has frozen is not listed.
    gc.unfreeze()
    for each in gc.get_objects():
        if isinstance(each, TypeChecker) and each.tree is file:
            return each
    raise LookupError("mypy's checker of the module was not found")


def _report(checker: TypeChecker, finding: Finding, lines: Iterable[int]) -> None:
    """Give mypy an error, with notes; `# type: ignore` on one of these lines silences it."""
    errors, place = checker.errors, finding.place
    errors.set_file(checker.path, checker.tree.fullname, checker.options)
    said = [("error", finding.message)]
    said += [("note", _with_place(note, place)) for note in finding.notes]
    for severity, message in said:
        errors.report(
            place.line,
            place.column - 1,
            message,
            _CODES[finding.code],
            severity=severity,
            end_line=place.end_line,
            end_column=place.end_column - 1,
            origin_span=sorted(lines),
        )


def _with_place(note: Note, place: Place) -> str:
    # mypy shows notes where their error is, and one `type: ignore` has to do for all of it.
    at = note.place
    if at.path != place.path:
        return f"{note.message} ({at.path}:{at.line})"
    if at.line != place.line:
        return f"{note.message} (line {at.line})"
    return note.message


def _folder(options: Options) -> Path | None:
    if options.cache_dir == os.devnull:
        return None
    major, minor = options.python_version
    return Path(options.cache_dir) / f"{major}.{minor}" / "@safestore"


def _own_digest() -> str:
    """What changes when the analysis does: mypy looks at this file alone."""
    here = Path(__file__).parent
    return digest(b"".join(path.read_bytes() for path in sorted(here.rglob("*.py"))))


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
