"""What is left of a program without its annotations."""

from __future__ import annotations

from .unannotated import stripped


def test_lines_stay_where_they_are() -> None:
    source = """\
def f(a: int, *b: str, c: list[int] = [], **d: object) -> dict[str, int]:
    x: int = 1
    y: "str"
    return {"\u00e4": x}
class C:
    field: int = 1
    def m(self, a: dict[
        str, int
    ]) -> None: return None
"""
    expected = """\
def f(a, *b, c = [], **d) :
    x = 1
    pass
    return {"\u00e4": x}
class C:
    field: int = 1
    def m(self, a

) : return None
"""
    assert stripped(source.encode()).decode() == expected
