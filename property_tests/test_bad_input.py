"""Bad input, for each public method: a typed error each time, and nothing lost.

Any argument in any place: what is wanted, other types and ranges, objects of other stores and
engines, closed and unmade ones, plain wasmtime's, and objects that are hostile in every protocol.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from typing import Any

import pytest
import wasmtime as plain
from hypothesis import given, note
from hypothesis import strategies as st

import safestore as wasmtime
from safestore.errors import EnvironmentHazard, LandingError, MisuseError

from .arsenal import RECEIVERS, any_value, value_of
from .calls import CALLS, CLASSES, Call, public_names
from .hostile import Surprise
from .recipes import Recipe
from .world import World

# What an error may be. An AttributeError has to be a TypeError as well.
TYPED = (
    TypeError,
    ValueError,
    OverflowError,
    LookupError,
    OSError,
    RecursionError,
    plain.WasmtimeError,
    plain.Trap,
    MisuseError,
    EnvironmentHazard,
    LandingError,
    Surprise,
)

# What no message may show: the machinery underneath.
_MACHINERY = re.compile(
    r"cdata|cffi|\bctype|\bc_\w+|LP_|NoneType' object has no attribute|_native|_raw"
)


def _check_error(error: BaseException, recipes: list[Recipe]) -> None:
    if any(recipe.name.startswith("hostile: class") for recipe in recipes):
        # It was asked for what the objects have whose class it claims to be of.
        assert isinstance(error, (*TYPED, AttributeError)), f"{type(error).__name__}: {error}"
        return
    assert isinstance(error, TYPED), f"{type(error).__name__}: {error}"
    if isinstance(error, AttributeError):
        assert isinstance(error, TypeError), error
    if not isinstance(error, Surprise):
        # A KeyError shows the repr of its key, and that may be hostile.
        with suppress(Surprise):
            assert not _MACHINERY.search(str(error)), error


def _arguments(draw: Any, call: Call) -> tuple[list[Any], dict[str, Any]]:
    """Recipes for the arguments: mostly as many as are wanted."""
    recipes = [draw(value_of(kind)) for kind in call.arguments]
    if call.optional:
        recipes = recipes[: len(recipes) - draw(st.integers(0, call.optional))]
    match draw(st.integers(0, 19)):
        case 0 if recipes:
            recipes.pop()
        case 1:
            recipes.append(draw(any_value()))
        case 2:
            return recipes, {"no_such_parameter": draw(any_value())}
    return recipes, {}


@pytest.fixture(autouse=True, scope="module")
def _somewhere_else(tmp_path_factory: pytest.TempPathFactory) -> Any:
    # Paths in the examples are relative, and a setting may make a file or a cache.
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        for variable in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            patch.setenv(variable, os.fspath(home))
        yield


# What is dropped unlanded, and what an ended thread left, closes with a ResourceWarning.
@pytest.mark.filterwarnings(
    "ignore::RuntimeWarning", "ignore::DeprecationWarning", "ignore::ResourceWarning"
)
@pytest.mark.parametrize("name", CALLS)
@given(data=st.data())
def test_every_refusal_is_typed(name: str, data: st.DataObject) -> None:
    call = CALLS[name]
    setting = re.fullmatch(r"Config\.(\w+) =", name)
    if setting and not hasattr(plain.Config, setting[1]):
        # Of another version of wasmtime.
        with pytest.raises(AttributeError, match="no setting"):
            setattr(wasmtime.Config(), setting[1], True)
        return
    world = World()
    receiver = None
    if call.receiver is not None:
        receiver = data.draw(st.sampled_from(RECEIVERS[call.receiver]), "receiver")
    arguments, keywords = _arguments(data.draw, call)
    recipes = [*arguments, *keywords.values()]
    refused = True
    try:
        made = None if receiver is None else receiver.make(world)
        given_ = [recipe.make(world) for recipe in arguments]
        named = {key: recipe.make(world) for key, recipe in keywords.items()}
    except Exception as error:
        # Making an argument is a call like another.
        _check_error(error, recipes)
        world.check(refused=True)
        return
    if call.receiver is not None and not isinstance(made, _owner(name)):
        # Plain wasmtime's own object: its methods are not ours.
        return
    note(f"{name}: {receiver} {arguments} {keywords}")
    try:
        result = call.act(world, made, *given_, **named)
        refused = False
    except Exception as error:
        _check_error(error, recipes)
    else:
        # A view that lives on would be in the way.
        del result
    world.check(refused)


def _owner(name: str) -> type:
    label = name.partition(".")[0]
    if label == "InstanceExports":
        return dict
    found: type = getattr(wasmtime, label)
    return found


def test_every_public_method_has_a_test() -> None:
    missing = []
    for name in wasmtime.__all__:
        cls = getattr(wasmtime, name)
        # Sendable is for type checkers: it has no methods, and nobody makes one.
        if not isinstance(cls, type) or name in ("MisuseError", "Sendable", "TrapCode"):
            continue
        if cls.__module__.startswith("wasmtime"):
            # Enumerations of wasmtime's own.
            continue
        assert name in CLASSES or name == "Caller", f"{name} is not in the table of classes"
        for method in public_names(cls):
            keys = (f"{name}.{method}", f"{name}.{method} =")
            if not any(key in CALLS for key in keys):
                missing.append(keys[0])
    assert not missing


def test_the_guarded_methods_have_a_test() -> None:
    from safestore.objects.guards import GUARDS

    for label, methods in GUARDS.items():
        if label.startswith("component."):
            continue
        for method in methods:
            if not method.startswith("_") or method in ("__init__", "__call__", "__getitem__"):
                assert {f"{label}.{method}", f"{label}.{method} ="} & CALLS.keys(), (label, method)
