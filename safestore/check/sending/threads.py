"""Classes derived from Thread or Process: what their `run` finds in `self`, put there by others."""

from __future__ import annotations

from collections.abc import Iterator

from mypy.nodes import ClassDef, Expression

from ..finding import Place
from ..program import function_of
from .captures import Captures, Subject
from .index import Field, Index
from .obstacle import Destination, Obstacle
from .values import Values

__all__ = ["given_to_threads"]

_BASES = {
    "multiprocessing.process.BaseProcess": Destination.PROCESS,
    "threading.Thread": Destination.THREAD,
}


def given_to_threads(
    definition: ClassDef, index: Index, values: Values
) -> Iterator[tuple[Place, Destination, Obstacle]]:
    """Where attributes that `run` reads get what may not travel."""
    info = definition.info
    destination = None
    for base in info.mro:
        destination = _BASES.get(base.fullname)
        if destination is not None:
            break
    run = info.get_method("run")
    function = function_of(run)
    if destination is None or function is None or index.path_of(function) is None:
        return
    if not function.arguments:
        return
    captures: Captures = values.captures
    subject = Subject(function.arguments[0].variable, info)
    readings, inside = captures.readings(function, destination, subject)
    said: set[tuple[str, int]] = set()
    for reading in readings:
        field = next((one for one in reading.conditions if isinstance(one, Field)), None)
        if field is None or reading.conditions[0] is not field:
            continue
        if not captures.counts(reading, inside, destination):
            continue
        if reading.obstacle.given is not None:
            given = reading.obstacle.given
            yield Place.of(given.path, given.expression), destination, reading.obstacle
            continue
        for assignment in index.outside(field, inside) or ():
            if assignment.receiver is None or (assignment.path, id(assignment.place)) in said:
                continue
            value = assignment.value
            if value is not None and not _may_be(values, value, destination):
                continue
            said.add((assignment.path, id(assignment.place)))
            yield Place.of(assignment.path, assignment.place), destination, reading.obstacle


def _may_be(values: Values, value: Expression, destination: Destination) -> bool:
    found = values.obstacle(value, destination)
    return values.is_open(value) if found is None else found.given is None
