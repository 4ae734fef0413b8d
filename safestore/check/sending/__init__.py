"""safestore-send: what may not travel reaches another thread or process.

obstacle    what stands in the way, and where it would go
concerned   which modules can have to do with stores at all
survey      one walk over a module
marks       Send, Sync and NotSend
callers     what parameters are given
index       what the concerned modules have between them
types       what in a type may not travel
hiding      which types do not tell it
expressions what expressions are made of
body        what a function names
captures    what a function takes along
values      what an expression's value takes along
sinks       which calls hand what to another thread or process
handover    a thread that is joined before anything else touches what it got
handed_out  pins made on a thread that others find
threads     classes derived from Thread
rule        puts them together
"""

from .rule import CODE, check

__all__ = ["CODE", "check"]
