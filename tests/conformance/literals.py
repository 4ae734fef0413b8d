"""Numbers as the text format writes them, and their bits.

Everything is compared as bits, so that NaN payloads and the sign of zero count.
"""

from __future__ import annotations

import struct

# What a type's float looks like: total bits, bits of the stored significand.
SHAPES = {"f32": (32, 23), "f64": (64, 52)}
INTEGER_BITS = {"i32": 32, "i64": 64}


def integer(text: str, bits: int) -> int:
    """The number as it is written: `-1` stays -1 and `0xffffffff` stays 4294967295.

    Both ranges of an integer type are accepted, and ValueError is raised beyond them.
    """
    value = int(text.replace("_", ""), 0) if "x" in text else int(text.replace("_", ""))
    if not -(1 << (bits - 1)) <= value < (1 << bits):
        raise ValueError(f"{text} does not fit {bits} bits")
    return value


def float_bits(text: str, kind: str) -> int:
    """The bits of a float literal: decimal, hexadecimal, `inf`, `nan` or `nan:0x...`.

    A decimal f32 goes through a double, so a literal within a double's rounding of the middle
    between two f32 values may come out one off: write such a value in hexadecimal.
    """
    bits, fraction = SHAPES[kind]
    negative = text.startswith("-")
    body = text.lstrip("+-").replace("_", "")
    exponent = ((1 << (bits - fraction - 1)) - 1) << fraction
    if body == "inf":
        magnitude = exponent
    elif body == "nan":
        magnitude = exponent | 1 << (fraction - 1)
    elif body.startswith("nan:0x"):
        payload = int(body[4:], 16)
        if not 0 < payload < 1 << fraction:
            raise ValueError(f"{text}: the payload does not fit {kind}")
        magnitude = exponent | payload
    else:
        value = float.fromhex(body) if body.startswith("0x") else float(body)
        form = "<f" if kind == "f32" else "<d"
        magnitude = int.from_bytes(struct.pack(form, value), "little")
    return magnitude | negative << (bits - 1)


def is_nan(bits: int, kind: str) -> bool:
    total, fraction = SHAPES[kind]
    magnitude = bits & (1 << (total - 1)) - 1
    return magnitude > ((1 << (total - fraction - 1)) - 1) << fraction


def python_float(bits: int, kind: str) -> float:
    """The Python float that stands for these bits.

    The bits of an f32 NaN are widened by hand: `struct` converts through a C float and may change
    them. An f32 NaN whose quiet bit is clear cannot be passed at all, since every way into a C
    float quietens it; scripts make such values inside wasm, with reinterpret.
    """
    if kind == "f32":
        if not is_nan(bits, kind):
            return float(struct.unpack("<f", bits.to_bytes(4, "little"))[0])
        bits = (bits >> 31) << 63 | 0x7FF << 52 | (bits & 0x7FFFFF) << 29
    return float(struct.unpack("<d", bits.to_bytes(8, "little"))[0])


def bits_of_float(value: float, kind: str) -> int:
    """The bits of a float of this type; ValueError if an f32 cannot hold the value exactly."""
    wide = int.from_bytes(struct.pack("<d", value), "little")
    if kind == "f64":
        return wide
    if is_nan(wide, "f64"):
        if wide & 0x1FFFFFFF:
            raise ValueError(f"{wide:016x} is no f32")
        return (wide >> 63) << 31 | 0xFF << 23 | (wide >> 29) & 0x7FFFFF
    narrow = struct.pack("<f", value)
    if struct.unpack("<f", narrow)[0] != value:
        raise ValueError(f"{wide:016x} is no f32")
    return int.from_bytes(narrow, "little")
