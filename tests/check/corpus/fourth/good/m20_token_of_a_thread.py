"""The thread has the token, and here it is only asked about."""

from __future__ import annotations

import threading

from safestore import Pinned, Store, TransferToken


def work(tok: TransferToken[Store]) -> None:
    tok.land().close()


def main(p: Pinned[Store]) -> None:
    tok = p.transfer()
    threading.Thread(target=work, args=(tok,)).start()
    print(f"{tok}: {tok.landed}")
