"""The analysis on whatever is valid Python: no internal error, no hang.

    library     the standard library's sources, as input
    changes     mixes safestore into a program: types for its parameters, moves among its lines
    hard        programs that are hard on any analysis: deep, long, many ways through
    run         reads them with mypy, analyses each module, with a limit of time

`python -m tests.check.fuzzing`, or `make check-fuzz`.
"""
