"""Native: N1 and N2."""

from __future__ import annotations

from tests.prove.mutation import Edit, Mutation

_LIBRARY = "safestore.native.library"
_IN_PACKAGE = "safestore.audit.foreign:uses_in_package"
_INTERPRETER = "safestore.native.interpreter:check_interpreter"


def _unchecked(what: str, within: str, old: str, new: str = "if False:") -> Mutation:
    return Mutation("N1", f"{_LIBRARY}:check_abi", what, (Edit(f"{_LIBRARY}:{within}", old, new),))


MUTATIONS = (
    _unchecked(
        "any version will do",
        "check_abi",
        "if not (major.isdigit() and int(major) in SUPPORTED):",
    ),
    _unchecked("no function is compared", "check_abi", "if mismatch is not None:"),
    _unchecked(
        "a struct of another size passes",
        "check_abi",
        "if theirs is None or ctypes.sizeof(theirs) != ffi.sizeof(name):",
    ),
    _unchecked(
        "a constant of another value passes",
        "check_abi",
        "if kind is None or kind.value != value:",
    ),
    _unchecked(
        "another argument list passes",
        "_function_mismatch",
        "if mine != [ctypes.sizeof(argument) for argument in theirs.argtypes]:",
    ),
    _unchecked(
        "another result passes",
        "_function_mismatch",
        "if result != (0 if theirs.restype is None else ctypes.sizeof(theirs.restype)):",
    ),
    Mutation(
        "N1",
        _INTERPRETER,
        "a build without the GIL passes",
        (Edit(_INTERPRETER, 'if sysconfig.get_config_var("Py_GIL_DISABLED"):', "if False:"),),
    ),
    Mutation(
        "N1",
        _INTERPRETER,
        "a subinterpreter passes",
        (Edit(_INTERPRETER, "if not _is_main(interpreters):", "if False:"),),
    ),
    Mutation(
        "N2",
        _IN_PACKAGE,
        "nothing of the package is looked at",
        (Edit(_IN_PACKAGE, "if inside.parts[0] != _ALLOWED:", "if False:"),),
    ),
)
