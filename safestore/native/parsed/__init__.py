"""The declarations as cffi parses them, kept: parsing them costs more than all else at import.

Generated, one module for each text of the declarations (two among wasmtime 47 to 50), named after
the text: `python -m safestore.native.parsed` writes the one for the installed wasmtime, and a test
fails when it is stale.
"""
