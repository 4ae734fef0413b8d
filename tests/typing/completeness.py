"""How much of what users can name has a type that every checker sees.

pyright looks at every module whose name has no underscore in front. A user comes by the front door:
its names, those of `component`, `errors` and `unsafe`, and what their classes have. Of these each
has to have a known type; of the rest the share is told.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

__all__ = ["report"]

MODULES = ("safestore", "safestore.component", "safestore.errors", "safestore.unsafe")


def report(answer: dict[str, Any]) -> bool:
    """Prints the shares, and what is not known at the front door; whether all of it is.

    `answer` is that of `pyright --verifytypes safestore`.
    """
    symbols = [one for one in answer["typeCompleteness"]["symbols"] if one["isExported"]]
    offered = set(front_door())
    ours = [one for one in symbols if {one["name"], _owner(one["name"])} & offered]
    for what, some in (("the front door", ours), ("all modules", symbols)):
        known = sum(map(_known, some))
        print(f"{what}: {known} of {len(some)} symbols have a known type ({known / len(some):.1%})")
    missing = [one["name"] for one in ours if not _known(one)]
    print(*missing, sep="\n", end="\n" if missing else "")
    return not missing


def front_door() -> Iterator[str]:
    """What the modules offer: by the name that it has there, and in the module that it is from."""
    for name in MODULES:
        module = importlib.import_module(name)
        for offered in module.__all__:
            thing = getattr(module, offered)
            yield f"{name}.{offered}"
            yield f"{getattr(thing, '__module__', name)}.{getattr(thing, '__qualname__', offered)}"


def _owner(name: str) -> str:
    return name.rpartition(".")[0]


def _known(symbol: dict[str, Any]) -> bool:
    return bool(symbol["isTypeKnown"]) and not symbol["isTypeAmbiguous"]
