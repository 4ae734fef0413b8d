"""The demo's codec and parser against Python's own zlib and json."""

from __future__ import annotations

import hashlib
import importlib
import json
import random
import unicodedata
import zlib

import pytest

from demo import build, json_parser, real_input, streams, zlib_codec
from demo.guests import FOLDER, NAMES, Guests, RefusedError


@pytest.fixture(scope="module", params=["wasmtime", "safestore"])
def guests(request: pytest.FixtureRequest) -> Guests:
    return Guests(importlib.import_module(request.param))


def json_oracle(document: bytes) -> object:
    """What Python makes of it, strictly: UTF-8 only, and none of its extensions."""

    def refuse(constant: str) -> None:
        raise ValueError(constant)

    try:
        return json.loads(document.decode("utf-8"), parse_constant=refuse)
    except (ValueError, RecursionError):
        return RefusedError


def zlib_oracle(stream: bytes) -> object:
    decompressor = zlib.decompressobj()
    try:
        data = decompressor.decompress(stream)
    except zlib.error:
        return RefusedError
    return data if decompressor.eof else RefusedError


def parsed(guests: Guests, document: bytes, piece: int) -> object:
    build_value = json_parser.Builder()
    try:
        with json_parser.Parser(guests, build_value) as parser:
            for start in range(0, len(document), piece):
                parser.feed(document[start : start + piece])
            parser.finish()
    except RefusedError:
        return RefusedError
    return build_value.value


def decompressed(guests: Guests, stream: bytes) -> object:
    try:
        return zlib_codec.decompress(guests, stream)
    except RefusedError:
        return RefusedError


def test_sources_and_programs_are_those_that_were_built_together() -> None:
    recorded = dict(reversed(line.split()) for line in build.CHECKSUMS.read_text().splitlines())
    assert set(recorded) == {path.name for path in FOLDER.iterdir()} - {build.CHECKSUMS.name}
    assert {f"{name}.wasm" for name in NAMES} < set(recorded)
    for name, checksum in recorded.items():
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == checksum, name


def test_the_programs_are_small() -> None:
    assert sum((FOLDER / f"{name}.wasm").stat().st_size for name in NAMES) < 30_000


class TestCodec:
    def test_the_standard_library_there_and_back(self, guests: Guests) -> None:
        source = real_input.library_source()
        stream = zlib_codec.compress(guests, source)
        assert zlib.decompress(stream) == source
        assert zlib_codec.decompress(guests, stream) == source
        assert len(stream) < len(zlib.compress(source)) * 1.02

    @pytest.mark.parametrize("level", range(10))
    def test_reads_every_level_of_zlib(self, guests: Guests, level: int) -> None:
        source = real_input.library_source()[:300_000]
        assert zlib_codec.decompress(guests, zlib.compress(source, level)) == source

    @pytest.mark.parametrize(
        "strategy", [zlib.Z_FILTERED, zlib.Z_HUFFMAN_ONLY, zlib.Z_RLE, zlib.Z_FIXED]
    )
    def test_reads_every_strategy_of_zlib(self, guests: Guests, strategy: int) -> None:
        source = real_input.library_source()[:300_000]
        compressor = zlib.compressobj(strategy=strategy)
        stream = compressor.compress(source) + compressor.flush()
        assert zlib_codec.decompress(guests, stream) == source

    @pytest.mark.parametrize(
        "size", [0, 1, 2, 3, 258, 259, 16_384, 32_768, 32_769, 65_536, 200_000]
    )
    def test_sizes_around_every_buffer(self, guests: Guests, size: int) -> None:
        chance = random.Random(size)
        noise = chance.randbytes(size)
        letters = bytes(chance.choices(b"etaoin", k=size))
        for data in (bytes(size), noise, letters, (noise[:32_768] * 8)[:size]):
            stream = zlib_codec.compress(guests, data)
            assert zlib.decompress(stream) == data
            assert zlib_codec.decompress(guests, stream) == data
            assert len(stream) <= size + size // 1000 + 64

    def test_fibonacci_counts_make_codes_too_long(self, guests: Guests) -> None:
        counts = [1, 1]
        while len(counts) < 24:
            counts.append(counts[-1] + counts[-2])
        data = b"".join(bytes([symbol]) * count for symbol, count in enumerate(counts))
        shuffled = bytes(random.Random(1).sample(data, len(data)))
        stream = zlib_codec.compress(guests, shuffled)
        assert zlib.decompress(stream) == shuffled

    def test_a_stream_cut_anywhere_is_refused(self, guests: Guests) -> None:
        stream = zlib.compress(real_input.library_source()[:600])
        assert all(decompressed(guests, stream[:end]) is RefusedError for end in range(len(stream)))

    def test_what_follows_the_stream_is_left_alone(self, guests: Guests) -> None:
        assert zlib_codec.decompress(guests, zlib.compress(b"end") + b"more") == b"end"

    def test_damage_is_judged_as_zlib_judges_it(self, guests: Guests) -> None:
        chance = random.Random(2)
        source = real_input.library_source()
        for _ in range(400):
            start = chance.randrange(len(source) - 300)
            stream = bytearray(zlib.compress(source[start : start + chance.randrange(300)]))
            for _ in range(chance.randrange(3)):
                stream[chance.randrange(len(stream))] ^= 1 << chance.randrange(8)
            body = zlib.decompressobj(-15)
            try:
                # With a checksum that fits, damage to the data must come out as it does in zlib.
                data = body.decompress(stream[2:])
                stream[-4:] = zlib.adler32(data).to_bytes(4, "big")
            except zlib.error:
                pass
            assert decompressed(guests, bytes(stream)) == zlib_oracle(bytes(stream)), stream.hex()

    def test_malformed_is_refused(self, guests: Guests) -> None:
        for what, stream in real_input.NOT_ZLIB.items():
            assert decompressed(guests, stream) is RefusedError, what
            assert zlib_oracle(stream) is RefusedError, what


