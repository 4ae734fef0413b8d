"""What an object refers to, with the words for it, and no code of the user's."""

from __future__ import annotations

import collections
import functools
import gc
import itertools
import re
import sqlite3
import weakref
from collections.abc import Callable
from types import MappingProxyType
from typing import Any
from unittest.mock import MagicMock, Mock

import pytest

from safestore.ownership.capture import attributes, captured, items, own, qualified_name


class Thing:
    pass


def words(holder: Any, thing: Any) -> list[str]:
    """How `holder` is said to refer to `thing`."""
    return [label for label, referent in captured(holder) if referent is thing]


class TestFunctions:
    def test_closures(self) -> None:
        thing = Thing()

        def outer() -> Any:
            return thing

        assert words(outer, thing) == ["closure 'thing'"]

    def test_a_variable_that_is_not_assigned_yet(self) -> None:
        def make() -> Callable[[], object]:
            def inner() -> object:
                return later

            assert list(captured(inner)) == []
            later = Thing()
            return inner

        inner = make()
        assert [label for label, _ in captured(inner)] == ["closure 'later'"]

    def test_defaults(self) -> None:
        thing, other = Thing(), Thing()

        def function(a: int, b: Any = thing, *, c: Any = other) -> None: ...

        assert words(function, thing) == ["default 'b'"]
        assert words(function, other) == ["default 'c'"]

    def test_attributes_of_a_function(self) -> None:
        thing = Thing()

        def function() -> None: ...

        function.cache = thing  # type: ignore[attr-defined]
        assert words(function, thing) == [".cache"]

    def test_decorated(self) -> None:
        thing = Thing()

        def function() -> Any:
            return thing

        @functools.wraps(function)
        def outer() -> Any:
            return function()

        assert set(words(outer, function)) == {"closure 'function'", ".__wrapped__"}
        cached = functools.lru_cache(function)
        assert function in [referent for _, referent in captured(cached)]

    def test_globals_are_not_taken_along(self) -> None:
        def function() -> Any:
            return Thing

        assert list(captured(function)) == []

    def test_bound_methods(self) -> None:
        class Handler:
            def on(self) -> None: ...

        handler = Handler()
        assert words(handler.on, handler) == ["self"]
        values: list[Any] = []
        assert words(values.append, values) == ["self"]
        pattern = re.compile("x")
        assert words(pattern.match, pattern) == ["self"]
        assert list(captured(len)) == [("self", __import__("builtins"))]

    def test_partials(self) -> None:
        first, second, function = Thing(), Thing(), lambda *a, **k: None
        made = functools.partial(function, 1, first, key=second)
        assert words(made, first) == ["argument 1"]
        assert words(made, second) == ["argument 'key'"]
        assert words(made, function) == ["its function"]
        made.extra = first  # type: ignore[attr-defined]
        assert words(made, first) == ["argument 1", ".extra"]

    def test_a_partial_that_lies(self) -> None:
        class Lying(functools.partial):  # type: ignore[type-arg]
            func = args = keywords = property(lambda self: pytest.fail("asked"))  # type: ignore

        thing = Thing()
        assert thing in [referent for _, referent in captured(Lying(print, thing))] or any(
            thing in [inner for _, inner in captured(referent)]
            for _, referent in captured(Lying(print, thing))
        )

    def test_wrappers_written_in_c(self) -> None:
        thing = Thing()

        def function(default: Any = thing) -> None: ...

        for wrapper in (staticmethod(function), classmethod(function), property(function)):
            assert function in [referent for _, referent in captured(wrapper)], wrapper


class TestContainers:
    def test_by_index_and_key(self) -> None:
        thing = Thing()
        assert words([0, thing], thing) == ["[1]"]
        assert words((thing,), thing) == ["[0]"]
        assert words(collections.deque([thing]), thing) == ["[0]"]
        assert words({"a": thing}, thing) == ["['a']"]
        assert words({7: thing}, thing) == ["[7]"]
        assert words({thing: 1}, thing) == ["a key"]
        assert words({(1,): thing}, thing) == ["[a tuple]"]
        assert words({thing}, thing) == ["an element"]
        assert words(frozenset({thing}), thing) == ["an element"]

    def test_subclasses_are_not_asked(self) -> None:
        def asked(*args: Any) -> Any:
            pytest.fail("the user's code was asked")

        names = (
            "__iter__",
            "__len__",
            "__getitem__",
            "items",
            "keys",
            "values",
            "__getattribute__",
        )
        thing = Thing()
        for base, made in ((list, [thing]), (tuple, (thing,)), (dict, {1: thing}), (set, {thing})):
            methods: dict[str, Any] = dict.fromkeys(names, asked)
            sub: Any = type(f"My{base.__name__}", (base,), methods)
            assert len(words(base.__new__(sub, made) if base is tuple else sub(made), thing)) == 1

    def test_what_a_subclass_adds(self) -> None:
        thing, other = Thing(), Thing()

        class Mine(dict[str, Any]):
            pass

        mine = Mine(a=thing)
        mine.other = other  # type: ignore[attr-defined]
        assert words(mine, thing) == ["['a']"]
        assert words(mine, other) == [".other"]

    def test_what_c_keeps_beside(self) -> None:
        def factory() -> int:
            return 1

        kept: Any = collections.defaultdict(factory, a=1)
        assert words(kept, factory) == ["what it refers to"]


