"""Notes each use of a thing, and says in the end which of them are wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mypy.nodes import CallExpr, Context, Expression, IndexExpr, MemberExpr, NameExpr, SuperExpr

from ..finding import Finding, Note, Place
from .state import State
from .things import Path, Status, Thing, What, Word

__all__ = ["Need", "Uses", "spelled"]

MOVED, MAYBE_MOVED = "safestore-moved", "safestore-maybe-moved"
CLOSED, BORROW = "safestore-closed", "safestore-borrow"
LEAK, ASYNC = "safestore-leak", "safestore-async"

# What has a fate of its own; handles have that of their region.
_COUNTED = (What.REGION, What.PIN, What.TOKEN, What.VIEW)
_GOOD = (Word.OPEN, Word.KEPT)


class Need(NamedTuple):
    """What a function counts on: where it uses a thing, in which words, and what it forgives."""

    place: Place
    subject: str
    forgiven: tuple[Word, ...]


class _Use:
    """What one place of the program meets, over all the paths that lead there."""

    __slots__ = ("bad", "good", "node", "subject", "through")

    def __init__(self, node: Context, subject: str, through: tuple[Place, str] | None) -> None:
        self.node = node
        self.subject = subject
        self.through = through
        self.good = False
        self.bad: dict[Status, Thing] = {}


class Uses:
    """What a function does with things, and what is wrong with it."""

    def __init__(self, path: str) -> None:
        self.path = path
        # What callers have to see to: the paths that have to be open, and where they are used.
        self.needs: dict[Path, Need] = {}
        # The codes of what is done on purpose, as in the body of `pytest.raises`: one set for each
        # such block around.
        self.expected: list[frozenset[str]] = []
        # Whether there is anything that the event loop may run.
        self.calls_made = False
        self._uses: dict[tuple[int, str, str], _Use] = {}
        self._said: dict[tuple[Place, str], Finding] = {}

    def place(self, node: Context) -> Place:
        """Where a node is."""
        return Place.of(self.path, node)

    def use(
        self,
        state: State,
        value: Iterable[Thing],
        node: Context,
        subject: str,
        through: tuple[Place, str] | None = None,
        forgiven: tuple[Word, ...] = (),
    ) -> None:
        """Things are used at a node, or by a function called there (`through`: where, and who).

        What is `forgiven` may have happened to them.
        """
        for thing in value:
            if thing.what in (What.CONSTANT, What.CODE):
                continue
            self._note(state, thing, thing, node, subject, through, forgiven)
            if all(s.word not in (*_GOOD, *forgiven) for s in state.statuses(thing)):
                continue
            for region in state.regions.get(thing, ()):
                self._note(state, region, thing, node, subject, through, forgiven)
                self._meanwhile(state, region, thing, node, subject)

    def _note(
        self,
        state: State,
        judged: Thing,
        thing: Thing,
        node: Context,
        subject: str,
        through: tuple[Place, str] | None,
        forgiven: tuple[Word, ...],
    ) -> None:
        statuses = state.statuses(judged)
        counted = judged.path is not None and judged.what in _COUNTED
        if counted and any(s.word in _GOOD and not s.how for s in statuses):
            assert judged.path is not None
            where, who = (self.place(node), subject) if through is None else through
            known = self.needs.get(judged.path)
            if known is None or (known.forgiven and not forgiven):
                self.needs[judged.path] = Need(where, who, forgiven)
        ignored = (*_GOOD, *forgiven)
        bad = [s for s in statuses if s.word not in ignored and _is_bad(s, thing)]
        good = len(bad) < len(statuses)
        # Of many nothing can be said one by one, and where paths were taken together "may be"
        # is no evidence.
        if bad and good and (judged.many or thing.many or state.blurred):
            return
        if judged is thing and thing.what in (What.STORE, What.PIN, What.HANDLE) and not bad:
            return
        key = id(node), subject, "" if through is None else through[1]
        kept = self._uses.get(key)
        if kept is None:
            kept = self._uses[key] = _Use(node, subject, through)
        kept.good = kept.good or good
        for status in bad:
            code = _words(status, thing, False)[0]
            if not any(code in codes for codes in self.expected):
                kept.bad.setdefault(status, thing)

    def _meanwhile(
        self, state: State, region: Thing, thing: Thing, node: Context, subject: str
    ) -> None:
        """A store is used while the event loop runs a call of it."""
        if not self.calls_made:
            return
        for other, statuses in state.status.items():
            if other.what is not What.CALL or other is thing:
                continue
            running = [s for s in statuses if s.word is Word.RUNNING]
            if running and region in state.regions.get(other, ()):
                self.say(
                    ASYNC,
                    node,
                    f'"{subject}" is used while a task runs a call of its store; await the task '
                    "first, or give each task a store of its own",
                    [Note(s.place, "the task is started here") for s in running if s.place],
                )

    def say(
        self, code: str, node: Context | Place, message: str, notes: Iterable[Note] = ()
    ) -> None:
        """Report something, once for each place and code."""
        if any(code in codes for codes in self.expected):
            return
        place = node if isinstance(node, Place) else self.place(node)
        self._said.setdefault((place, code), Finding(place, code, message, tuple(notes)))

    def findings(self) -> Iterator[Finding]:
        """What is wrong, in no order."""
        yield from self._said.values()
        found = [self._finding(use) for use in self._uses.values() if use.bad]
        found.sort(key=lambda finding: finding.place)
        sure = {finding.place.line for finding in found if finding.code == MOVED}
        told: set[tuple[int, str, tuple[Note, ...]]] = set()
        for finding in found:
            # One thing that is sure is enough for a line.
            if finding.code == MAYBE_MOVED and finding.place.line in sure:
                continue
            # What the same move or close has done to several things of a line is said once.
            known = finding.place.line, finding.code, finding.notes
            if not finding.notes or known not in told:
                told.add(known)
                yield finding

    def _finding(self, use: _Use) -> Finding:
        statuses = sorted(use.bad, key=_first)
        status = statuses[0]
        thing = use.bad[status]
        code, said, mend = _words(status, thing, use.good)
        subject = use.subject
        if use.through is not None:
            message = f'the call uses "{use.through[1]}", which {said}; {mend}'
        else:
            message = f'"{subject}" {said}; {mend}'
        notes = [Note(s.place, _told(s)) for s in statuses if s.place is not None]
        if use.through is not None:
            notes.append(Note(use.through[0], f'"{use.through[1]}" is used here'))
        return Finding(self.place(use.node), code, message, tuple(dict.fromkeys(notes)))


def _is_bad(status: Status, thing: Thing) -> bool:
    if status.word in (Word.RUNNING, Word.DONE):
        return False
    # A view keeps the memory of a closed store alive; a pointer does not.
    return not (status.word is Word.CLOSED and thing.what is What.VIEW and not thing.raw)


def _first(status: Status) -> tuple[str, Place]:
    nowhere = Place("", 0, 0, 0, 0)
    # By the name of the word, moves come before closes.
    return {Word.MOVED: "0", Word.SPENT: "1"}.get(status.word, "2"), status.place or nowhere


def _words(status: Status, thing: Thing, maybe: bool) -> tuple[str, str, str]:
    """The code, what is said of the thing, and the mend."""
    may = "may have been" if maybe else "was"
    if thing.what is What.VIEW and status.word is not Word.SPENT:
        said = {
            Word.ENDED: "is a view whose `with` is over",
            Word.STALE: "is a view of a memory that has grown since",
            Word.MOVED: f"is a view of a store that {may} moved",
            Word.CLOSED: f"points into a store that {may} closed",
        }[status.word]
        return BORROW, said, "copy what is needed, or make the view anew"
    if status.word is Word.CLOSED:
        what = "" if thing.what in (What.STORE, What.PIN) else "belongs to a store that "
        return CLOSED, f"{what}{may} closed", "use it before the close, or close it later"
    code = MAYBE_MOVED if maybe else MOVED
    if status.word is Word.SPENT:
        return code, f"{may} {status.how or 'spent'} already", "a token is good for one landing"
    if thing.what is What.PIN:
        said, mend = f"{may} moved", "use the pin that land() gives"
    else:
        said = f"belongs to a store that {may} moved"
        mend = "take it anew from the pin that land() gives, or let it travel in the bundle"
    if maybe:
        mend += ", or ask `.moved` first" if thing.what is What.PIN else ""
    return code, said, mend


def _told(status: Status) -> str:
    how = status.how or status.word.value
    return f"{how} here"


def spelled(expression: Context | None) -> str:
    """An expression as a short text for a message."""
    if isinstance(expression, NameExpr):
        return expression.name
    if isinstance(expression, MemberExpr):
        return f"{spelled(expression.expr)}.{expression.name}"
    if isinstance(expression, CallExpr):
        return f"{spelled(expression.callee)}(...)"
    if isinstance(expression, IndexExpr):
        return f"{spelled(expression.base)}[...]"
    if isinstance(expression, SuperExpr):
        return f"super().{expression.name}"
    return "this" if isinstance(expression, Expression) else "it"
