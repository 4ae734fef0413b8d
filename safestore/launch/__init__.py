"""`safestore run`: an unmodified program in which `import wasmtime` gives safestore.

The program runs in an interpreter of its own, started as `python SCRIPT` starts one, so its
`__main__`, argv, stdin, tracebacks, signals and exit status need no imitation. What is added is a
start hook, and child interpreters inherit it the same way that the program itself got it:

- `program` puts two environment variables in place and becomes the program;
- `start/sitecustomize` is run by each interpreter that sees them, before any code of the program;
- `on_import` then waits for the first `import wasmtime` (or `import safestore`);
- `facade` is what that import gives, and `raw_imports` keeps wasmtime's own code on wasmtime;
- `children` carries the variables into child interpreters, or says when that is impossible.
"""
