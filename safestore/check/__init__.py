"""Finds before the program runs what safestore would refuse while it runs, and more.

`safestore check PATHS` and the mypy plugin (`plugins = ["safestore.check.mypy"]`) report the same
findings from one analysis of mypy's typed tree. It is stricter than the runtime and never the
guarantee: what has no annotations escapes it.

    finding     what is reported: a code, a message, a place, and notes with places of their own
    rules       the codes, and the words for each
    settings    [tool.safestore] in pyproject.toml; config reads it
    syntax      walks mypy's tree; imports says what a module imports, kinds what a type is to us
    program     the modules under analysis: definitions, types, who calls what
    flow/       the rules that follow values: moved, maybe-moved, closed, leak, borrow, async
    sending/    the rule about what reaches another thread or process
    unsafe      the rule about escape hatches; inventory lists what it looks for
    analysis    runs the rules over one module; ignores are the comments that silence them
    build       has mypy read the code; columns mends what its parsers say of places
    run         all of it over some paths; report/ writes what was found, cli is the command
    mypy        the plugin: hooks is what mypy calls of it, checked what mypy would forget of the
                modules, freshness what has to be looked at again

Nothing of the runtime is imported here.
"""
