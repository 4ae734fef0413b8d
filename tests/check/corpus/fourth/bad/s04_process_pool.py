"""A token is for a thread of this process, and not for a pool of processes."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor

from safestore import Pinned, Store, TransferToken


def work(tok: TransferToken[Store]) -> None:
    tok.land().close()


def main(p: Pinned[Store]) -> None:
    tok = p.transfer()
    with ProcessPoolExecutor() as pool:
        pool.submit(work, tok)  # E: safestore-send
