"""wasmtime-py's own test suite, on raw wasmtime and on safestore, test by test.

`python -m tests.upstream` (`make upstream`). The suite comes from the source distribution of the
same wasmtime version: fetched when run, kept in a cache, never committed.
"""
