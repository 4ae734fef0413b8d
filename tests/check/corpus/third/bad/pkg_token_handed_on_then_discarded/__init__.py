"""A dispatcher module sends a token on; the caller in another module discards the token as well."""
