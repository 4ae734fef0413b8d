"""A test helper parks stores: tokens go to a field, a dict, a tuple, a dataclass and a default."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from safestore import Engine, Pinned, Store, TransferToken


@dataclass
class Parked:
    name: str
    token: TransferToken[Store]


@dataclass
class Lot:
    first: TransferToken[Store] | None = None
    by_name: dict[str, TransferToken[Store]] = field(default_factory=dict)
    rest: list[Parked] = field(default_factory=list)

    def park(self, name: str, pin: Pinned[Store]) -> str:
        token = pin.transfer()
        if self.first is None:
            self.first = token
        elif name:
            self.by_name[name] = token
        else:
            self.rest.append(Parked(name, token))
        return f"parked {token!r}"

    def empty(self) -> tuple[TransferToken[Store], ...]:
        first, self.first = self.first, None
        named = [self.by_name.pop(name) for name in list(self.by_name)]
        rest = [self.rest.pop().token for _ in range(len(self.rest))]
        return (*([first] if first is not None else []), *named, *rest)


@pytest.fixture
def lot() -> Lot:
    return Lot()


@pytest.mark.parametrize("names", [[], ["a"], ["a", "b", ""]])
def test_all_come_back(lot: Lot, names: list[str]) -> None:
    engine = Engine()
    for name in names:
        assert lot.park(name, Pinned(Store(engine))).startswith("parked")
    tokens = lot.empty()
    assert len(tokens) == len(names)
    for token in tokens:
        token.land().close()
