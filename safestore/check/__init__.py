"""Finds before the program runs what safestore would refuse while it runs, and more.

`safestore check PATHS` and the mypy plugin (`plugins = ["safestore.check.mypy"]`) report the same
findings from one analysis of mypy's typed tree. It is stricter than the runtime and never the
guarantee: what has no annotations escapes it.

    finding     what is reported: a code, a message, a place, and notes with places of their own
    rules       the codes, and the words for each
    settings    [tool.safestore] in pyproject.toml; config reads it
    syntax      walks mypy's tree
    program     the modules under analysis: definitions, types, who calls what
    unsafe      the rule about escape hatches; inventory lists what it looks for
    analysis    runs the rules over one module; ignores are the comments that silence them
    build       has mypy read the code
    run         all of it over some paths; report writes what was found, cli is the command

Nothing of the runtime is imported here.
"""
