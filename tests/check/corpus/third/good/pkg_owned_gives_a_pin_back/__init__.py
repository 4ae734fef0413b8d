"""A function of one module takes a pin over and returns another; its caller goes on with that."""