TEXTS = (
    b"0", b"-0", b"-0.0", b"1e5", b"1E-7", b"0.1e+1", b"123456789012345678901234567890", b"1e999",
    b" \t\r\n[ ] ", b"{}", b'{"":{"":[]}}', b'{"a":1,"a":2}', b"null", b"true", b"false", b'""',
    b'"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\u00e9"', b'"\\ud83d\\ude00"', b'"\\uD83D"',
    b'"\\ude00\\ud83d"',
    b'"\\ud83d\\ud83d\\ude00x"', b'"\\ud83d\\n"', '"é漢😀\x7f"'.encode(), b"[" * 500 + b"]" * 500,
)  # fmt: skip


class TestParser:
    def test_the_standard_library_through_both_guests(self, guests: Guests) -> None:
        document = real_input.library_document()
        value, events = streams.parse_compressed(guests, zlib.compress(document))
        assert value == json.loads(document)
        assert events > 100_000

    def test_a_refusal_passes_through_both_guests(self, guests: Guests) -> None:
        with pytest.raises(json_parser.JSONRefusedError, match="at byte 3"):
            streams.parse_compressed(guests, zlib.compress(b"[1,]"))

    @pytest.mark.parametrize("ascii_only", [True, False])
    def test_every_character_that_has_a_name(self, guests: Guests, ascii_only: bool) -> None:
        names = {chr(code): unicodedata.name(chr(code), "") for code in range(0x20000)}
        names = {character: name for character, name in names.items() if name}
        document = json.dumps(names, ensure_ascii=ascii_only).encode()
        assert parsed(guests, document, piece=len(document)) == names

    @pytest.mark.parametrize("text", TEXTS)
    def test_in_pieces_of_any_size(self, guests: Guests, text: bytes) -> None:
        expected = repr(json_oracle(text))
        for piece in (1, 2, 3, 1000):
            assert repr(parsed(guests, text, piece)) == expected

    def test_tokens_longer_than_any_buffer(self, guests: Guests) -> None:
        value = {"k" * 4095: ["v" * 4096, "é" * 50_000, int("7" * 4200)]}
        document = json.dumps(value, ensure_ascii=False).encode()
        assert parsed(guests, document, piece=1 << 20) == value

    def test_malformed_is_refused(self, guests: Guests) -> None:
        for document in real_input.NOT_JSON:
            assert parsed(guests, document, piece=7) is RefusedError, document
            assert json_oracle(document) is RefusedError, document

    @pytest.mark.parametrize(
        ("document", "offset"),
        [(b"[1,]", 3), (b"[1, 02]", 5), (b'{"a":1', 6), (b'"\xc3"', 2), (b"nul", 3), (b"", 0)],
    )
    def test_the_fault_is_located(self, guests: Guests, document: bytes, offset: int) -> None:
        with pytest.raises(json_parser.JSONRefusedError) as caught:
            json_parser.loads(guests, document)
        assert caught.value.offset == offset

    def test_mutations_are_judged_as_python_judges_them(self, guests: Guests) -> None:
        chance = random.Random(3)
        telling = b'{}[]:,"\\u0123 9eE+-.tfnrals\n\x00\x1f\xc3\xed\xf0\xff'
        for _ in range(400):
            document = bytearray(chance.choice(TEXTS[:-1]))
            for _ in range(chance.randrange(3)):
                at = chance.randrange(len(document) + 1)
                document[at : at + chance.randrange(2)] = [chance.choice(telling)]
            expected = repr(json_oracle(bytes(document)))
            assert repr(parsed(guests, bytes(document), chance.choice((1, 5)))) == expected, (
                document
            )


def test_events_come_before_the_document_ends(guests: Guests) -> None:
    seen: list[tuple[int, bytes]] = []
    with json_parser.Parser(guests, lambda kind, text: seen.append((kind, text))) as parser:
        parser.feed(b'{"a": [1, "b')
        assert seen == [
            (json_parser.BEGIN_OBJECT, b""),
            (json_parser.KEY, b"a"),
            (json_parser.BEGIN_ARRAY, b""),
            (json_parser.NUMBER, b"1"),
        ]


def test_an_exception_in_a_callback_stops_the_guest(guests: Guests) -> None:
    def refuse(kind: int, text: bytes) -> None:
        raise LookupError(text)

    with pytest.raises(LookupError), json_parser.Parser(guests, refuse) as parser:
        parser.feed(b"[1]")
