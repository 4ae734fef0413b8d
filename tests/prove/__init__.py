"""Proves that each guard carries its load: without it, the tests of its row fail.

`python -m tests.prove [ID ...]`, which is what `safestore audit --prove` runs in a checkout. Each
mutation of `declared` disables one guard, as a replacement of source text in a copy of the tree.
Nothing in the package can switch a guard off, so this is the only way to see it gone.
"""
