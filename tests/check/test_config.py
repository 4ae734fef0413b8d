"""[tool.safestore]: what is read, what is refused, and where it is looked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from safestore.check import config
from safestore.check.failure import CannotCheck
from safestore.check.settings import Settings


def written(directory: Path, text: str) -> Path:
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / "pyproject.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_everything_that_can_be_set(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """
        [tool.safestore]
        allow_unsafe = ["app.native.*"]
        sinks = ["app.enqueue"]
        send = ["app.Frozen"]
        not_send = ["app.Session"]
        disable = ["safestore-leak"]
        warn_unused_ignores = true
        """,
    )
    assert config.read(path) == Settings(
        allow_unsafe=("app.native.*",),
        sinks=("app.enqueue",),
        send=("app.Frozen",),
        not_send=("app.Session",),
        disable=("safestore-leak",),
        warn_unused_ignores=True,
    )


def test_the_nearest_file_that_has_settings_is_taken(tmp_path: Path) -> None:
    written(tmp_path, "[tool.safestore]\nsend = ['far']\n")
    written(tmp_path / "a", "[tool.safestore]\nsend = ['near']\n")
    written(tmp_path / "a" / "b", "[tool.ruff]\nline-length = 100\n")
    assert config.find(tmp_path / "a" / "b").send == ("near",)
    assert config.find(tmp_path).send == ("far",)


def test_no_settings_are_the_default_ones(tmp_path: Path) -> None:
    written(tmp_path, "[project]\nname = 'app'\n")
    assert config.find(tmp_path) == Settings()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[tool.safestore", r"pyproject\.toml is no valid TOML: "),
        ("[tool]\nsafestore = 1", r"\[tool\.safestore\] has to be a table, not a number"),
        ("[tool.safestore]\nallow_unsave = []", "no `allow_unsave`; did you mean `allow_unsafe`"),
        ("[tool.safestore]\nxyz = []", "knows no `xyz`; there are allow_unsafe, sinks"),
        ("[tool.safestore]\nsinks = 'a.b'", "sinks has to be a list of strings, not a string"),
        ("[tool.safestore]\nsend = ['a', 1]", "send has .* strings; 1 in it is a number"),
        ("[tool.safestore]\nsend = {a = 1}", "a list of strings, not a table"),
        ("[tool.safestore]\nsend = 1979-05-27", "a list of strings, not a date or time"),
        (
            "[tool.safestore]\nwarn_unused_ignores = 'yes'",
            "warn_unused_ignores has to be true or false, not a string",
        ),
        ("[tool.safestore]\ndisable = ['leak']", "disable: there is no code 'leak'"),
        ("[tool.ruff]", r"there is no table \[tool\.safestore\]"),
    ],
)
def test_what_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(CannotCheck, match=message):
        config.read(written(tmp_path, text))


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_bytes(b"# \xe9\n")
    with pytest.raises(CannotCheck, match="is no valid TOML"):
        config.find(tmp_path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotCheck, match=r"cannot read .*: No such file"):
        config.read(tmp_path / "nowhere.toml")


@pytest.mark.parametrize(
    ("module", "allowed"),
    [("app.native", True), ("app.native.low.er", True), ("app.natives", False), ("app", False)],
)
def test_which_modules_may_be_unsafe(module: str, allowed: bool) -> None:
    settings = Settings(allow_unsafe=("app.native", "app.native.*"))
    assert settings.may_be_unsafe(module) is allowed
