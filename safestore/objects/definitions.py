"""What Python has to know of a linker's definitions: whose they are, and what they call (H1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from ..errors import ForeignStoreError
from ..native.callback import HostFunction
from ..native.store import Keeping, NativeStore
from ..ownership.region import Region
from .wasi import need_wasi

__all__ = ["Definitions"]

Name = tuple[str, str]


class Definitions(Keeping):
    """The stores that a linker was used with keep this, and with it its host functions.

    Invariants:
    - `functions` holds each host function that guest code may call through the linker.
    - `everywhere` has the names that are known to be defined for every store.
    - `origins` has, for each definition that belongs to a store, every store that it may belong
      to: two while it is being replaced. wasmtime aborts, or answers with the wrong store's item,
      when such a definition is used in another one.
    """

    __slots__ = ("everywhere", "functions", "origins", "wasi")

    def __init__(self) -> None:
        self.everywhere: set[Name] = set()
        # Whether WASI's functions are among the definitions.
        self.wasi = False
        self.functions: list[HostFunction] = []
        self.origins: dict[Name, frozenset[Region]] = {}

    @contextmanager
    def defining(self, names: Iterable[Name], region: Region) -> Iterator[None]:
        """Around a native call that defines these names for one store."""
        names = tuple(names)
        before = {name: self.origins.get(name) for name in names}
        for name, origins in before.items():
            self.origins[name] = (origins or frozenset()) | {region}
        yield
        # Only when it succeeded: after a failure some of them may be defined.
        for name in names:
            self.origins[name] = frozenset({region})
            self.everywhere.discard(name)

    def unknown(self, names: Iterable[Name]) -> list[Name]:
        """Those of the names that are not defined, as far as Python knows."""
        return [name for name in names if name not in self.origins and name not in self.everywhere]

    def independent(self, name: Name) -> None:
        """The name was defined for every store."""
        self.everywhere.add(name)
        self.origins.pop(name, None)

    def serve(self, store: NativeStore) -> None:
        """From now on guest code of this store may call what is defined here."""
        if self.functions:
            store.keep(self)
        if self.wasi:
            need_wasi(store)

    def host_state(self) -> Iterator[tuple[str, object]]:
        """The host functions, by name."""
        for host in list(self.functions):
            yield from host.host_state()

    def check(self, name: Name, region: Region) -> None:
        """Raise ForeignStoreError when a definition may belong to another store than this."""
        for origin in self.origins.get(name, ()):
            if origin is not region:
                raise ForeignStoreError(
                    f"the linker's {name[0]!r} {name[1]!r} belongs to {origin}, and was asked for "
                    f"in {region}; define it as a function (define_func) to use it in every store, "
                    "or use one linker for each store"
                )

    def check_all(self, names: Iterable[Name], region: Region) -> None:
        """`check` for each of these."""
        for name in names:
            self.check(name, region)

    def of(self, names: Iterable[Name]) -> Definitions:
        """What is known now of these names, whatever is defined later."""
        found = Definitions()
        found.functions = self.functions
        found.wasi = self.wasi
        found.origins = {name: self.origins[name] for name in names if name in self.origins}
        return found
