"""What is found in what: each reference once, with its words, and nothing else."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator
from types import CellType, MethodType
from typing import Any

import pytest

from safestore.ownership import bundle
from safestore.ownership.bundle import InRegion, region_of, unpack
from safestore.ownership.capture import attributes, captured, is_ours, items, own, qualified_name

from .boxes import Box


class Companion:
    """Stands for a linker."""

    def _moves_along(self) -> tuple[object, ...]:
        return ()


def called(module: str) -> type:
    return type("Thing", (), {"__module__": module})


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("__main__", "Thing"),
        ("builtins", "Thing"),
        ("app.plugins", "app.plugins.Thing"),
        ("safestore.objects.linker", "safestore.Thing"),
        ("safestore.component._linker", "safestore.component.Thing"),
    ],
)
def test_a_class_is_called_as_its_user_does(module: str, name: str) -> None:
    assert qualified_name(called(module)) == name


@pytest.mark.parametrize(
    ("module", "name", "public"),
    [
        ("_thread", "_local", "threading.local"),
        ("_thread", "lock", "threading.Lock"),
        ("_thread", "RLock", "threading.RLock"),
        ("_asyncio", "Future", "asyncio.Future"),
        ("_asyncio", "Task", "asyncio.Task"),
        ("_asyncio", "Other", "_asyncio.Other"),
    ],
)
def test_what_c_defines_is_called_as_it_is_asked_for(module: str, name: str, public: str) -> None:
    assert qualified_name(type(name, (), {"__module__": module})) == public


def test_a_containers_own_words() -> None:
    one, key = object(), object()
    assert list(items({"a": one})) == [("['a']", one)]
    assert list(items({1: one})) == [("a key", 1), ("[1]", one)]
    assert list(items({key: one})) == [("a key", key), ("[a object]", one)]
    assert list(items([one])) == list(items((one,))) == list(items(deque([one]))) == [("[0]", one)]
    assert list(items({one})) == list(items(frozenset({one}))) == [("an element", one)]


def test_a_plain_container_refers_to_what_is_in_it_alone() -> None:
    one = object()
    assert list(captured({"a": one})) == [("['a']", one)]
    assert list(captured([one])) == [("[0]", one)]


def test_slots_of_a_base_are_found() -> None:
    class Slotted:
        __slots__ = ("kept", "unset")

    class Between(Slotted):
        pass

    class Derived(Between):
        __slots__ = ("late",)

    thing: Any = Derived()
    thing.kept, thing.late, thing.plain = 1, 2, 3
    assert dict(attributes(thing)) == {".plain": 3, ".late": 2, ".kept": 1}


def test_an_object_that_hides_its_attributes_has_none() -> None:
    class Hides:
        @property
        def __dict__(self) -> Any:  # type: ignore[override]
            raise AttributeError

    assert list(attributes(Hides())) == []


def test_as_many_objects_as_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "_LIMIT", 3)
    unpack([[], []])
    with pytest.raises(ValueError, match="more than 3 objects"):
        unpack([[], [], []])


def test_all_companions_come_along() -> None:
    box, one, other = Box(), Companion(), Companion()
    found = unpack((box, one, other))
    assert found.regions == (box.region,)
    assert found.companions == (one, other)


def test_what_stands_for_a_region_is_none() -> None:
    class Moved(InRegion):
        def __init__(self) -> None:
            self._region = object()

    assert region_of(Moved()) is None
    assert region_of(object()) is None


def test_a_cell() -> None:
    one = object()
    assert list(captured(CellType(one))) == [("its contents", one)]
    assert list(captured(CellType())) == []


def test_defaults_belong_to_the_last_arguments() -> None:
    one, other = object(), object()

    def function(a: object, b: object, c: object = one, *, d: object = other) -> None:
        pass

    assert list(captured(function)) == [("default 'c'", one), ("default 'd'", other)]


def test_more_defaults_than_arguments() -> None:
    def function(a: object) -> None:
        pass

    one = object()
    function.__defaults__ = (one, one, one)
    assert ("default 'a'", one) in list(captured(function))


def test_locals_of_what_is_suspended() -> None:
    one = object()

    async def generate() -> AsyncIterator[int]:
        kept = one
        yield 1
        assert kept

    generator = generate()
    first = generator.__anext__()
    with pytest.raises(StopIteration):
        first.send(None)
    assert ("local 'kept'", one) in list(captured(generator))
    last = generator.aclose()
    with pytest.raises(StopIteration):
        last.send(None)
    assert list(captured(generator)) == []


def test_a_bound_method_takes_its_function_along() -> None:
    one = object()

    def function(self: object) -> object:
        return one

    method = MethodType(function, other := Companion())
    assert list(captured(method)) == [("self", other), ("its function", function)]


def test_a_huge_number_is_not_spelled_out() -> None:
    most = 10**20
    for key, words in (
        (most - 1, f"[{most - 1}]"),
        (most, "[a int]"),
        (1 - most, f"[{1 - most}]"),
        (-most, "[a int]"),
        (True, "[a bool]"),
    ):
        assert ("a key", key) in list(items({key: None}))
        assert (words, None) in list(items({key: None}))


class Slotted:
    __slots__ = ("kept",)


def test_what_only_looks_like_the_attributes_of_an_object() -> None:
    # A member of this name, which need not be a dict, nor be there.
    odd = type("Odd", (Slotted,), {"__slots__": (), "__dict__": Slotted.kept})
    thing: Any = odd()
    assert list(attributes(thing)) == []
    thing.kept = one = [1]
    assert (".kept", one) in list(attributes(thing))


def made(module: str, **members: object) -> Any:
    return type("Made", (), {"__module__": module, **members})()


def test_what_a_program_has_given_to_an_object_of_ours() -> None:
    one = object()
    plain = made("safestore.objects.any")
    plain._region = plain.engine = one
    assert list(own(plain)) == []
    plain.Xengine = one
    assert list(own(plain)) == [(".Xengine", one)]

    # No room for what a program gives.
    slotted = made("safestore.objects.any", __slots__=("hidden",))
    slotted.hidden = one
    assert list(own(slotted)) == []

    # Slots are ours, or a subclass's.
    for module, found in (("safestore.objects.any", []), ("app", [(".hidden", one)])):
        both = made(module, __slots__=("hidden", "__dict__"))
        both.hidden = one
        both._region = one
        assert list(own(both)) == found
        assert is_ours(type(both)) is (not found)
