"""The shutdown function of one module closes the store; its caller in another reads it again."""
