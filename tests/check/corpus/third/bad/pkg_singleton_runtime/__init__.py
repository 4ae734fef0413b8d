"""A singleton runtime in one module, a target in another that uses it, a Thread in a third."""
