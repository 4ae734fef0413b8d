"""An actor base in one module is a Thread; an actor of another lands its token on that thread."""
