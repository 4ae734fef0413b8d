from typing import TypeAlias

from wasmtime._func import Func
from wasmtime._globals import Global
from wasmtime._memory import Memory
from wasmtime._sharedmemory import SharedMemory
from wasmtime._table import Table
from wasmtime._tag import Tag

# A name does not tell which of them an export is: narrow it with isinstance.
AsExtern: TypeAlias = Func | Table | Memory | SharedMemory | Global | Tag
