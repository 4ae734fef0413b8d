"""A document in a guest's memory moves to a new pin for indexing and is read by the old memory."""

from safestore import Engine, Instance, Module, Pinned, Store

WAT = '(module (memory (export "memory") 1) (func (export "index")))'


class Document:
    def __init__(self, engine: Engine, text: bytes) -> None:
        self.size = len(text)
        self.pin = Pinned(Store(engine))
        self.instance = Instance(self.pin, Module(engine, WAT), [])
        self.memory = self.instance.exports(self.pin).memory("memory")
        self.memory.write(self.pin, text)

    def reindex(self) -> bytes:
        token = self.pin.transfer()
        print("indexing", self.size, "bytes of", token)
        self.pin = token.land()
        text = self.memory.read(self.pin, 0, self.size)  # E: safestore-moved
        return bytes(text).upper()


print(Document(Engine(), b"abc").reindex())
