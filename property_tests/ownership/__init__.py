"""Ownership under a state machine: real threads do what it says, and a model says what comes of it.

- `spec`: the rules, as a table: what comes of an operation in each standing. Read this first.
- `model`: what there is, and how it stands for a thread. Pure Python, no threads.
- `using`, `operations`: what each operation does to the model.
- `at_once`: what may come of two that begin at once.
- `guest`, `world`: the same operations on safestore.
- `workers`: threads that do one command after another, also from inside a callback or a hook.
- `judge`: does each thing to both, and compares.
- `machine`: what Hypothesis may choose. `arrange` brings each standing of the table about.
- `coverage`: which rows of the table were met.
"""
