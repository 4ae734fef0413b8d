"""A pool of threads may have the token."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from safestore import Pinned, Store, TransferToken


def work(tok: TransferToken[Store]) -> None:
    tok.land().close()


def main(p: Pinned[Store]) -> None:
    tok = p.transfer()
    with ThreadPoolExecutor() as pool:
        pool.submit(work, tok)
