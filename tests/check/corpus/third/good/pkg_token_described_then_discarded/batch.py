"""A batch of stores: every other one goes on, the rest is discarded."""

from __future__ import annotations

from safestore import Engine, Pinned, Store

from .describe import describe, is_waiting


def batch(engine: Engine, count: int) -> list[str]:
    texts: list[str] = []
    for lane in range(count):
        token = Pinned(Store(engine)).transfer()
        texts.append(describe(token, lane))
        assert is_waiting(token)
        if lane % 2:
            token.discard()
        else:
            token.land().close()
        texts.append(describe(token, lane))
    return texts


if __name__ == "__main__":
    print("\n".join(batch(Engine(), 2)))
