"""Write the module for the installed wasmtime."""

from pathlib import Path

from ..parse import declarations, kept_name, write

write(declarations(), Path(__file__).parent / f"{kept_name(declarations())}.py")
