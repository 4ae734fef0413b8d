"""Tag: what tells WebAssembly's exceptions apart."""

from __future__ import annotations

import wasmtime as raw

from ..errors import ForeignStoreError
from ..native import items as native
from .arguments import kind_of
from .externs import extern
from .guards import guarded
from .handle import Handle
from .outcome import check
from .storelike import Storelike, native_of
from .types import TagType
from .valtype import crossing

__all__ = ["Tag"]


@extern("tag")
@guarded("Tag")
class Tag(Handle, raw.Tag):
    """Identifies a kind of exception, and describes what it carries."""

    _ctype = "wasmtime_tag_t"
    _plain = "_tag"
    _plain_class = raw.Tag

    def __init__(self, store: Storelike, ty: raw.TagType) -> None:
        """A new tag. Raises TypeError when `ty` is no TagType."""
        if not isinstance(ty, TagType):
            raise TypeError(f"expected a TagType, got {kind_of(ty)}")
        payload = ty._open()
        crossing(*payload.params, *payload.results)
        error, made = native.tag_new(native_of(store), payload)
        check(error)
        self._raw = made

    def type(self, store: Storelike) -> TagType:
        """The type of this tag."""
        return TagType._of(native.tag_describe(native_of(store), self._raw))

    def eq(self, store: Storelike, other: raw.Tag) -> bool:
        """Whether both are the same tag. Raises ForeignStoreError for one of another store."""
        if not isinstance(other, Tag):
            raise TypeError(f"expected a Tag, got {kind_of(other)}")
        if other._region is not self._region:
            raise ForeignStoreError(
                "the two tags belong to different stores; only tags of one store can be compared"
            )
        return native.tag_equal(native_of(store), self._raw, other._raw)
