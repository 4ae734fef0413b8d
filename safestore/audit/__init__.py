"""The ledger of invariants, and what is proved of each.

`ledger.json` has one row for each invariant. The rows are checked against the source
(`checks`), and written as the tables of SAFETY.md (`markdown`). `safestore audit` does both.
"""
