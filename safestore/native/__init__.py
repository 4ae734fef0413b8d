"""The only rooms that touch cffi or ctypes.

Everything here is unsafe in Rust's sense: a function states the contract that it relies on, and
whoever calls it upholds that contract. The floor above (`objects`) makes sure of it by holding
the region. Nothing here decides who may call.
"""

from .interpreter import check_interpreter

check_interpreter()
