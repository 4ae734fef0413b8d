"""Which classes their authors say may travel, or may not: Send, Sync, NotSend."""

from __future__ import annotations

from collections.abc import Iterable

from mypy.nodes import CallExpr, Expression, MemberExpr, RefExpr, TypeInfo

from ..kinds import Kind, kind_of_class
from ..program import Program
from .survey import Survey

__all__ = ["Marks"]

_MARKERS = {
    "safestore.ownership.send.Send": True,
    "safestore.ownership.send.Sync": True,
    "safestore.ownership.send.NotSend": False,
}


class Marks:
    """What was said of classes, by their full names."""

    def __init__(self, program: Program) -> None:
        settings = program.settings
        self._said: dict[str, bool] = {
            **_MARKERS,
            **dict.fromkeys(settings.send, True),
            **dict.fromkeys(settings.not_send, False),
        }
        # Those of the settings hold, whatever the program registers.
        self._settled = frozenset((*settings.send, *settings.not_send))

    def learn(self, surveys: Iterable[Survey]) -> None:
        """Take note of `Send.register(cls)`, as a call and as a decorator."""
        for survey in surveys:
            for call in survey.calls:
                sends = _registers(call.node.callee)
                if sends is not None and call.node.args:
                    self._say(call.node.args[0], sends)
            for definition in survey.classes:
                for decorator in definition.decorators:
                    sends = _registers(decorator)
                    if sends is not None:
                        self._note(definition.info, sends)

    def _say(self, argument: Expression, sends: bool) -> None:
        if isinstance(argument, RefExpr) and isinstance(argument.node, TypeInfo):
            self._note(argument.node, sends)

    def _note(self, info: TypeInfo, sends: bool) -> None:
        # What the rules know of a class says more than safestore's own mark.
        if info.fullname not in self._settled and kind_of_class(info) is None:
            self._said[info.fullname] = sends

    def of(self, info: TypeInfo) -> bool | Kind | None:
        """What is said of the nearest of a class's bases: a mark, or what it is to the rules."""
        kind = kind_of_class(info)
        for base in info.mro:
            if kind is not None and _is_ours(base) and kind_of_class(base) is kind:
                # Its own marks say no more than this.
                return kind
            said = self._said.get(base.fullname)
            if said is not None:
                return said
            if kind is not None and _is_source(base):
                return kind
        return None


def _is_ours(info: TypeInfo) -> bool:
    return info.module_name.partition(".")[0] == "safestore"


def _is_source(info: TypeInfo) -> bool:
    """Whether a class is one that the rules know by name, and none derived from it."""
    return kind_of_class(info) is not None and all(
        kind_of_class(base.type) is None for base in info.bases
    )


def _registers(callee: Expression) -> bool | None:
    if isinstance(callee, CallExpr):
        return None
    if isinstance(callee, MemberExpr) and callee.name == "register":
        marker = callee.expr
        if isinstance(marker, RefExpr) and isinstance(marker.node, TypeInfo):
            return _MARKERS.get(marker.node.fullname)
    return None
