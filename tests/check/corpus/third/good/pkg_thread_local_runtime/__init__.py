"""Each thread has a runtime, in a subclass of threading.local; another module's target uses it."""
