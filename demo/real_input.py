"""What the demo feeds to its guests: bytes that every Python carries, and bytes to be refused."""

from __future__ import annotations

import argparse
import ast
import functools
import inspect
import json
import sys
import sysconfig
import typing
import zlib
from pathlib import Path
from typing import Any


@functools.cache
def library_source() -> bytes:
    """The source of the standard library's top-level modules, one after the other."""
    folder = Path(sysconfig.get_path("stdlib"))
    return b"".join(path.read_bytes() for path in sorted(folder.glob("*.py")))


@functools.cache
def library_document() -> bytes:
    """JSON: the names of the standard library and the syntax trees of three of its modules."""
    trees = {
        module.__name__: _as_json(ast.parse(inspect.getsource(module)))
        for module in (argparse, inspect, typing)
    }
    return json.dumps({"modules": sorted(sys.stdlib_module_names), "trees": trees}).encode()


def _as_json(node: object) -> Any:
    if isinstance(node, ast.AST):
        fields = {name: _as_json(value) for name, value in ast.iter_fields(node)}
        return {"node": type(node).__name__, **fields}
    if isinstance(node, list):
        return [_as_json(item) for item in node]
    if node is None or isinstance(node, (str, int, float)):
        return node
    return repr(node)


# Every way of not being JSON that a parser has been known to let through.
NOT_JSON = (
    *(b"", b" ", b"\xef\xbb\xbf1", b"1 2", b"[] []", b"[1]]", b"}", b"]", b"{", b"[", b"[[]", b","),
    *(b"[1,]", b"[,1]", b"[1 2]", b"[1}", b'{"a":1]', b'{"a":1,}', b'{"a"}', b'{"a":}', b"{1:2}"),
    *(b"{a:1}", b"{'a':1}", b'{"a" 1}', b'{,"a":1}', b'{"a":1 "b":2}', b'{"a"::1}', b"[1]//", b"#"),
    *(b"01", b"-01", b"1.", b".5", b"-", b"+1", b"1e", b"1e+", b"1.e1", b"0x1", b"1_0", b"--1"),
    *(
        b"NaN",
        b"Infinity",
        b"-Infinity",
        b"nul",
        b"nulll",
        b"True",
        b"tru",
        b"falsey",
        b"undefined",
    ),
    *(b'"', b'"abc', b"'a'", b'"\n"', b'"\x00"', b'"\x1f"', b'"\\x41"', b'"\\u12"', b'"\\u12g4"'),
    *(b'"\\', b'"\\"', b'"\\u', b'"\xff"', b'"\x80"', b'"\xc3"', b'"\xc0\xaf"', b'"\xe0\x80\x80"'),
    *(
        b'"\xed\xa0\x80"',
        b'"\xf4\x90\x80\x80"',
        b'"\xf8\x88\x80\x80\x80"',
        b"\xe2\x80\xa81",
        b"\x0b1",
    ),
    *(b"[" * 5000, b'{"a":' * 5000, b"\x00", b"1\x00", b'["a",\n4\n,1,', b"[1:2]", b'{"a","b"}'),
)

_STREAM = zlib.compress(b"not everything that inflates is sound; " * 8)
_DEFLATE = b"\x78\x9c"  # a good header, for the bits that follow


def _flip(position: int) -> bytes:
    return bytes(byte ^ (index == position) for index, byte in enumerate(_STREAM))


# By what is wrong with each.
NOT_ZLIB = {
    "empty": b"",
    "header cut off": _STREAM[:1],
    "not a header": b"PK\x03\x04" + _STREAM,
    "unknown method": b"\x79\x9b" + _STREAM[2:],
    "window too large": b"\x88\x1c" + _STREAM[2:],
    "preset dictionary": b"\x78\xbb" + _STREAM[2:],
    "block type 3": _DEFLATE + b"\x07",
    "stored length not confirmed": _DEFLATE + b"\x01\x05\x00\x05\x00hello",
    "stored block cut off": _DEFLATE + b"\x01\x05\x00\xfa\xffhell",
    "match before the beginning": _DEFLATE + b"\x03\x02\x00",
    "length code 286": _DEFLATE + b"\x1b\x03\x00",
    "too many literal codes": _DEFLATE + b"\xfd\x00\x00",
    "oversubscribed lengths": _DEFLATE + b"\x05\x00\x92\x24\x49\x92\x24\x49",
    "no code at all": _DEFLATE + b"\x05\x00\x00\x00\x00\x00\x00",
    "data cut off": _STREAM[: len(_STREAM) // 2],
    "checksum cut off": _STREAM[:-1],
    "checksum wrong": _flip(len(_STREAM) - 1),
}
