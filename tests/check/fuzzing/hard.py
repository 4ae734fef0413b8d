"""Programs that are hard on any analysis: deep, long, with many ways through, many names."""

from __future__ import annotations

from collections.abc import Callable

_HEADER = """\
from __future__ import annotations
import threading
from safestore import *
from safestore import Owned, Pinned, TransferToken

"""


def _function(*lines: str, parameters: str = "p: Pinned[Store], q: Pinned[Store]") -> str:
    return f"{_HEADER}def f({parameters}) -> object:\n" + "".join(f"    {each}\n" for each in lines)


def _nested(opening: Callable[[int], str], depth: int, *inner: str) -> str:
    lines = ["    " * each + opening(each) for each in range(depth)]
    return _function(*lines, *("    " * depth + each for each in inner))


def _branches(number: int) -> str:
    return _function(*[f"if p.moved == {n}: q = p" for n in range(number)], "q.transfer()")


def _each_moves(number: int) -> str:
    names = [f"p{n}" for n in range(number)]
    lines = [f"if x: {name}.transfer().discard()" for name in names]
    return _function(
        *lines,
        *[f"{name}.value.gc()" for name in names],
        parameters=", ".join(["x: bool", *(f"{name}: Pinned[Store]" for name in names)]),
    )


def _tries(depth: int) -> str:
    lines = []
    for level in range(depth):
        lines.append("    " * level + "try:")
        lines.append("    " * (level + 1) + f"p.value.set_fuel({level})")
    for level in reversed(range(depth)):
        lines.append("    " * level + "except ValueError: p.transfer().discard()")
        lines.append("    " * level + "else: q = p")
        lines.append("    " * level + f"finally: q.value.set_fuel({level})")
    return _function(*lines)


def _finallies(depth: int) -> str:
    lines = []
    for level in range(depth):
        lines.append("    " * level + "for i in range(3):")
        lines.append("    " * level + "  try:")
        lines.append("    " * (level + 1) + "if i == 1: continue")
        lines.append("    " * (level + 1) + "if i == 2: break")
        lines.append("    " * (level + 1) + "if p.moved: return None")
    for level in reversed(range(depth)):
        lines.append("    " * level + f"  finally: p.value.set_fuel({level})")
    return _function(*lines)


def _calls_in_a_ring(number: int) -> str:
    functions = "".join(
        f"def f{n}(p: Pinned[Store], x: bool) -> None:\n"
        f"    if x: p.transfer().discard()\n"
        f"    f{(n + 1) % number}(p, x)\n"
        f"    f{(n * 7 + 3) % number}(p, not x)\n"
        for n in range(number)
    )
    return _HEADER + functions


def _class_of_many_methods(number: int) -> str:
    methods = "".join(
        f"    def m{n}(self) -> None:\n"
        f"        self.a{n} = self.a{(n + 1) % number}\n"
        f"        self.a{n}.transfer().discard()\n"
        f"        threading.Thread(target=self.m{(n * 3 + 1) % number}).start()\n"
        for n in range(number)
    )
    fields = "".join(f"        self.a{n} = Pinned(Store())\n" for n in range(number))
    return f"{_HEADER}class C:\n    def __init__(self) -> None:\n{fields}{methods}"


def _classes_in_a_ring(number: int) -> str:
    classes = "".join(
        f"class C{n}:\n    a: C{(n + 1) % number}\n    b: list[C{(n * 5 + 2) % number}]\n"
        for n in range(number)
    )
    user = "def f(c: C0) -> None:\n    threading.Thread(target=print, args=(c,))\n"
    return _HEADER + classes + user


def _closures(depth: int) -> str:
    lines = ["    " * level + f"def g{level}() -> None:" for level in range(depth)]
    lines.append("    " * depth + "p.transfer().discard()")
    lines += ["    " * level + f"g{level}()" for level in reversed(range(depth))]
    return _function(*lines, "p.value.gc()")


PROGRAMS: dict[str, str] = {
    "deep_attributes": _function("return p" + ".value" * 900),
    "deep_calls": _function("return " + "print(" * 80 + "p" + ")" * 80),
    "deep_additions": _function("return " + " + ".join(["q.value.get_fuel()"] * 900)),
    "deep_lists": _function("return " + "[" * 90 + "p.transfer()" + "]" * 90),
    "deep_conditions": _function("return " + "p if p else " * 80 + "q"),
    "deep_lambdas": _function("return " + "lambda: " * 60 + "p.transfer()"),
    "deep_ifs": _nested(lambda n: f"if p.moved == {n}:", 90, "p.transfer().discard()"),
    "deep_withs": _nested(lambda n: "with q:", 19, "p.transfer().discard()", "q.value.gc()"),
    "deep_loops": _nested(lambda n: "while p.moved:", 19, "p = p.transfer().land()", "q = p"),
    "deep_for_loops": _nested(
        lambda n: f"for i{n} in range(3):", 19, "p, q = q, p", "p.transfer()"
    ),
    "deep_tries": _tries(19),
    "deep_finallies": _finallies(9),
    "deep_closures": _closures(40),
    "deep_functions": _nested(
        lambda n: f"def g{n}(p: Pinned[Store] = p) -> object:", 60, "return p"
    ),
    "deep_classes": _nested(lambda n: f"class C{n}:", 60, "p.transfer()"),
    "many_lines": _function(*["q = p", "p = q.transfer().land()"] * 3000),
    "many_names": _function(*[f"p{n} = p" for n in range(2000)], "p.transfer()", "p0.value.gc()"),
    "many_in_turn": _function(*[f"p{n + 1} = p{n}" for n in range(2000)], parameters="p0: Store"),
    "many_branches": _branches(1500),
    "many_that_move": _each_moves(300),
    "many_elifs": _function(
        "if p.moved: pass",
        *[f"elif p.moved == {n}: q.transfer().discard()" for n in range(600)],
        "q.value.gc()",
    ),
    "many_cases": _function(
        "match p:", *[f"    case {n}: q.transfer().discard()" for n in range(600)], "q.value.gc()"
    ),
    "many_loops": _function(*["while p.moved:", "    p, q = q, p.transfer().land()"] * 400),
    "many_elements": _function(f"x = [{'p, ' * 5000}]", "p.transfer()", "return x[0].value"),
    "many_functions": _calls_in_a_ring(300),
    "many_methods": _class_of_many_methods(200),
    "many_classes": _classes_in_a_ring(300),
}
