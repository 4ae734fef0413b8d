"""wasmtime's classes, guarded: one idea a file, each the native floor plus the region."""
