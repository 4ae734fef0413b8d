"""JSON parsed by wasm: bytes go in through memory, events come back through a host callback."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from demo.guests import Guests, RefusedError

# The kinds of event, as the guest names them.
BEGIN_OBJECT, END_OBJECT, BEGIN_ARRAY, END_ARRAY = b"{}[]"
KEY, STRING, NUMBER, TRUE, FALSE, NULL, PART = b':"0tfn+'


class JSONRefusedError(RefusedError):
    """Not JSON.

    Attributes:
        offset: the position of the byte at fault, or the length of a document that ends too early.
    """

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(f"{message} (at byte {offset})")
        self.offset = offset


class Parser:
    """Takes one document in pieces of any size; used in a `with` block.

    `on_event` gets the kind and the text of each token as soon as it is complete. The text of a
    string is its value in UTF-8. `events` counts them.
    """

    def __init__(self, guests: Guests, on_event: Callable[[int, bytes], None]) -> None:
        self.events = 0
        self._on_event = on_event
        self._parts: list[bytes] = []
        self._guest = guests.start("json", on_event=self._take_event)
        self._input = self._guest.call("input")
        self._input_size = self._guest.call("input_size")

    def __enter__(self) -> Parser:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._guest.close()

    def feed(self, piece: bytes) -> None:
        """Parse what comes next.

        Raises:
            JSONRefusedError: the document is refused; `on_event` has seen what precedes the fault.
        """
        for start in range(0, len(piece), self._input_size):
            chunk = piece[start : start + self._input_size]
            self._guest.memory.write(self._guest.store, chunk, self._input)
            self._check("feed", len(chunk))

    def finish(self) -> None:
        """Say that the document ends here.

        Raises:
            JSONRefusedError: it does not.
        """
        self._check("finish")

    def _check(self, function: str, *arguments: int) -> None:
        try:
            self._guest.check(function, *arguments)
        except RefusedError as refused:
            raise JSONRefusedError(str(refused), self._guest.call("offset")) from None

    def _take_event(self, caller: Any, kind: int, address: int, length: int) -> None:
        memory = self._guest.memory
        text = bytes(memory.read(caller, address, address + length)) if length else b""
        if kind == PART:
            self._parts.append(text)
            return
        if self._parts:
            text = b"".join([*self._parts, text])
            self._parts.clear()
        self.events += 1
        self._on_event(kind, text)


class Builder:
    """Makes Python's objects of the events, as `json.loads` would.

    `value` is the document, once the last event has arrived.
    """

    def __init__(self) -> None:
        self.value: Any = None
        self._open: list[Any] = []
        self._keys: list[str] = []

    def __call__(self, kind: int, text: bytes) -> None:
        if kind == KEY:
            self._keys.append(_string(text))
        elif kind == BEGIN_OBJECT:
            self._open.append({})
        elif kind == BEGIN_ARRAY:
            self._open.append([])
        elif kind in (END_OBJECT, END_ARRAY):
            self._add(self._open.pop())
        else:
            self._add(_SCALARS[kind](text))

    def _add(self, value: Any) -> None:
        if not self._open:
            self.value = value
        elif isinstance(self._open[-1], list):
            self._open[-1].append(value)
        else:
            self._open[-1][self._keys.pop()] = value


def loads(guests: Guests, document: bytes) -> Any:
    """The document as Python's objects.

    Raises:
        JSONRefusedError: it is not JSON.
    """
    build = Builder()
    with Parser(guests, build) as parser:
        parser.feed(document)
        parser.finish()
    return build.value


def _string(text: bytes) -> str:
    # Python's json passes on an escaped surrogate without its partner, and so does the guest.
    return text.decode("utf-8", "surrogatepass")


def _number(text: bytes) -> int | float:
    return float(text) if any(byte in b".eE" for byte in text) else int(text)


_SCALARS: dict[int, Callable[[bytes], Any]] = {
    STRING: _string,
    NUMBER: _number,
    TRUE: lambda text: True,
    FALSE: lambda text: False,
    NULL: lambda text: None,
}
