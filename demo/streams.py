"""The codec and the parser on real input, compared with Python's own, on both implementations."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

from demo import json_parser, real_input, zlib_codec
from demo.guests import Guests, RefusedError
from demo.screen import Row, Screen
from demo.stopwatch import now


@dataclass(frozen=True)
class Result:
    """What one implementation made of all the input.

    Attributes:
        compressed: bytes of the standard library's source, compressed by wasm.
        codec_right: Python's zlib reads what wasm wrote, and wasm reads what either wrote.
        codec_time: seconds of processor time for one compression and two decompressions.
        events: how many the document gave.
        parser_right: the objects made of them are those of `json.loads`.
        parser_time: the same for decompressing the document and parsing it on the way.
        refused: how many malformed inputs were refused.
    """

    compressed: int
    codec_right: bool
    codec_time: float
    events: int
    parser_right: bool
    parser_time: float
    refused: int


ROUNDS = 2
MALFORMED = len(real_input.NOT_JSON) + len(real_input.NOT_ZLIB)


def run(wasmtime: ModuleType) -> Result:
    """Everything, on one implementation."""
    guests = Guests(wasmtime)
    source = real_input.library_source()
    by_python = zlib.compress(source)
    started = now()
    compressed = zlib_codec.compress(guests, source)
    readable = [zlib_codec.decompress(guests, stream) for stream in (compressed, by_python)]
    codec_time = now() - started
    codec_right = readable == [source, source] and zlib.decompress(compressed) == source

    document = real_input.library_document()
    stream = zlib.compress(document)
    started = now()
    value, events = parse_compressed(guests, stream)
    parser_time = now() - started

    return Result(
        compressed=len(compressed),
        codec_right=codec_right,
        codec_time=codec_time,
        events=events,
        parser_right=value == json.loads(document),
        parser_time=parser_time,
        refused=sum(1 for _ in refusals(guests)),
    )


def parse_compressed(guests: Guests, stream: bytes) -> tuple[Any, int]:
    """The value of a compressed JSON document, and how many events made it.

    Two guests work hand in hand, each in a store of its own: the callback that takes what one has
    decompressed feeds the other, whose callback builds the value.
    """
    build = json_parser.Builder()
    with json_parser.Parser(guests, build) as parser:
        zlib_codec.decompress_to(guests, stream, parser.feed)
        parser.finish()
    return build.value, parser.events


def refusals(guests: Guests) -> Iterator[tuple[str, str]]:
    """Each malformed input that is refused, with the guest's reason."""
    for document in real_input.NOT_JSON:
        try:
            json_parser.loads(guests, document)
        except RefusedError as refused:
            yield ascii(document)[1:], str(refused)
    for name, stream in real_input.NOT_ZLIB.items():
        try:
            zlib_codec.decompress(guests, stream)
        except RefusedError as refused:
            yield name, str(refused)


SHOWN = ("'[1,]'", "'01'", r"""'"\x00"'""", "'nul'", "length code 286", "checksum wrong")


def show(screen: Screen, raw_wasmtime: ModuleType, safestore: ModuleType) -> list[Row]:
    """Run both in turns and show what they made; the rows for the table."""
    screen.paragraph(
        "Written here in freestanding C from the RFCs, compiled to wasm: a zlib compressor and "
        "decompressor, and a streaming JSON parser. Bytes go in through memory and come out "
        "through host callbacks. Python's own zlib and json say what is right."
    )
    turns = [(run(raw_wasmtime), run(safestore)) for _ in range(ROUNDS)]
    raw, safe = (_together(results) for results in zip(*turns, strict=True))

    source, document = real_input.library_source(), real_input.library_document()
    by_python = len(zlib.compress(source)) / len(source)
    screen.line()
    screen.finding(
        "zlib",
        f"the standard library's source, {_megabytes(source)}\n"
        f"compressed to {safe.compressed / len(source):.1%} (by Python's zlib: {by_python:.1%})\n"
        f"each reads what the other wrote: {_yes(safe.codec_right)}",
    )
    screen.finding(
        "JSON",
        f"syntax trees of three of its modules, {_megabytes(document)}\n"
        "decompressed by one guest, whose callback feeds the other\n"
        f"{safe.events:,} events; equal to json.loads: {_yes(safe.parser_right)}",
    )
    screen.finding("malformed", f"{safe.refused} of {MALFORMED} refused, among them")
    for name, reason in refusals(Guests(safestore)):
        if name in SHOWN:
            screen.finding("", f"{name:<17}{reason}")
    right = safe.refused == MALFORMED
    return [
        _row(f"zlib, {_megabytes(source)}, there and back", raw, safe, "codec"),
        _row(f"JSON, {safe.events:,} events", raw, safe, "parser"),
        Row("malformed inputs refused", _refused(raw), _refused(safe), right),
    ]


def _together(results: Iterable[Result]) -> Result:
    """Several runs as one: right if all were, and the best times."""
    several = list(results)
    return replace(
        several[0],
        codec_right=all(result.codec_right for result in several),
        codec_time=min(result.codec_time for result in several),
        parser_right=all(result.parser_right for result in several),
        parser_time=min(result.parser_time for result in several),
        refused=min(result.refused for result in several),
    )


def _row(what: str, raw: Result, safe: Result, kind: str) -> Row:
    cells = [
        f"{'right' if getattr(side, f'{kind}_right') else 'wrong'}, "
        f"{getattr(side, f'{kind}_time'):.2f} s"
        for side in (raw, safe)
    ]
    right = getattr(raw, f"{kind}_right") and getattr(safe, f"{kind}_right")
    return Row(what, cells[0], cells[1], right)


def _refused(result: Result) -> str:
    return f"{result.refused} of {MALFORMED}"


def _megabytes(data: bytes) -> str:
    return f"{len(data) / 1e6:.1f} MB"


def _yes(truth: bool) -> str:
    return "yes" if truth else "NO"
