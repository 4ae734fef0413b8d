"""An actor base in one module is a Thread; an actor of another keeps a pin of whoever made it."""
