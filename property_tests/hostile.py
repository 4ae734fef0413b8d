"""Objects that misbehave in every protocol that an argument can be asked through.

A hostile object does something first (raises, calls back into the store, closes it) and then lies.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["LIARS", "PROTOCOLS", "Surprise", "hostile"]

Action = Callable[[], None]


class Surprise(Exception):
    """What hostile objects raise: the user's own exception, which has to arrive as it is."""


# What a hostile object answers in each protocol, after it has done its deed: all of them lies.
_ANSWERS: dict[str, Any] = {
    "__index__": 3,
    "__int__": 2**70,
    "__float__": 1e300,
    "__complex__": 1j,
    "__len__": 10**6,
    "__length_hint__": 10**6,
    "__bool__": True,
    "__bytes__": b"lie",
    "__fspath__": "lie",
    "__hash__": 0,
    "__eq__": True,
    "__lt__": True,
    "__le__": True,
    "__gt__": True,
    "__ge__": True,
    "__add__": -1,
    "__radd__": -1,
    "__neg__": 2**70,
    "__str__": "lie",
    "__repr__": "lie",
    "__call__": 0,
    "__enter__": None,
    "__exit__": True,
}

PROTOCOLS: dict[str, tuple[str, ...]] = {
    "index": ("__index__",),
    "int": ("__int__", "__float__"),
    "len": ("__len__", "__getitem__"),
    "iter": ("__iter__",),
    "bytes": ("__bytes__",),
    "path": ("__fspath__",),
    "equal": ("__eq__", "__hash__"),
    "order": ("__lt__", "__le__", "__gt__", "__ge__"),
    "bool": ("__bool__",),
    "repr": ("__repr__", "__str__"),
    "call": ("__call__",),
    "getattr": ("__getattr__",),
    "class": ("__class__",),
    "all": (*_ANSWERS, "__iter__", "__getitem__"),
}


def _method(name: str, action: Action) -> Callable[..., Any]:
    def method(self: object, *args: Any, **kwargs: Any) -> Any:
        action()
        if name == "__iter__":
            return iter([self, 1, None])
        if name == "__getitem__":
            raise IndexError(args)
        if name == "__getattr__":
            raise AttributeError(args[0])
        return _ANSWERS[name]

    method.__name__ = name
    return method


def hostile(protocol: str, action: Action, pretends: type = int) -> Any:
    """An object that runs `action` whenever it is asked through one of the protocol's methods."""
    names = PROTOCOLS[protocol]
    methods: dict[str, Any] = {name: _method(name, action) for name in names}
    if "__class__" in methods:

        def pretended(self: object) -> type:
            action()
            return pretends

        methods["__class__"] = property(pretended)
    return type(f"Hostile_{protocol}", (), methods)()


def _liar(base: type, *args: Any) -> Any:
    """An instance of a subclass of `base` that lies about itself."""

    def answer(name: str) -> Callable[..., Any]:
        return lambda self, *_: _ANSWERS[name]

    names = ("__index__", "__int__", "__len__", "__eq__", "__hash__", "__lt__", "__le__", "__gt__")
    methods: dict[str, Any] = {name: answer(name) for name in (*names, "__ge__", "__add__")}
    if base in (str, bytes, bytearray, list, tuple, dict):
        del methods["__index__"], methods["__int__"]
    if base in (str, bytes):
        # Two different liars are never the same key, whatever they say.
        methods["__eq__"] = lambda self, other: False
        methods["encode"] = methods["decode"] = lambda self, *_: _liar(bytes, b"lie")
    return type(f"Lying_{base.__name__}", (base,), methods)(*args)


LIARS: dict[str, Callable[[], Any]] = {
    "lying int 1": lambda: _liar(int, 1),
    "lying int 2**70": lambda: _liar(int, 2**70),
    "lying float": lambda: _liar(float, 1.5),
    "lying str": lambda: _liar(str, "memory"),
    "lying bytes": lambda: _liar(bytes, b"abc"),
    "lying bytearray": lambda: _liar(bytearray, b"abc"),
    "lying list": lambda: _liar(list, [1, 2]),
    "lying tuple": lambda: _liar(tuple, (1, 2)),
    "bytes of lying bytes": lambda: type(
        "Bytes", (), {"__bytes__": lambda self: _liar(bytes, b"abc")}
    )(),
}
