"""A reader for test scripts: s-expressions in, nested nodes with their places out.

The notation is that of the WebAssembly text format's test scripts. Modules inside a script are not
understood here: each is cut out by its place in the source and given to `wat2wasm` as text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias


class ScriptError(Exception):
    """The script itself is wrong: the message starts with the line."""


@dataclass(frozen=True)
class Atom:
    """A bare word: a keyword, a `$name` or a number."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class String:
    """A quoted string. It is bytes, since a script may name what is not UTF-8."""

    data: bytes
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.data.decode("utf-8")


@dataclass(frozen=True)
class Form:
    """A parenthesised list; `source[start:end]` is its text, both brackets included."""

    items: tuple[Node, ...]
    start: int
    end: int

    @property
    def head(self) -> str:
        """The keyword that the form opens with, or "" if it opens with something else."""
        first = self.items[0] if self.items else None
        return first.text if isinstance(first, Atom) else ""


Node: TypeAlias = Atom | String | Form

_TOKEN = re.compile(
    r"""(?P<blank>\s+|;;[^\n]*)
      | (?P<comment>\(;)
      | (?P<open>\()
      | (?P<close>\))
      | "(?P<string>(?:[^"\\]|\\.)*)"
      | (?P<atom>[^\s()";,\[\]{}]+)""",
    re.VERBOSE | re.DOTALL,
)
_COMMENT_EDGE = re.compile(r"\(;|;\)")
_ESCAPE = re.compile(
    r"\\(?:u\{(?P<code>[0-9a-fA-F]+)\}|(?P<byte>[0-9a-fA-F]{2})|(?P<char>.))", re.S
)
_CHARS = {"n": b"\n", "t": b"\t", "r": b"\r", '"': b'"', "'": b"'", "\\": b"\\"}


def line_of(source: str, place: int) -> int:
    """The line, counted from 1, that the offset `place` is on."""
    return source.count("\n", 0, place) + 1


def read(source: str) -> list[Form]:
    """The forms at the top of a script, in order.

    Raises ScriptError for an open bracket, string or comment, and for a stray word between forms.
    """
    top: list[Node] = []
    # The lists that are still open: where each began, and what it holds so far.
    pending: list[tuple[int, list[Node]]] = []
    place = 0
    while place < len(source):
        found = _TOKEN.match(source, place)
        if found is None:
            raise ScriptError(
                f"{line_of(source, place)}: cannot read {source[place : place + 20]!r}"
            )
        start, place = place, found.end()
        into = pending[-1][1] if pending else top
        kind = found.lastgroup
        if kind == "comment":
            place = _end_of_comment(source, start)
        elif kind == "open":
            pending.append((start, []))
        elif kind == "close":
            if not pending:
                raise ScriptError(f"{line_of(source, start)}: a bracket closes nothing")
            began, items = pending.pop()
            (pending[-1][1] if pending else top).append(Form(tuple(items), began, place))
        elif kind == "string":
            into.append(String(_unescape(found["string"], source, start), start, place))
        elif kind == "atom":
            into.append(Atom(found["atom"], start, place))
    if pending:
        raise ScriptError(f"{line_of(source, pending[-1][0])}: a bracket is never closed")
    forms = []
    for node in top:
        if not isinstance(node, Form):
            raise ScriptError(f"{line_of(source, node.start)}: expected a form")
        forms.append(node)
    return forms


def _end_of_comment(source: str, start: int) -> int:
    depth = 0
    for edge in _COMMENT_EDGE.finditer(source, start):
        depth += 1 if edge[0] == "(;" else -1
        if depth == 0:
            return edge.end()
    raise ScriptError(f"{line_of(source, start)}: a comment is never closed")


def _unescape(raw: str, source: str, start: int) -> bytes:
    out = b""
    last = 0
    for escape in _ESCAPE.finditer(raw):
        out += raw[last : escape.start()].encode()
        last = escape.end()
        if escape["code"]:
            out += chr(int(escape["code"], 16)).encode()
        elif escape["byte"]:
            out += bytes.fromhex(escape["byte"])
        elif escape["char"] in _CHARS:
            out += _CHARS[escape["char"]]
        else:
            raise ScriptError(f"{line_of(source, start)}: unknown escape {escape[0]!r}")
    return out + raw[last:].encode()
