"""How findings are written, in each format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from safestore.check.finding import Finding, Note, Place
from safestore.check.report import FORMATS, text
from safestore.check.rules import RULES
from safestore.check.run import Result


@pytest.fixture
def result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Result:
    """Two findings in app.py: one with notes, in this file and in another, and one of two lines."""
    monkeypatch.chdir(tmp_path)
    Path("app.py").write_text("é = pin.transfer()\n\tuse(pin,\n  2)\n", encoding="utf-8")
    Path("100%, or: so.py").write_text("pin = None\n", encoding="utf-8")
    moved = Finding(
        Place("app.py", 2, 6, 2, 9),
        "safestore-moved",
        "`pin` was moved: 100%, really",
        (
            Note(Place("app.py", 1, 5, 1, 19), "moved here"),
            Note(Place("100%, or: so.py", 1, 1, 1, 11), "made here"),
        ),
    )
    leak = Finding(Place("100%, or: so.py", 1, 1, 2, 4), "safestore-leak", "lost\nfor good")
    return Result([moved, leak], [], 2)


def test_text(result: Result) -> None:
    assert text.written(result).splitlines() == [
        "app.py:2:6: error: `pin` was moved: 100%, really  [safestore-moved]",
        "    2 | \tuse(pin,",
        "      | \t    ^^^",
        "app.py:1:5: note: moved here",
        "    1 | é = pin.transfer()",
        "      |     --------------",
        "100%, or: so.py:1:1: note: made here",
        "    1 | pin = None",
        "      | ----------",
        "",
        "100%, or: so.py:1:1: error: lost",
        "for good  [safestore-leak]",
        "    1 | pin = None",
        "      | ^^^^^^^^^^",
        "",
        "2 findings in 2 modules",
    ]


def test_text_in_colour(result: Result) -> None:
    plain, coloured = text.written(result), text.written(result, text.Paint.coloured())
    for code in text.Paint.coloured():
        assert code in coloured
        coloured = coloured.replace(code, "")
    assert coloured == plain


def test_text_of_nothing() -> None:
    assert text.written(Result(modules=1)) == "Nothing found in 1 module"


@pytest.mark.parametrize(
    ("place", "frame"),
    [
        # A line that is not there, an empty one, columns behind the end, a mark of no width.
        (Place("app.py", 9, 1, 9, 2), []),
        (Place("gone.py", 1, 1, 1, 2), []),
        (Place("app.py", 1, 80, 1, 90), ["    1 | wide 漢字 x", "      |           ^"]),
        (Place("app.py", 1, 6, 1, 8), ["    1 | wide 漢字 x", "      |      ^^^^"]),
        (Place("app.py", 1, 9, 1, 9), ["    1 | wide 漢字 x", "      |           ^"]),
        (Place("app.py", 2, 1, 2, 1), []),
    ],
)
def test_the_frame_of_odd_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: Place, frame: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("app.py").write_text("wide 漢字 x\n\n", encoding="utf-8")
    result = Result([Finding(place, "safestore-leak", "lost")], [], 1)
    assert text.written(result).split("\n\n")[0].splitlines()[1:] == frame


def test_json(result: Result) -> None:
    first, second = json.loads(FORMATS["json"](result))
    assert first == {
        "path": "app.py",
        "line": 2,
        "column": 6,
        "end_line": 2,
        "end_column": 9,
        "code": "safestore-moved",
        "message": "`pin` was moved: 100%, really",
        "notes": [
            {
                "path": "app.py",
                "line": 1,
                "column": 5,
                "end_line": 1,
                "end_column": 19,
                "message": "moved here",
            },
            {
                "path": "100%, or: so.py",
                "line": 1,
                "column": 1,
                "end_line": 1,
                "end_column": 11,
                "message": "made here",
            },
        ],
    }
    assert second["notes"] == []
    assert FORMATS["json"](Result()) == "[]"


def test_github(result: Result) -> None:
    assert FORMATS["github"](result).splitlines() == [
        "::error file=app.py,line=2,endLine=2,col=6,endColumn=9,title=safestore-moved::"
        "`pin` was moved: 100%25, really%0Aapp.py:1:5: moved here"
        "%0A100%25, or: so.py:1:1: made here",
        "::error file=100%25%2C or%3A so.py,line=1,endLine=2,title=safestore-leak::lost%0Afor good",
    ]
    assert FORMATS["github"](Result()) == ""


def test_paths_are_from_where_it_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "src").mkdir()
    monkeypatch.chdir(tmp_path / "src")
    inside = str(tmp_path / "src" / "app.py")
    outside = str(tmp_path / "app.py")
    found = [
        Finding(Place(path, 1, 1, 1, 2), "safestore-leak", "lost") for path in (inside, outside)
    ]
    first, second = FORMATS["github"](Result(found)).splitlines()
    assert first.startswith("::error file=app.py,")
    assert second.startswith(f"::error file={Path(outside).as_posix()},")


def test_sarif(result: Result) -> None:
    document = json.loads(FORMATS["sarif"](result))
    assert document["version"] == "2.1.0"
    assert document["$schema"].endswith("sarif-2.1.0.json")
    (run,) = document["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "safestore check"
    assert [rule["id"] for rule in driver["rules"]] == list(RULES)
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"] == [{"executionSuccessful": True}]
    moved, leak = run["results"]
    assert moved["ruleId"] == "safestore-moved"
    assert driver["rules"][moved["ruleIndex"]]["id"] == "safestore-moved"
    assert moved["level"] == "error"
    assert moved["message"] == {"text": "`pin` was moved: 100%, really"}
    assert moved["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "app.py"},
                "region": {"startLine": 2, "startColumn": 6, "endLine": 2, "endColumn": 9},
            }
        }
    ]
    related = moved["relatedLocations"]
    assert [each["message"]["text"] for each in related] == ["moved here", "made here"]
    assert [each["id"] for each in related] == [0, 1]
    assert related[1]["physicalLocation"]["artifactLocation"] == {
        "uri": "100%25%2C%20or%3A%20so.py"
    }
    assert "relatedLocations" not in leak
