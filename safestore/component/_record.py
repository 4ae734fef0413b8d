"""The values of components that have no class of their own in Python: records and variants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wasmtime import component as raw

__all__ = ["Record", "Variant"]


class Record(raw.Record):
    """A record: its fields are attributes. Given back for any record, whatever was passed."""

    def __eq__(self, other: Any) -> bool:
        """Whether `other` has every field of this record, with an equal value."""
        return raw.Record.__eq__(self, other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        return f"Record({fields})"


@dataclass
class Variant(raw.Variant):
    """A case of a variant, by name, where the Python value alone would not tell which."""

    tag: str
    payload: Any | None = None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, raw.Variant):
            return NotImplemented
        return self.tag == other.tag and self.payload == other.payload

    __hash__ = None  # type: ignore[assignment]
