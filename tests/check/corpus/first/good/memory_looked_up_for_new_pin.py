"""A document in a guest's memory moves to a new pin and takes its memory along in the bundle."""

from dataclasses import dataclass

from safestore import Engine, Instance, Memory, Module, Pinned, Store

WAT = '(module (memory (export "memory") 1) (func (export "index")))'


@dataclass
class Guest:
    store: Store
    memory: Memory


class Document:
    def __init__(self, engine: Engine, text: bytes) -> None:
        self.size = len(text)
        store = Store(engine)
        memory = Instance(store, Module(engine, WAT), []).exports(store).memory("memory")
        self.pin = Pinned(Guest(store, memory))
        memory.write(store, text)

    def reindex(self) -> bytes:
        self.pin = self.pin.transfer().land()
        guest = self.pin.value
        text = guest.memory.read(guest.store, 0, self.size)
        return bytes(text).upper()


print(Document(Engine(), b"abc").reindex())
