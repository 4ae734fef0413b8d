"""Sessions and their specifications in one module; only the latter go to the other's pool."""