class TestObjects:
    def test_dict_and_slots(self) -> None:
        class Base:
            __slots__ = ("first", "never")

        class Derived(Base):
            __slots__ = ("__dict__", "second")

        made: Any = Derived()
        made.first, made.second, made.third = Thing(), Thing(), Thing()
        assert words(made, made.first) == [".first"]
        assert words(made, made.second) == [".second"]
        assert words(made, made.third) == [".third"]
        assert {label for label, _ in attributes(made)} == {".first", ".second", ".third"}

    def test_properties_are_not_asked(self) -> None:
        class Asking:
            @property
            def value(self) -> Any:
                pytest.fail("asked")

            def __getattribute__(self, name: str) -> Any:
                pytest.fail(f"asked for {name}")

        assert list(captured(Asking())) == []

    def test_iterators_and_their_like(self) -> None:
        thing = Thing()
        values = [thing]
        for made in (iter(values), map(len, values), zip(values), itertools.chain(values)):
            reached = [made]
            for _ in range(3):
                reached += [r for step in reached for _, r in captured(step)]
            assert any(step is thing or step is values for step in reached), made
        assert {1: thing}.items() is not None
        assert words(MappingProxyType({1: thing}), {1: thing}) == []
        inner = {1: thing}
        assert words(MappingProxyType(inner), inner) == ["what it refers to"]

    def test_a_cursor_and_its_subclasses(self) -> None:
        connection = sqlite3.connect(":memory:")

        class Cursor(sqlite3.Cursor):
            pass

        plain, own_ = sqlite3.Cursor(connection), Cursor(connection)
        own_.name = "x"  # type: ignore[attr-defined]
        assert words(plain, connection) == ["what it refers to"]
        assert words(own_, connection) == ["what it refers to"]
        connection.close()

    def test_weak_references(self) -> None:
        thing = Thing()
        assert words(weakref.ref(thing), thing) == ["its referent"]
        dead = weakref.ref(thing)
        del thing
        gc.collect()
        assert list(captured(dead)) == []

    def test_generators(self) -> None:
        thing = Thing()

        def generate() -> Any:
            local = thing
            yield
            return local

        made = generate()
        next(made)
        assert set(words(made, thing)) == {"local 'local'", "local 'thing'"}
        made.close()
        assert words(made, thing) == []

    def test_coroutines(self) -> None:
        thing = Thing()

        async def work(argument: Any) -> None: ...

        made = work(thing)
        assert words(made, thing) == ["local 'argument'"]
        made.close()

    def test_what_is_everybodys(self) -> None:
        for thing in (Thing, int, gc, type):
            assert list(captured(thing)) == []


class TestLiars:
    def test_proxies(self) -> None:
        class Mapping(dict[str, int]):
            pass

        kept = Mapping(a=1)
        proxy = weakref.proxy(kept)
        assert list(items(proxy)) == []
        list(captured(proxy))
        del kept
        gc.collect()
        assert list(captured(proxy)) == []

    def test_mocks(self) -> None:
        for kind in (dict, list, set, weakref.ref, functools.partial):
            for made in (Mock(spec=kind), MagicMock(spec=kind)):
                assert list(items(made)) == []
                list(captured(made))

    def test_a_class_that_lies(self) -> None:
        class Liar:
            @property
            def __class__(self) -> Any:
                pytest.fail("asked")

        assert list(items(Liar())) == []
        assert list(captured(Liar())) == []


def test_what_the_user_put_on_one_of_ours() -> None:
    class Ours:
        def __init__(self) -> None:
            self._native = 1
            self.theirs = 2

    assert list(own(Ours())) == [(".theirs", 2)]
    assert list(own(5)) == []


def test_names() -> None:
    assert qualified_name(int) == "int"
    assert qualified_name(sqlite3.Connection) == "sqlite3.Connection"
    assert qualified_name(Thing) == "tests.ownership.test_capture.Thing"
