"""The reader of scripts and its numbers, by themselves."""

from __future__ import annotations

import math
import struct

import pytest

from .literals import bits_of_float, float_bits, integer, is_nan, python_float
from .script import Atom, Form, ScriptError, String, line_of, read


def test_forms_nest_and_know_their_places() -> None:
    source = '(a $b (c "d"))  (e)'
    first, second = read(source)
    assert first.head == "a"
    assert source[first.start : first.end] == '(a $b (c "d"))'
    assert source[second.start : second.end] == "(e)"
    name, inner = first.items[1:]
    assert isinstance(name, Atom)
    assert name.text == "$b"
    assert isinstance(inner, Form)
    text = inner.items[1]
    assert isinstance(text, String)
    assert text.data == b"d"
    assert line_of("a\nb\nc", 4) == 3


def test_comments_nest_and_strings_may_hold_brackets() -> None:
    (form,) = read('(a (; one (; two ;) ;) ";)" ;; (rest\n ")")')
    assert [item.data for item in form.items[1:] if isinstance(item, String)] == [b";)", b")"]


@pytest.mark.parametrize(
    ("written", "data"),
    [
        (r"\00\ff", b"\x00\xff"),
        (r"\n\t\r\"\'\\", b"\n\t\r\"'\\"),
        (r"\u{1f980}", "\N{CRAB}".encode()),
        ("é", "é".encode()),
    ],
)
def test_escapes(written: str, data: bytes) -> None:
    (form,) = read(f'(a "{written}")')
    assert isinstance(form.items[1], String)
    assert form.items[1].data == data


@pytest.mark.parametrize("wrong", ["(", ")", "a", '("', "(; (a)", '(a "\\q")', "(a) [b]"])
def test_what_cannot_be_read_names_its_line(wrong: str) -> None:
    with pytest.raises(ScriptError, match=r"^2: "):
        read("\n" + wrong)


def test_integers_keep_the_range_they_are_written_in() -> None:
    assert integer("-1", 32) == -1
    assert integer("0xffff_ffff", 32) == 0xFFFFFFFF
    for text in ("4294967296", "-2147483649"):
        with pytest.raises(ValueError, match="does not fit"):
            integer(text, 32)


@pytest.mark.parametrize(
    ("text", "kind", "bits"),
    [
        ("1.5", "f32", 0x3FC00000),
        ("-0.0", "f32", 0x80000000),
        ("0x1p-149", "f32", 1),
        ("-inf", "f32", 0xFF800000),
        ("nan", "f32", 0x7FC00000),
        ("-nan:0x7fffff", "f32", 0xFFFFFFFF),
        ("0x1.fffffffffffffp1023", "f64", 0x7FEFFFFFFFFFFFFF),
        ("nan:0x1", "f64", 0x7FF0000000000001),
    ],
)
def test_floats_by_their_bits(text: str, kind: str, bits: int) -> None:
    assert float_bits(text, kind) == bits
    assert is_nan(bits, kind) == ("nan" in text)
    assert bits_of_float(python_float(bits, kind), kind) == bits


def test_a_payload_must_fit() -> None:
    for text in ("nan:0x0", "nan:0x800000"):
        with pytest.raises(ValueError, match="payload"):
            float_bits(text, "f32")


def test_what_no_f32_can_hold_is_not_taken_for_one() -> None:
    wide_nan = struct.unpack("<d", (0x7FF8000000000001).to_bytes(8, "little"))[0]
    for value in (0.1, wide_nan):
        with pytest.raises(ValueError, match="no f32"):
            bits_of_float(value, "f32")
    assert math.isnan(wide_nan)
