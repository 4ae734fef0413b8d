"""`python -m benchmarks`: what each operation costs on plain wasmtime and on safestore."""
