"""A library that is not the one that safestore was written for is refused at import (N1)."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from wasmtime import _bindings, _ffi

from safestore.errors import AbiError, EnvironmentHazard
from safestore.native import library
from safestore.native.library import SUPPORTED, WASMTIME_VERSION, check_abi, ffi, lib


class Lookalike:
    """Something with all attributes of another, and some of its own.

    `missing` are not there at all.
    """

    def __init__(self, other: Any, *missing: str, **own: Any) -> None:
        self._other = other
        self._missing = missing
        self.__dict__.update(own)

    def __getattr__(self, name: str) -> Any:
        if name in self._missing:
            raise AttributeError(name)
        return getattr(self._other, name)

    def __dir__(self) -> list[str]:
        return dir(self._other)


def check(
    lib: Any = lib, bindings: Any = _bindings, constants: Any = _ffi, found: str = WASMTIME_VERSION
) -> None:
    check_abi(ffi, lib, bindings, constants, found)


def refusal(**changes: Any) -> str:
    with pytest.raises(AbiError) as caught:
        check(**changes)
    return str(caught.value)


def function(*arguments: Any, returns: Any = None) -> SimpleNamespace:
    """What the bindings say of a function."""
    return SimpleNamespace(argtypes=list(arguments), restype=returns)


def test_the_installed_wasmtime_passes() -> None:
    check()


def test_there_is_something_to_check() -> None:
    # An empty list of names would let everything pass.
    names = dir(lib)
    assert len(names) > 100
    assert {"wasmtime_store_new", "wasmtime_func_call_unchecked", "wasm_trap_delete"} <= set(names)
    assert len(library._STRUCTS) > 10
    assert len(library._KINDS) > 10


def test_every_declared_function_exists_in_the_library() -> None:
    for name in dir(lib):
        assert int(ffi.cast("uintptr_t", ffi.addressof(lib, name))), name


def test_every_declared_function_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    real: Callable[..., str | None] = library._function_mismatch

    def noting(ffi: Any, lib: Any, bindings: Any, name: str) -> str | None:
        seen.append(name)
        return real(ffi, lib, bindings, name)

    monkeypatch.setattr(library, "_function_mismatch", noting)
    check()
    assert seen == dir(lib)


@pytest.mark.parametrize("version", ["46.0.1", "51.0.0", "4.7", "470.0.0", "unknown", "", "v50"])
def test_an_unknown_version_is_refused(version: str) -> None:
    said = refusal(found=version)
    assert f"wasmtime {version} is not one that this safestore can call" in said
    assert f"{SUPPORTED.start} to {SUPPORTED.stop - 1}" in said


@pytest.mark.parametrize("version", ["47.0.0", "48.0.1", "49", "50.0.1.dev1"])
def test_the_versions_between_are_not_refused_for_their_number(version: str) -> None:
    check(found=version)


def test_a_missing_symbol_is_refused() -> None:
    said = refusal(lib=Lookalike(lib, "wasmtime_store_new"))
    assert "the library has no function wasmtime_store_new" in said


def test_a_function_that_the_bindings_lack_is_refused() -> None:
    said = refusal(bindings=Lookalike(_bindings, "_wasmtime_store_new"))
    assert "its bindings do not describe wasmtime_store_new" in said


@pytest.mark.parametrize(
    "theirs",
    [
        function(returns=ctypes.c_void_p),
        function(ctypes.c_void_p, ctypes.c_void_p, returns=ctypes.c_void_p),
        function(*[ctypes.c_void_p] * 4, returns=ctypes.c_void_p),
        function(ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p, returns=ctypes.c_void_p),
    ],
)
def test_another_argument_list_is_refused(theirs: SimpleNamespace) -> None:
    said = refusal(bindings=Lookalike(_bindings, _wasmtime_store_new=theirs))
    assert "wasmtime_store_new takes other arguments" in said


@pytest.mark.parametrize("returns", [None, ctypes.c_uint32, ctypes.c_bool])
def test_another_result_is_refused(returns: Any) -> None:
    theirs = function(*[ctypes.c_void_p] * 3, returns=returns)
    said = refusal(bindings=Lookalike(_bindings, _wasmtime_store_new=theirs))
    assert "wasmtime_store_new returns something else" in said


def test_a_result_where_there_was_none_is_refused() -> None:
    theirs = function(ctypes.c_void_p, returns=ctypes.c_void_p)
    said = refusal(bindings=Lookalike(_bindings, _wasmtime_store_delete=theirs))
    assert "wasmtime_store_delete returns something else" in said


@pytest.mark.parametrize("name", library._STRUCTS)
def test_another_struct_size_is_refused(name: str) -> None:
    class Larger(ctypes.Structure):
        _fields_ = (("it", getattr(_bindings, name)), ("more", ctypes.c_size_t))

    said = refusal(bindings=Lookalike(_bindings, **{name: Larger}))
    assert f"the struct {name} has another size" in said


def test_a_struct_that_the_bindings_lack_is_refused() -> None:
    said = refusal(bindings=Lookalike(_bindings, "wasmtime_val_t"))
    assert "the struct wasmtime_val_t has another size" in said


@pytest.mark.parametrize("name", library._KINDS)
def test_another_discriminant_is_refused(name: str) -> None:
    assert name in refusal(constants=_constants(**{name: ctypes.c_uint8(99)}))
    assert name in refusal(constants=_constants(**{name: None}))


def _constants(**own: Any) -> Any:
    return Lookalike(_ffi, **own)


def test_every_refusal_names_the_versions_and_the_mend() -> None:
    for said in (
        refusal(found="46.0.0"),
        refusal(lib=Lookalike(lib, "wasmtime_store_new")),
        refusal(bindings=Lookalike(_bindings, "wasmtime_val_t")),
        refusal(constants=_constants(WASMTIME_I32=ctypes.c_uint8(9))),
    ):
        assert "safestore was tried with wasmtime 47 to 50" in said
        assert "install one of these" in said


def test_it_is_an_environment_hazard() -> None:
    with pytest.raises(EnvironmentHazard):
        check(found="46.0.0")
