"""What may travel: markers, questions about it, and hooks of a landing."""

from typing_extensions import assert_type

from safestore import NotSend, Pinned, Send, Store, Sync, is_send
from safestore.ownership.send import SendCheck


class Settings(Send):
    pass


@Send.register
class Job:
    number = 1


@Sync.register
class Counter:
    number = 1


@NotSend.register
class Window:
    number = 1


def marked_classes_stay_what_they_are() -> None:
    assert_type(Job(), Job)
    assert_type(Counter().number + Window().number, int)
    assert_type(NotSend.register(Store), type[Store])
    sent: Send = Settings()
    Send.register(3)  # type: ignore[type-var]
    print(sent)


def asking(thing: object) -> str:
    answer = is_send(thing)
    assert_type(is_send(thing, strict=True), SendCheck)
    assert_type(answer.path, tuple[str, ...])
    assert_type(answer.reason, str)
    assert_type(bool(answer), bool)
    is_send(thing, True)  # type: ignore
    is_send()  # type: ignore[call-arg]
    return "yes" if answer else str(answer)


def hooks(store: Store) -> None:
    @store.on_land
    def once(pin: Pinned[Store]) -> None:
        pin.value.set_fuel(1)

    assert_type(once(Pinned(store)), None)

    @store.on_land
    def counts(_: Pinned[Store]) -> int:
        return 1

    assert_type(counts(Pinned(store)) + 1, int)
    assert_type(store.on_land(print, every_switch=True) is print, bool)
    store.on_land(None)  # type: ignore[type-var]
    store.on_land(lambda: None)  # type: ignore[type-var]
    store.on_land(once, True)  # type: ignore
